from urllib.parse import urljoin

import pytest

from sources.portals.reading.joining import Joiner
from tests.sources.portals.reading.samples import read, sample

PAGE = "http://www.example.gov.cn/zwgk/tzgg/index.htm?x=1"
PLAIN = [
    *(
        "a.htm",
        "./a.htm",
        "../a.htm",
        "../../a.htm",
        "../../../a.htm",
        "/a.htm",
        "/a/./b/../c.htm",
        "b/",
        ".",
    ),
    *(
        "..",
        "../",
        "?y=2",
        "a.htm?u=/../b",
        "//h.cn/a/b",
        "http://h.cn/a?b",
        "a:b",
    ),
]


@pytest.mark.parametrize("href", PLAIN)
def test_plain_addresses_are_joined_as_the_standard_library_joins_them(href: str) -> None:
    assert Joiner(PAGE).join(href) == urljoin(PAGE, href)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("202106\\t1.htm", "http://www.example.gov.cn/zwgk/tzgg/202106/t1.htm"),
        ("http:\\\\H.CN\\a\\b.htm", "http://h.cn/a/b.htm"),
        ("HTTP://H.cn:80", "http://h.cn/"),
        ("https://h.cn:443/a", "https://h.cn/a"),
        ("http://h.cn:443/a", "http://h.cn:443/a"),
        (" \n a.h\ntm#top ", "http://www.example.gov.cn/zwgk/tzgg/a.htm"),
        ("附 件.doc", "http://www.example.gov.cn/zwgk/tzgg/%E9%99%84%20%E4%BB%B6.doc"),
        ("http:///h.cn/a", "http://h.cn/a"),
        ("http:a.htm", "http://www.example.gov.cn/zwgk/tzgg/a.htm"),
        ("//h.cn/a/../b", "http://h.cn/b"),
        ("https://h.cn/a/b/../../c", "https://h.cn/c"),
        ("#top", ""),
        ("", ""),
        ("http://", ""),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("file:///C:/a.doc", "file:///C:/a.doc"),
        ("http://[::1", "http://[::1/"),
    ],
)
def test_addresses_as_people_write_them(href: str, expected: str) -> None:
    assert Joiner(PAGE).join(href) == expected


def test_without_an_address_of_the_page_only_absolute_links_lead_anywhere() -> None:
    assert [Joiner("").join(href) for href in ("a.htm", "//h.cn/", "http://h.cn/")] == [
        "",
        "",
        "http://h.cn/",
    ]


def test_base_entities_each_once_and_nothing_that_is_no_address() -> None:
    page = read(
        "<a href='a.htm?x=1&amp;y=2'>甲</a><a href='a.htm?x=1&y=2#z'>又</a><a href='javascript:void(0)'>丙</a>"
        "<a href=' JavaScript:;'>丁</a><a href='{{el.url}}'>戊</a><a href='#'>己</a><a>庚</a><a href=''>辛</a>",
        head="<base href='/other/'>",
    )
    assert [(link.url, link.text) for link in page.links] == [
        ("http://www.example.gov.cn/other/a.htm?x=1&y=2", "甲")
    ]


def test_kinds() -> None:
    page = read(
        "<a href=a.DOCX>1</a><a href='/d.jsp?f=b.pdf'>2</a><a href=c.htm>3</a><img src=d.jpg><a href=e.png>5</a>"
        "<iframe src=f.htm></iframe><iframe src=g.pdf></iframe><script src=h.js></script><a href=http://x.doc>9</a>"
    )
    assert [link.kind for link in page.links] == [
        *("attachment", "attachment", "page", "resource", "resource"),
        *("resource", "attachment", "resource", "page"),
    ]


def test_a_link_outside_of_menus_is_none_of_a_menu_though_it_stands_there_too() -> None:
    page = read("<div class='left_menu'><a href=a>菜单</a><a href=b>乙</a></div><p><a href=a>正文</a></p>")
    assert [(link.text, link.in_menu) for link in page.links] == [("正文", False), ("乙", True)]


@pytest.mark.parametrize(
    "container",
    [
        *("<nav>{}</nav>", "<header>{}</header>", "<footer>{}</footer>", "<div class=topNav>{}</div>"),
        *(
            "<div id='footer-2'>{}</div>",
            "<ul class='x crumbs'>{}</ul>",
            "<table class=head><tr><td>{}</table>",
        ),
        *("<div class=friend-link>{}</div>", "<div class='sidebar'><div><p>{}</p></div></div>"),
    ],
)
def test_menus(container: str) -> None:
    assert read(container.format("<a href=a>甲</a>")).links[0].in_menu


@pytest.mark.parametrize(
    "container",
    [
        *("<div>{}</div>", "<div class=article_head>{}</div>", "<div class='top-news'>{}</div>"),
        *("<article><header>{}</header></article>", "<div class=nav></div>{}", "<div class=''>{}</div>"),
        "<div class=nav_wrap_menu><div class=TRS_Editor>{}</div></div>",
    ],
)
def test_what_is_no_menu(container: str) -> None:
    assert not read(container.format("<a href=a>甲</a>")).links[0].in_menu


def test_links_of_a_real_shape() -> None:
    page = sample("column_gbk")
    assert [link.url for link in page.links if not link.in_menu] == [
        "http://czj.example.gov.cn/czj/tzgg/202106/t20210603_200001.htm",
        "http://czj.example.gov.cn/czj/tzgg/202105/t20210520_200002.htm",
        "http://czj.example.gov.cn/czj/czj/tzgg/202104/t20210401_200003.htm",
        "http://czj.example.gov.cn/tzgg/202103/P020210301.DOC",
    ]
    assert page.links[-1].kind == "attachment"
