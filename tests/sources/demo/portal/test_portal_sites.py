"""The demo sites: always the same, always labelled, clean but for what is planted."""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from sources.demo.portal.draft import columns, on_grid, quarter_end
from sources.demo.portal.facts import fact, facts
from sources.demo.portal.model import Answer, DemoSite, Hit
from sources.demo.portal.registry import write_registry
from sources.demo.portal.sites import demo_sites
from sources.notices.model import Notice
from sources.portals.registry import load_portals
from sources.registry.registry import Registry
from sources.returns.model import SYNTHETIC_MARK
from tests.sources.demo.portal.conftest import DAY, YEAR, Get, Roles

CLEAN = ("gazette", "rules", "bulletin", "budget")
FIVE = {"guide", "system", "statutory", "annual_report", "application"}
UNLINKED = ("/robots.txt", "/zwgk/t", "/files/", "/images/", "/css/", "/sitemap.xml")


def body(site: DemoSite, path: str, nth: int = 0) -> bytes:
    page = site.pages[path]
    return (page if isinstance(page, Answer) else page(Hit(nth, ""))).body


def everything(sites: list[DemoSite]) -> dict[tuple[str, str], bytes]:
    return {(site.site_id, path): body(site, path) for site in sites for path in site.pages}


def text(site: DemoSite, path: str) -> str:
    return body(site, path).decode("gbk" if site.role == "rules" else "utf-8-sig")


def titles(site: DemoSite, code: str) -> list[str]:
    tree = LexborHTMLParser(text(site, columns()[code].path))
    return [node.attributes["title"] or "" for node in tree.css(".main ul.list a")]


def html_pages(site: DemoSite) -> list[str]:
    return [
        path
        for path, page in site.pages.items()
        if (page if isinstance(page, Answer) else page(Hit(0, ""))).content_type.startswith("text/html")
    ]


def test_the_same_day_gives_the_same_bytes(sites: list[DemoSite], registry: Registry, notice: Notice) -> None:
    assert everything(demo_sites(registry, DAY, YEAR, notice)) == everything(sites)


def test_what_changes_from_day_to_day_bears_the_new_date(registry: Registry, notice: Notice) -> None:
    """Three weeks, day by day: no new article is older than the day that brought it, but the planted one."""
    known: set[tuple[str, str]] = set()
    for after in range(21):
        day = DAY + dt.timedelta(days=after)
        today = demo_sites(registry, day, YEAR, notice)
        articles = {(one.site_id, path) for one in today for path in one.pages if "/t20" in path}
        planted = {(one.site_id, one.names["back_dated"]) for one in today if "back_dated" in one.names}
        new = articles - known
        if known:
            assert {path for path in new if f"t{day:%Y%m%d}_" not in path[1]} == planted
        known |= articles


def test_every_page_and_file_says_that_it_is_synthetic(sites: list[DemoSite]) -> None:
    mark = SYNTHETIC_MARK.encode()
    for site in sites:
        for path in html_pages(site):
            page = body(site, path)
            assert mark in page or SYNTHETIC_MARK.encode("gbk") in page, path
            if b"<head>" in page:
                assert f'<meta name="DataLabel" content="{SYNTHETIC_MARK}">' in text(site, path)
        assert mark in body(site, "/robots.txt")


def test_no_page_names_a_port_or_a_real_host(sites: list[DemoSite]) -> None:
    for content in everything(sites).values():
        assert b"127.0.0.1" not in content
        assert b".gov.cn" not in content


def test_there_are_few_pages(sites: list[DemoSite]) -> None:
    pages = [path for site in sites for path in site.pages if not path.startswith(UNLINKED)]
    assert len(pages) < 500
    assert 15 <= len(sites) <= 20


