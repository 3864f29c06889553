"""Every planted defect is there, where the table says, and nowhere else."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from chinese_calendar import get_workdays
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.demo.portal.defects import id_card
from sources.demo.portal.draft import columns
from sources.demo.portal.model import Answer, DemoSite, Hit, Planted
from sources.demo.portal.planted import planted
from sources.demo.portal.sites import demo_sites
from sources.notices.model import Notice
from sources.registry.registry import Registry
from tests.sources.demo.portal.conftest import DAY, SLOW, YEAR, Get, Roles

PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dX]|1[3-9]\d{9})(?!\d)")
FIVE = ("guide", "system", "statutory", "annual_report", "application")
MARKS = {
    "党政机关标识": "_ideConac",
    "网站标识码": "网站标识码：",
    "ICP备案号": "ICP备",
    "公安机关备案号": "公网安备",
    "主办单位": "主办单位：",
    "联系方式": "联系电话：",
    "找错入口": "_span_jiucuo",
}
TAGS = {
    "home": ("SiteName", "SiteDomain", "SiteIDCode"),
    "column": ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
    "article": ("ArticleTitle", "PubDate", "ContentSource"),
}


@pytest.fixture(scope="module")
def table(sites: list[DemoSite]) -> list[Planted]:
    return planted(sites)


def of(table: list[Planted], rule_code: str) -> set[tuple[str, str]]:
    return {(one.site_id, one.where) for one in table if one.rule_code == rule_code}


def pages(sites: list[DemoSite]) -> Iterator[tuple[DemoSite, str, LexborHTMLParser]]:
    """Yield the pages that a visitor comes to, parsed."""
    for site in sites:
        for path, page in site.pages.items():
            answer = page if isinstance(page, Answer) else page(Hit(0, ""))
            linked = path in ("/", "/rili/") or path.endswith("/") or "/t20" in path or "index" in path
            if linked and answer.content_type.startswith("text/html") and answer.status == 200:
                yield (
                    site,
                    path,
                    LexborHTMLParser(answer.body.decode("gbk" if site.role == "rules" else "utf-8-sig")),
                )


def dates(tree: LexborHTMLParser) -> list[dt.date]:
    return [dt.date.fromisoformat(node.text()) for node in tree.css("ul.list .date")]


def main_text(tree: LexborHTMLParser) -> str:
    (main,) = tree.css(".main")
    return main.text(separator=" ")


def links(tree: LexborHTMLParser, selector: str = "a[href]") -> list[LexborNode]:
    return tree.css(selector)


def of_column(
    sites: list[DemoSite], codes: tuple[str, ...]
) -> Iterator[tuple[DemoSite, str, LexborHTMLParser]]:
    by_path = {columns()[code].path: code for code in codes}
    for site, path, tree in pages(sites):
        if path in by_path:
            yield site, by_path[path], tree


def test_each_row_points_to_a_site_and_the_table_is_all_told(
    table: list[Planted], sites: list[DemoSite]
) -> None:
    assert {one.site_id for one in table} <= {site.site_id for site in sites}
    assert len(set(table)) == len(table)
    rules = {f"PRT-{number:02d}" for number in (*range(1, 16), 17, 18)} | {"PRB-01", "PRB-02"}
    assert {one.rule_code for one in table} == rules


def test_rows_of_sites_that_are_not_served_are_left_out(roles: Roles) -> None:
    assert planted([]) == []
    assert {one.rule_code for one in planted([roles["robots"]])} == {"PRT-14"}
    assert planted([roles["rules"]]) == []


def test_the_unstable_home_page_fails_often_even_when_asked_again(roles: Roles) -> None:
    page = roles["unstable"].pages["/"]
    assert callable(page)
    statuses = [page(Hit(nth, "")).status for nth in range(80)]
    assert set(statuses) == {200, 503}
    for attempts in (1, 2, 3, 4):
        answers = iter(statuses)
        probes = [any(next(answers) == 200 for _ in range(attempts)) for _ in range(20)]
        assert probes.count(False) >= 1 or attempts == 4
    assert statuses[0] == 200


def test_home_pages_not_updated(table: list[Planted], sites: list[DemoSite]) -> None:
    stale = {
        (site.site_id, site.home_url)
        for site, path, tree in pages(sites)
        if path == "/" and (DAY - max(dates(tree))).days > 14
    }
    assert stale == of(table, "PRT-02")


def test_columns_not_updated(table: list[Planted], sites: list[DemoSite]) -> None:
    stale = set()
    for site, code, tree in of_column(sites, ("news", "notice", "policy")):
        assert tree.css("ul.list")
        if (DAY - max(dates(tree))).days > (columns()[code].update_days or 0):
            stale.add((site.site_id, code))
    assert stale == of(table, "PRT-03")


@pytest.mark.parametrize("later", [0, 1, 5, 9, 30, 100])
def test_on_other_days_too(registry: Registry, notice: Notice, later: int) -> None:
    day = DAY + dt.timedelta(days=later)
    for site, path, tree in pages(demo_sites(registry, day, YEAR, notice)):
        if path == "/":
            assert ((day - max(dates(tree))).days > 14) == (site.role == "stale_home"), later
        if path == columns()["news"].path:
            assert ((day - max(dates(tree))).days > 14) == (site.role == "stale_columns")
        if path == columns()["policy"].path:
            assert ((day - max(dates(tree))).days > 180) == (site.role == "stale_columns")
        assert all(date <= day for date in dates(tree))


def test_blank_columns(table: list[Planted], sites: list[DemoSite]) -> None:
    blank = {
        (site.site_id, code)
        for site, code, tree in of_column(sites, tuple(columns()))
        if not dates(tree) and len(main_text(tree)) < 60
    }
    assert blank == of(table, "PRT-04")


def test_missing_columns(table: list[Planted], sites: list[DemoSite], get: Get) -> None:
    missing = {
        (site.site_id, code)
        for site in sites
        for code in FIVE
        if get(site.url(columns()[code].path)).status_code == 404
    }
    assert missing == of(table, "PRT-05")


def test_dead_links(table: list[Planted], sites: list[DemoSite], get: Get) -> None:
    on_home, elsewhere = set(), set()
    asked: dict[str, bool] = {}
    for site, path, tree in pages(sites):
        if site.role == "robots":
            continue
        for node in links(tree):
            target = urldefrag(urljoin(site.url(path), node.attributes["href"])).url
            if target not in asked:
                asked[target] = is_dead(target, get)
            if asked[target]:
                (on_home if path == "/" else elsewhere).add((site.site_id, target))
    assert on_home == of(table, "PRT-06")
    assert elsewhere == of(table, "PRT-07")


def is_dead(url: str, get: Get) -> bool:
    for _ in range(4):
        answer = get(url)
        if answer.elapsed.total_seconds() > SLOW * 0.9 or "//10." in answer.headers.get("Location", ""):
            return True
        if answer.status_code == 503:
            continue
        if answer.status_code not in (301, 302):
            return answer.status_code != 200
        url = urljoin(url, answer.headers["Location"])
    return True


def test_page_tags(table: list[Planted], sites: list[DemoSite]) -> None:
    wrong = set()
    column_paths = {column.path for column in columns().values()}
    for site, path, tree in pages(sites):
        tags = {
            node.attributes.get("name"): node.attributes.get("content") for node in tree.css("meta[name]")
        }
        needed = TAGS["home"] + (TAGS["column"] if path in column_paths or "/t20" in path else ())
        needed += TAGS["article"] if "/t20" in path else ()
        wrong |= {(site.site_id, name) for name in needed if not tags.get(name)}
        if tags["SiteDomain"] != site.home_url.strip("/").removeprefix("http://"):
            wrong.add((site.site_id, "SiteDomain"))
    assert wrong == of(table, "PRT-08")


def test_footer_marks(table: list[Planted], sites: list[DemoSite]) -> None:
    missing = set()
    for site, _, tree in pages(sites):
        (footer,) = tree.css(".footer")
        missing |= {(site.site_id, mark) for mark, sign in MARKS.items() if sign not in (footer.html or "")}
    assert missing == of(table, "PRT-09")


def test_numbers_of_persons(table: list[Planted], sites: list[DemoSite]) -> None:
    found = {
        (site.site_id, site.url(path))
        for site, path, tree in pages(sites)
        if PERSONAL.search(tree.text(separator=" "))
    }
    assert found == of(table, "PRT-10")


def test_the_identity_card_passes_the_checksum_and_is_nobodys() -> None:
    number = id_card()
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    assert number[17] == "10X98765432"[weighted % 11]
    assert number[6:14] == "19000101"


def test_interpretations(table: list[Planted], sites: list[DemoSite]) -> None:
    alone, late = set(), set()
    by_path = {(site.site_id, path): tree for site, path, tree in pages(sites)}
    for (site_id, path), tree in by_path.items():
        if not path.startswith(columns()["policy"].path) or "/t20" not in path:
            continue
        url = f"http://{site_id}.demo.invalid"
        readings = [node.attributes["href"] or "" for node in tree.css(".article_content a")]
        if not readings:
            alone.add((site_id, url + path))
        for reading in readings:
            first, second = published(tree), published(by_path[site_id, reading])
            if len(get_workdays(first + dt.timedelta(days=1), second)) > 3:
                late.add((site_id, url + reading))
    assert alone == of(table, "PRT-11")
    assert late == of(table, "PRT-12")


def published(tree: LexborHTMLParser) -> dt.date:
    (tag,) = tree.css("meta[name=PubDate]")
    return dt.date.fromisoformat((tag.attributes["content"] or "")[:10])


def test_the_back_dated_page_is_new_each_day_and_old_by_its_date(
    table: list[Planted], registry: Registry, notice: Notice, get: Get
) -> None:
    following = planted(demo_sites(registry, DAY + dt.timedelta(days=1), YEAR, notice))
    ((_, today),), ((_, tomorrow),) = of(table, "PRT-13"), of(following, "PRT-13")
    assert (get(today).status_code, get(tomorrow).status_code) == (200, 404)
    assert "/t20211217_" in today
    assert "/t20211218_" in tomorrow


def test_robots(table: list[Planted], sites: list[DemoSite], get: Get) -> None:
    closed = {
        (site.site_id, site.url("/robots.txt"))
        for site in sites
        if get(site.url("/robots.txt")).status_code == 403
    }
    assert closed == of(table, "PRT-14")


def test_deleted_entries(table: list[Planted], sites: list[DemoSite]) -> None:
    deleted = {
        (site.site_id, site.url(path)) for site, path, tree in pages(sites) if "已删除" in (tree.text() or "")
    }
    assert deleted == of(table, "PRT-15")


def test_evidence(table: list[Planted], sites: list[DemoSite], notice: Notice, get: Get) -> None:
    paths = [f"/zwgk/t{task.task_no:02d}.htm" for task in notice.tasks] + ["/zwgk/tongzhi.htm"]
    bad: dict[tuple[str, str], tuple[int, str | None]] = {}
    for site in sites:
        for path in paths:
            answer = get(site.url(path))
            if answer.status_code != 200:
                bad[site.site_id, site.url(path)] = (answer.status_code, answer.headers.get("Location"))
    assert set(bad) == of(table, "PRT-17")
    expected = [(302, "http://10.0.0.8/"), (302, "http://elsewhere.invalid/"), (404, None)]
    assert sorted(bad.values(), key=str) == expected


def test_the_calendar_has_no_end(table: list[Planted], get: Get) -> None:
    ((_, url),) = of(table, "PRT-18")
    month, seen = f"{url}?month=202111", set()
    for _ in range(40):
        answer = get(month)
        assert answer.status_code == 200
        seen.add(answer.content)
        month = urljoin(url, LexborHTMLParser(answer.content).css(".main a")[-1].attributes["href"])
    assert len(seen) == 40
    assert month == f"{url}?month=202503"


@pytest.mark.parametrize("query", ["", "?month=", "?month=202213", "?month=x", "?month=99999999", "?x=1"])
def test_the_calendar_shows_this_month_where_none_is_asked_for(roles: Roles, get: Get, query: str) -> None:
    assert "2022年2月" in get(roles["endless"].url("/rili/" + query)).text


def check_gbk(site: DemoSite, get: Get) -> None:
    home, column = get(site.home_url), get(site.url(columns()["news"].path))
    for answer in (home, column):
        assert answer.headers["Content-Type"] == "text/html"
        assert site.name in answer.content.decode("gbk")
        with pytest.raises(UnicodeDecodeError):
            answer.content.decode()
    assert b"charset" not in home.content
    assert b'<meta charset="utf-8">' in column.content


def check_bom(site: DemoSite, get: Get) -> None:
    assert get(site.home_url).content.startswith(b"\xef\xbb\xbf<!DOCTYPE")


def check_attachments(site: DemoSite, get: Get) -> None:
    beginnings = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}
    for kind, beginning in beginnings.items():
        answer = get(site.url(f"/files/fujian.{kind}"))
        assert answer.content.startswith(beginning)
        assert "Content-Encoding" not in answer.headers


def check_volatile(site: DemoSite, get: Get) -> None:
    first, second = get(site.home_url), get(site.home_url)
    assert first.content != second.content
    assert "ETag" not in first.headers
    changing = re.compile(r'<div class="(?:clock|weather|visits)">.*?</div>')
    assert changing.sub("", first.text) == changing.sub("", second.text)


def check_sitemap(site: DemoSite, get: Get) -> None:
    assert f"Sitemap: {site.url('/sitemap.xml')}" in get(site.url("/robots.txt")).text
    addresses = re.findall("<loc>(.*?)</loc>", get(site.url("/sitemap.xml")).text)
    assert len(addresses) > 15
    assert all(get(address).status_code == 200 for address in addresses)


def check_slow_lane(site: DemoSite, get: Get) -> None:
    assert "Crawl-delay: 0.2\nDisallow: /private/" in get(site.url("/robots.txt")).text
    assert 'href="/private/neibu.htm"' in get(site.home_url).text
    moved = get(site.url("/jump.htm"))
    assert (moved.status_code, moved.headers["Location"]) == (301, columns()["news"].path)


def check_paging(site: DemoSite, get: Get) -> None:
    path = columns()["notice"].path
    titles = set()
    for number, name in enumerate(("index.htm", "index_1.htm", "index_2.htm")):
        page = get(site.url(path + name)).text
        assert f'createPageHTML(3, {number}, "index", "htm")' in page
        assert 'href="index_' not in page
        (node,) = LexborHTMLParser(page).css("ul.list a")
        titles.add(node.text())
    assert len(titles) == 3
    assert get(site.url(path)).content == get(site.url(path + "index.htm")).content


@pytest.mark.parametrize(
    ("role", "check"),
    [
        ("rules", check_gbk),
        ("budget", check_bom),
        ("budget", check_attachments),
        ("bulletin", check_volatile),
        ("bulletin", check_sitemap),
        ("bad_footer", check_slow_lane),
        ("personal", check_paging),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__.removeprefix("check_"),
)
def test_difficulties_that_are_no_defects(
    roles: Roles, get: Get, role: str, check: Callable[[DemoSite, Get], None]
) -> None:
    check(roles[role], get)
