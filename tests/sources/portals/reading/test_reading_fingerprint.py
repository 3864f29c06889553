import pytest

from sources.portals.reading.page import read_page
from tests.sources.portals.reading.samples import ADDRESSES, content, read

PAGE = (
    "<p>今天是2021年6月9日 星期三 10:20:33</p><h1>标题</h1><p>正文第1段，2021年6月1日，共12件。</p>"
    "<a href='t1.htm?t=1&id=5'>链接</a><a href='f.doc;jsessionid=AB1?_=7'>附件一</a><p>浏览次数：[123] 次</p>"
    "<p>2021-06-09 星期三</p><p>福建 多云 22℃~28℃</p><script>var now=1</script><style>a{}</style>"
)
VOLATILE = [
    *(
        ("6月9日 星期三 10:20:33", "7月1日 星期四 09:00:01"),
        ("[123]", "[99,124]"),
        ("t=1&", "t=2&"),
        ("AB1", "CD2"),
    ),
    *(
        ("_=7", "_=8"),
        ("06-09 星期三", "07-01 星期四"),
        ("多云 22℃", "小雨 19℃"),
        ("now=1", "now=2"),
        ("a{}", "b{}"),
    ),
]
LASTING = [
    *(
        ("正文", "正方"),
        ("6月1日", "6月2日"),
        ("12件", "13件"),
        ("id=5", "id=6"),
        ("t1.htm", "t2.htm"),
        ("标题", "题"),
    ),
    *(("附件一", "附件二"), ("f.doc", "g.doc")),
]


@pytest.mark.parametrize(("old", "new"), VOLATILE)
def test_what_changes_at_every_fetch_leaves_the_hash(old: str, new: str) -> None:
    assert old in PAGE
    assert read(PAGE).content_hash == read(PAGE.replace(old, new)).content_hash


@pytest.mark.parametrize(("old", "new"), LASTING)
def test_one_changed_word_date_figure_or_link_changes_it(old: str, new: str) -> None:
    assert old in PAGE
    assert read(PAGE).content_hash != read(PAGE.replace(old, new)).content_hash


def test_an_empty_page_has_a_hash_too() -> None:
    assert len(read("").content_hash) == 64


def test_a_home_page_fetched_twice() -> None:
    first = content("home").decode()
    again = first.replace("6月9日 星期三 10:20:33", "6月10日 星期四 23:59:59").replace(
        "1234567</span>", "1234999</span>"
    )
    again = again.replace("20210609", "20210610")  # the version of a style sheet
    changed = first.replace("示例市开展专题培训", "示例市开展专题研讨")
    hashes = [
        read_page(page.encode(), ADDRESSES["home"], None).content_hash for page in (first, again, changed)
    ]
    assert first != again and hashes[0] == hashes[1] != hashes[2]