def test_each_site_is_another_units(sites: list[DemoSite], registry: Registry) -> None:
    units = {row["unit_id"]: row for row in registry.valid_on(DAY)}
    assert len({site.unit_id for site in sites}) == len({site.site_id_code for site in sites}) == len(sites)
    for site in sites:
        assert site.site_id == site.unit_id
        assert site.name == units[site.unit_id]["unit_name"] + "网站"
        assert site.home_url == f"http://{site.unit_id}.demo.invalid/"


def test_leads_of_tasks_play_the_roles_that_show_them(roles: Roles, notice: Notice) -> None:
    for role, task_no in (("gazette", 28), ("rules", 23), ("bulletin", 10), ("budget", 7)):
        leads = [one.unit_id for one in notice.assignments if (one.task_no, one.role) == (task_no, "lead")]
        assert [roles[role].unit_id] == leads


def test_without_leads_the_next_units_play(registry: Registry, notice: Notice) -> None:
    without = replace(notice, assignments=[])
    assert len({site.unit_id for site in demo_sites(registry, DAY, YEAR, without)}) == 17


def test_a_registry_with_too_few_units_is_refused(registry: Registry, notice: Notice) -> None:
    few = replace(registry, units=[row for row in registry.units if row["unit_type"] != "development_zone"])
    with pytest.raises(LookupError, match="development_zone"):
        demo_sites(few, DAY, YEAR, notice)


def test_early_in_the_year_nothing_is_dated_later(registry: Registry, notice: Notice) -> None:
    day = dt.date(2021, 7, 1)
    for site in demo_sites(registry, day, YEAR, notice):
        printed = [path.rsplit("/t", 1)[1][:8] for path in site.pages if "/t20" in path]
        assert printed
        assert max(printed) <= "20210701"


@pytest.mark.parametrize("role", CLEAN)
def test_every_link_of_a_clean_site_answers(roles: Roles, get: Get, role: str) -> None:
    site = roles[role]
    encoding = "gbk" if role == "rules" else "utf-8-sig"
    seen, waiting = {site.home_url}, [site.home_url]
    while waiting:
        url = waiting.pop()
        answer = get(url)
        assert answer.status_code == 200, url
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        tree = LexborHTMLParser(answer.content.decode(encoding))
        links = [
            node.attributes.get("href") or node.attributes.get("src") for node in tree.css("[href],[src]")
        ]
        for link in links:
            target = urldefrag(urljoin(url, link)).url
            assert target.startswith(site.home_url)
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    unlinked = {site.url(path) for path in site.pages} - seen
    expected = {"/robots.txt", "/sitemap.xml", "/zwgk/only_in_sitemap.htm"}
    assert {url for url in unlinked if not url.startswith((site.url("/files/"), site.url("/zwgk/t")))} == {
        site.url(path) for path in expected if path in site.pages
    }


@pytest.mark.parametrize("role", [*CLEAN, "endless"])
def test_official_tags_of_a_clean_site_are_all_there(roles: Roles, role: str) -> None:
    site = roles[role]
    by_path = {column.path: column for column in site.columns}
    for path in html_pages(site):
        if "/t20" not in path and path not in by_path and path != "/":
            continue
        tree = LexborHTMLParser(text(site, path))
        tags = {
            node.attributes.get("name"): node.attributes.get("content") for node in tree.css("meta[name]")
        }
        count = 10 if "/t20" in path else 7 if path in by_path else 3
        official = [
            "SiteName",
            "SiteDomain",
            "SiteIDCode",
            "ColumnName",
            "ColumnDescription",
            "ColumnKeywords",
            "ColumnType",
        ]
        official += ["ArticleTitle", "PubDate", "ContentSource"]
        assert all(tags.get(name) for name in official[:count]), path
        assert len({tags[name] for name in official[3:7] if name in tags}) in (0, 4)


