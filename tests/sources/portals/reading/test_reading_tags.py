import pytest

from sources.portals.model import TagProblem
from tests.sources.portals.reading.samples import ARTICLE_URL, URL, read, sample, tags

SITE = {"SiteName": "示例市", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "9999000001"}
COLUMN = SITE | {
    "ColumnName": "通知公告",
    "ColumnDescription": "发布通知",
    "ColumnKeywords": "通知,公告",
    "ColumnType": "政务动态",
}
ARTICLE = COLUMN | {"ArticleTitle": "通知", "PubDate": "2021-06-09 08:48", "ContentSource": "办公室"}


@pytest.mark.parametrize(
    ("good", "url", "page_type"),
    [
        (SITE, "http://www.example.gov.cn/", "home"),
        (COLUMN, URL, "column"),
        (ARTICLE, ARTICLE_URL, "article"),
    ],
)
def test_a_page_with_its_tags_has_no_problem_and_without_one_says_so(
    good: dict[str, str], url: str, page_type: str
) -> None:
    page = read("", url, tags(**good))
    assert (page.page_type, page.tag_problems, page.tags) == (page_type, [], good)
    for name in good:
        emptied = read("", url, tags(**(good | {name: " "})))
        assert TagProblem(name, "empty", "") in emptied.tag_problems, name


def test_names_in_any_case_come_out_in_the_official_spelling() -> None:
    page = read("", URL, "<META NAME='sitename' CONTENT='甲'><meta name=SITEIDCODE content=1234567890>")
    assert page.tags == {"SiteName": "甲", "SiteIDCode": "1234567890"}


def test_a_missing_tag() -> None:
    without = {name: value for name, value in ARTICLE.items() if name != "SiteIDCode"}
    assert read("", ARTICLE_URL, tags(**without)).tag_problems == [TagProblem("SiteIDCode", "missing", "")]


@pytest.mark.parametrize("value", ["", "null", "NULL", "undefined", "  "])
def test_what_a_template_writes_for_nothing_is_empty(value: str) -> None:
    page = read("", ARTICLE_URL, tags(**(ARTICLE | {"ContentSource": value})))
    assert page.tag_problems == [TagProblem("ContentSource", "empty", value.strip())]
    assert page.content_source is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SiteDomain", "http://www.example.gov.cn"),
        ("SiteDomain", "www.example.gov.cn/"),
        ("SiteIDCode", "123456789"),
        ("SiteIDCode", "CM12345678"),
        ("PubDate", "2021年6月9日"),
        ("PubDate", "2021-06-09"),
        ("PubDate", "2021-02-30 08:00"),
        ("PubDate", "2201-01-01 08:00"),
        ("ColumnDescription", "通知公告"),
        ("ColumnKeywords", "通知公告"),
    ],
)
def test_a_malformed_tag(name: str, value: str) -> None:
    page = read("", ARTICLE_URL, tags(**(ARTICLE | {name: value})))
    assert page.tag_problems == [TagProblem(name, "malformed", value)]


@pytest.mark.parametrize(
    ("name", "value"), [("SiteIDCode", "bm12345678"), ("PubDate", "2021-06-09 08:48:59")]
)
def test_other_good_shapes(name: str, value: str) -> None:
    assert read("", ARTICLE_URL, tags(**(ARTICLE | {name: value}))).tag_problems == []


def test_of_two_tags_of_one_name_the_one_that_says_something() -> None:
    assert read("", URL, tags(SiteName="") + tags(SiteName="甲") + tags(SiteName="乙")).tags == {
        "SiteName": "甲"
    }


def test_the_real_shapes() -> None:
    assert [tuple(problem)[:2] for problem in sample("column_gbk").tag_problems] == [
        ("ColumnDescription", "malformed"),
        ("ColumnKeywords", "empty"),
    ]
    assert [tuple(problem)[:2] for problem in sample("home").tag_problems] == [("SiteDomain", "malformed")]
