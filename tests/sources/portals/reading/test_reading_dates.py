import datetime as dt

import pytest

from sources.portals.reading.dates import date_in_address, date_in_tag, date_in_text
from tests.sources.portals.reading.samples import ARTICLE_URL, read, tags

DAY = dt.datetime(2021, 6, 9)
MOMENT = dt.datetime(2021, 6, 9, 8, 48)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间：2021-06-09 08:48", MOMENT),
        ("发布日期: 2021年6月9日", DAY),
        ("【时间】2021/06/09 08:48:10", MOMENT),
        ("时 间： 2021.6.9", DAY),
        ("2021-06-09 08:48 来源：办公室", MOMENT),
        ("成文日期：2021-06-04\n发布日期：2021-06-09 08:48", MOMENT),
        ("成文日期\t2021-06-09", DAY),
        ("发布时间：2021-06-09 25:61", DAY),
        ("会议时间：2021-06-09", None),
        ("发布时间：2021-02-30", None),
        ("发布时间：2201-01-01", None),
        ("发布时间：", None),
        ("2021-06-09", None),
        ("", None),
    ],
)
def test_dates_in_text(text: str, expected: dt.datetime | None) -> None:
    assert date_in_text(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a/202106/t20210609_4117046.htm", dt.date(2021, 6, 9)),
        ("http://a/zwgk/2024-06/30/30944.html", dt.date(2024, 6, 30)),
        ("http://a/art/2021/6/9/art_1_2.html", None),
        ("http://a/2021/0609/c1.html", dt.date(2021, 6, 9)),
        ("http://a/202102/t20210230_1.htm", None),
        ("http://a/index.html", None),
        ("", None),
    ],
)
def test_dates_in_addresses(url: str, expected: dt.date | None) -> None:
    assert date_in_address(url) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-06-09 08:48", MOMENT),
        ("2021-06-09", DAY),
        ("2021-02-30 08:48", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_dates_in_tags(value: str, expected: dt.datetime | None) -> None:
    assert date_in_tag(value) == expected


def test_the_tag_goes_before_the_text_and_the_text_before_the_address() -> None:
    body = "<p>发布时间：2021-06-10</p>"
    page = read(body, ARTICLE_URL, tags(PubDate="2021-06-11 10:00"))
    assert (page.published_at, page.published_basis) == (dt.datetime(2021, 6, 11, 10), "tag")
    page = read(body, ARTICLE_URL, tags(PubDate="2021-02-30 10:00"))
    assert (page.published_at, page.published_basis) == (dt.datetime(2021, 6, 10), "text")
    page = read("<p>正文</p>", ARTICLE_URL)
    assert (page.published_at, page.published_basis) == (DAY, "url")
    page = read("<p>正文</p>", "http://a.gov.cn/about.html")
    assert (page.published_at, page.published_basis) == (None, None)