def test_the_facts_are_what_the_pages_show(roles: Roles) -> None:
    assert len(titles(roles["rules"], "rules")) == fact("rules_in_force")
    assert len(titles(roles["bad_tags"], "rules")) == fact("rules_in_force") - 1
    issues = range(fact("gazette_first"), fact("gazette_last") + 1)
    assert titles(roles["gazette"], "gazette") == [f"政府公报2021年第{n}期" for n in reversed(issues)]
    assert titles(roles["stale_home"], "gazette") == [
        f"政府公报2021年第{n}期" for n in reversed(issues) if n != 7
    ]
    days = titles(roles["bulletin"], "bulletin")
    assert days == [f"2021年12月{n}日疫情防控情况通报" for n in range(10, 0, -1)]
    assert set(days) - set(titles(roles["stale_columns"], "bulletin")) == {"2021年12月8日疫情防控情况通报"}
    whole = {
        f"{unit}{what}"
        for unit in facts("subordinate_unit")
        for what in ("2021年度单位预算", "2020年度单位决算")
    }
    assert set(titles(roles["budget"], "budget")) == whole
    missing = whole - set(titles(roles["unstable"], "budget"))
    assert missing == {"演示服务中心乙2021年度单位预算", "演示服务中心乙2020年度单位决算"}
    assert any("“十四五”规划" in title for title in titles(roles["gazette"], "planning"))
    assert not any("十四五" in title for title in titles(roles["blank"], "planning"))


def test_policies_and_interpretations_link_to_each_other(roles: Roles) -> None:
    for role in ("gazette", "stale_columns"):
        site = roles[role]
        pairs = 0
        for path in site.pages:
            if path.startswith(columns()["policy"].path) and "/t20" in path:
                (link,) = LexborHTMLParser(text(site, path)).css(".article_content a")
                reading = text(site, link.attributes["href"] or "")
                assert f'href="{path}"' in reading
                pairs += 1
        assert pairs == 2


def test_every_site_has_the_five_columns_but_one(sites: list[DemoSite]) -> None:
    for site in sites:
        assert {column.code for column in site.columns if column.is_required} == FIVE
        gone = {column.code for column in site.columns if column.path not in site.pages}
        assert gone == ({"application"} if site.role == "missing_column" else set())


def test_the_registry_of_the_demo_is_read_by_the_inspection(
    sites: list[DemoSite], registry: Registry, tmp_path: Path
) -> None:
    write_registry(tmp_path / "portals", sites)
    read = load_portals(tmp_path / "portals", registry, DAY)
    assert [(site.site_id, site.home_url) for site in read.sites] == [
        (site.site_id, site.home_url) for site in sites
    ]
    assert all(site.allows_private and site.min_delay == 0.05 for site in read.sites)
    for known, site in zip(read.sites, sites, strict=True):
        assert [one.column_type for one in known.columns] == [one.column_type for one in site.columns]
        assert {one.column_code: one.url for one in known.columns} == {
            one.code: site.url(one.path) for one in site.columns
        }
    with (tmp_path / "portals" / "portals.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["basis"] for row in csv.DictReader(handle)} == {SYNTHETIC_MARK}


def test_the_grid_stands_still() -> None:
    first = list(on_grid(DAY, 9, 3))
    assert list(on_grid(first[0], 9, 3)) == first
    assert list(on_grid(first[0] - dt.timedelta(days=1), 9, 2)) == first[1:]
    assert all(
        0 <= (DAY + dt.timedelta(n) - next(on_grid(DAY + dt.timedelta(n), 9, 1))).days < 9 for n in range(30)
    )


@pytest.mark.parametrize(
    ("day", "days_ago", "end"),
    [
        ("2022-02-15", 20, "2021-12-31"),
        ("2022-01-20", 20, "2021-12-31"),
        ("2022-01-19", 20, "2021-09-30"),
        ("2021-12-31", 0, "2021-12-31"),
        ("2021-04-05", 5, "2021-03-31"),
        ("2021-07-10", 2, "2021-06-30"),
        ("2021-10-10", 2, "2021-09-30"),
    ],
)
def test_ends_of_quarters(day: str, days_ago: int, end: str) -> None:
    assert quarter_end(dt.date.fromisoformat(day), days_ago) == dt.date.fromisoformat(end)
