import datetime as dt

import pytest

from tests.sources.portals.reading.samples import ARTICLE_URL, URL, read, sample, tags

HOME_URL = "http://www.example.gov.cn/"
LIST = "".join(f"<li><a href=t{n}.htm>关于第{n}号的通知</a>2021-06-0{n}" for n in range(1, 5))


@pytest.mark.parametrize(
    ("head", "url", "body", "expected"),
    [
        (tags(ArticleTitle="甲"), URL, "", "article"),
        (tags(PubDate="2021-06-09 10:00"), URL, "", "article"),
        (tags(ColumnName="甲"), URL, "", "column"),
        (tags(ColumnName="甲", ArticleTitle=""), URL, "", "column"),
        (tags(ColumnName="甲", ArticleTitle=""), ARTICLE_URL, "", "article"),
        (tags(SiteName="甲"), HOME_URL, "", "home"),
        (tags(SiteName="甲"), HOME_URL + "about.htm", "", "other"),
        ("", HOME_URL, "", "home"),
        ("", ARTICLE_URL, LIST, "article"),
        ("", URL, LIST, "column"),
        ("", URL + "index_2.html", LIST, "column"),
        ("", URL, "<li><a href=1.htm>甲</a>2021-06-01", "other"),
        ("", URL + "search.jsp", LIST, "other"),
        ("", "", "", "other"),
    ],
)
def test_types(head: str, url: str, body: str, expected: str) -> None:
    assert read(body, url, head).page_type == expected


def test_the_article_of_a_word_processor() -> None:
    page = sample("article")
    assert page.title == "示例市2020年政府信息公开工作年度报告"
    assert page.text.count("主动公开信息1234条") == 1
    assert "line-height" not in page.text and "首页" not in page.text and "supportLists" not in page.text
    assert (page.published_at, page.published_basis) == (dt.datetime(2021, 1, 29, 9, 30), "tag")
    assert page.content_source == "示例市政务公开办"
    assert [link.url.rpartition("/")[2] for link in page.links if link.kind == "attachment"] == [
        "P020210129000001.docx"
    ]


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (tags(ArticleTitle="标签") + "<title>题</title>", "<h1>标<br>题</h1>", "标签"),
        (tags(ArticleTitle="null") + "<title>题</title>", "<h1>标<br>题</h1>", "标 题"),
        ("<title> 题_站 </title>", "<div class=logo><h1>站</h1></div><h1></h1>", "题_站"),
        ("", "", ""),
    ],
)
def test_titles(head: str, body: str, expected: str) -> None:
    assert read(body, ARTICLE_URL, head).title == expected


def test_the_text_of_the_surest_container_else_of_the_body() -> None:
    long = "正文的内容足够长，长到可以相信它就是文章。"
    wrapped = (
        f"<div class=content><p>边上的文字也很长很长很长很长很长很长很长</p><div id=zoom>{long}</div></div>"
    )
    assert read(wrapped).text == long
    assert read(f"<div class=nav>菜单</div><div class=content>{long}</div>其他").text == long
    assert read(f"<div class=nav>菜单</div>{long}<div class=foot>页脚</div>").text == long
    assert read("<div class=zoom>短</div>其他").text == "短\n其他"
    assert read("").text == ""


def test_an_article_printed_twice_counts_once_and_a_sentence_said_twice_stays() -> None:
    one = "".join(f"<p>第{n}段说的是与其他各段都不相同的内容，共{n * 7}件。</p>" for n in range(1, 9))
    twice = read(f"<div>{one}<h3>文字版</h3>{one.replace('<p>', '<p> ').replace('，', '，<br>')}</div>").text
    assert twice.count("共56件") == 1 and twice.count("共7件") == 1 and "文字版" in twice
    said_twice = "<p>各单位要高度重视、认真组织、抓好落实，确保取得实效。</p>"
    assert read(one + said_twice + "<p>甲</p>" + said_twice).text.count("高度重视") == 2


@pytest.mark.parametrize(
    "body", ["该信息已删除", "<h1>页面不存在</h1>", "<p>对不起，您访问的页面找不到了</p>"]
)
def test_pages_that_say_they_were_removed(body: str) -> None:
    assert read(f"<div class=nav>{'菜单' * 200}</div>{body}", ARTICLE_URL).is_deleted


@pytest.mark.parametrize("body", ["", "正文", "<p>其中3条已删除。</p>" + "<p>这是一篇很长的文章。</p>" * 30])
def test_pages_that_do_not(body: str) -> None:
    assert not read(body, ARTICLE_URL).is_deleted
    assert sample("deleted").is_deleted and not sample("article").is_deleted


def test_a_gbk_page_that_calls_itself_utf8() -> None:
    page = sample("column_gbk")
    assert (page.encoding, page.encoding_basis, page.page_type) == ("gb18030", "content", "column")
    assert page.items[0].title == "关于预算公开的通知"
    assert page.marks == {"主办单位": "示例市财政局"}


def test_placeholders_of_scripts_are_no_text_and_no_entries() -> None:
    page = read("<ul ms-repeat=list><li><a href='{{el.url}}'>{{el.title}}</a>2021-06-09</ul>正文")
    assert "{{" not in page.text and page.items == [] and page.links == []


def test_a_page_too_big_for_the_parser_says_the_same() -> None:
    filler = "<p style='mso-a:b'><font face=x><span lang=EN-US>第</span><b>12</b>34</font>条内容</p>" * 900
    body = f"<div class=nav><a href=/>首页</a></div><ul>{LIST}</ul>{filler}<div class=foot>网站标识码：9999000001</div>"
    page = read(
        f"<!-- <a href=no> -->{body}",
        URL,
        tags(SiteName="a>b", ColumnName="甲") + "<title>题 &amp; 目</title>",
    )
    assert (page.page_type, page.title, len(page.items)) == ("column", "题 & 目", 4)
    assert page.text.count("第1234条内容") == 900 and "mso" not in page.text
    assert page.marks == {"网站标识码": "9999000001"}
    assert [link.in_menu for link in page.links] == [True, False, False, False, False]
