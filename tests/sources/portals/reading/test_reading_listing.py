import datetime as dt

import pytest

from sources.portals.model import Page
from tests.sources.portals.reading.samples import URL, read, sample, tags

COLUMN = tags(ColumnName="通知公告")


def seen(page: Page) -> list[tuple[str, dt.date | None]]:
    return [(item.title, item.listed_on) for item in page.items]


JUNE = [("关于甲的通知", dt.date(2021, 6, 9)), ("关于乙的通知", dt.date(2021, 6, 8))]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><a href=1>关于甲的通知</a><span>2021-06-09</span><li><a href=2>关于乙的通知</a>[2021年6月8日]</ul>",
        "<table><tr><td><a href=1>关于甲的通知</a><td>2021/6/9<tr><td><a href=2>关于乙的通知</a><td>2021.06.08</table>",
        "<dl><dd>2021-06-09 <a href=1>关于甲的通知</a></dd><dd>2021-06-08 <a href=2>关于乙的通知</a></dd></dl>",
        "<div class=r><p><a href=1>关于甲的通知</a></p><i>2021-06-09</i></div>"
        "<div class=r><p><a href=2>关于乙的通知</a></p><i>2021-06-08</i></div>",
        "<a class=r href=1><b>关于甲的通知</b><i>2021-06-09</i></a><a class=r href=2><b>关于乙的通知</b><i>2021-06-08</i></a>",
        "<li><a href=1 title=关于甲的通知>关于甲…</a>2021-06-09<li><a href=2 title=关于乙的通知>关于...</a>2021-06-08",
        "<li><a href=/a/>[要闻]</a><a href=1>关于甲的通知</a>2021-06-09<li><a href=2>关于乙的通知</a>2021-06-08",
        "<li><span>09</span><em>2021-06</em><a href=1>关于甲的通知</a><li><b>2021-06</b><b>08</b><a href=2>关于乙的通知</a>",
        "<li><a href=202106/t20210609_1.htm>关于甲的通知</a>06-09<li><a href=202106/t20210608_1.htm>关于乙的通知</a>(06-08)",
        "<ul class=outer><li><ul><li><a href=1>关于甲的通知</a>2021-06-09<li><a href=2>关于乙的通知</a>2021-06-08</ul></ul>",
    ],
)
def test_lists_in_all_their_shapes(body: str) -> None:
    assert seen(read(body)) == JUNE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<ul class=menu><li><a href=1>关于甲的通知</a>2021-06-09</ul>",
        "<li><a href=1>关于甲的通知</a>",
        "<div><a href=1>关于甲的通知</a>2021-06-09</div>",
        "<li><a href='javascript:;'>关于甲的通知</a>2021-06-09",
        "<li>2021-06-09",
    ],
)
def test_what_is_no_list(body: str) -> None:
    assert read(body).items == []


def test_an_impossible_date_is_none_and_the_entry_still_counts_beside_dated_ones() -> None:
    body = "<ul><li><a href=1>关于甲的通知</a>2021-02-30<li><a href=2>关于乙的通知</a>2021-06-08</ul>"
    assert seen(read(body)) == [("关于甲的通知", None), ("关于乙的通知", dt.date(2021, 6, 8))]


def test_a_column_page_lists_entries_without_dates_but_not_its_sub_columns() -> None:
    body = (
        "<ul><li><a href=t1.htm>示例市规章甲（修订）</a><li><a href=t2.htm>示例市规章乙（修订）</a></ul>"
        "<ul><li><a href=a/>政府信息公开指南</a><li><a href=b/>政府信息公开制度</a></ul>"
    )
    assert [item.title for item in read(body, head=COLUMN).items] == [
        "示例市规章甲（修订）",
        "示例市规章乙（修订）",
    ]
    assert read(body).items == []


def test_each_address_once_and_positions_from_one() -> None:
    body = "<ul><li><a href=1>关于甲的通知</a>2021-06-09<li><a href=1>关于甲的通知</a>2021-06-09<li><a href=2>乙</a>2021-06-08"
    assert [item.position for item in read(body).items] == [1, 2]


def test_an_article_has_no_entries() -> None:
    body = "<ul><li><a href=1>关于甲的通知</a>2021-06-09<li><a href=2>关于乙的通知</a>2021-06-08</ul>"
    assert read(body, head=tags(ArticleTitle="文章", PubDate="2021-06-09 10:00")).items == []


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ('createPageHTML(3, 0, "index", "htm");', ["index_1.htm", "index_2.htm"]),
        ("createPageHTML('page_div',3, 1,'index','shtml',45);", ["index_2.shtml"]),
        ("createPage(2,0,'list','html')", ["list_1.html"]),
        ("var countPage = 3;var currentPage = 0; href='index_'+n+'.html'", ["index_1.html", "index_2.html"]),
        ("var countPage = 2", ["index_1.html"]),
        ('createPageHTML(1, 0, "index", "htm")', []),
        ('createPageHTML(0, 0, "index", "htm")', []),
        ("createPageHTML()", []),
        ("createPageHTML(nPages, nIndex, name, ext)", []),
        ("", []),
    ],
)
def test_pages_written_by_script(script: str, names: list[str]) -> None:
    assert read(f"<script>{script}</script>").next_pages == [URL + name for name in names]


def test_no_more_pages_than_the_cap() -> None:
    assert len(read('<script>createPageHTML(999999999, 0, "index", "htm")</script>').next_pages) == 199
    assert read('<script>createPageHTML(99999999999999999999, 0, "index", "htm")</script>').next_pages == []


def test_plain_page_links() -> None:
    body = (
        "<a href=index.htm>1</a><a href=index_1.htm>2</a><a href=index_1.htm>下一页</a><a href=index_8.htm>尾页</a>"
        "<a href=/other/x.htm>3</a><a href=index_0.htm>上一页</a><a href='#'>4</a>"
    )
    assert read(body, URL + "index.htm").next_pages == [URL + "index_1.htm", URL + "index_8.htm"]


def test_lists_of_real_shapes() -> None:
    assert [item.title for item in sample("home").items] == [
        "示例市召开政务公开工作推进会部署全年任务",
        "示例市开展专题培训",
        "示例市公布上半年安排",
        "关于端午节放假的通知",
        "关于公开征求意见的通知",
    ]
    assert [item.listed_on and item.listed_on.day for item in sample("home").items] == [8, 7, 6, 5, 4]
    column = sample("column_gbk")
    assert [str(item.listed_on) for item in column.items] == [
        "2021-06-03",
        "2021-05-20",
        "2021-04-01",
        "2021-03-01",
    ]
    assert [url.rpartition("/")[2] for url in column.next_pages] == [
        "index_1.htm",
        "index_2.htm",
        "index_3.htm",
    ]
