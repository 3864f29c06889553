"""Walks one site: home page, columns, sitemap, and whatever they lead to within the site."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from sources.portals.crawl.frontier import Caps, Frontier, Target
from sources.portals.crawl.host import Host
from sources.portals.crawl.journal import Recorded
from sources.portals.crawl.page_rows import add_page
from sources.portals.crawl.pairing import Papers, pairs
from sources.portals.crawl.rows import ColumnRow, PairRow, ProbeRow, SiteRow
from sources.portals.crawl.sitemaps import listed_pages
from sources.portals.model import Page
from sources.portals.reading.page import read_page
from sources.portals.registry import Column, Site

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})


class Wanted(NamedTuple):
    """An address outside of the site, to be looked at once the sites are done."""

    purpose: str
    site_id: str | None
    target: Target


@dataclass
class _Walk:
    """What a walk counts and collects."""

    fetches: int = 0
    pages: int = 0
    transferred: int = 0
    papers: Papers = field(default_factory=Papers)
    wanted: list[Wanted] = field(default_factory=list)


def walk(
    host: Host, site: Site, others: list[Site], caps: Caps, probe_count: int, tell: Callable[[str, int], None]
) -> list[Wanted]:
    """Crawl a site and leave its rows.

    Args:
        host: The host of the site.
        site: The site.
        others: All sites of the host: what lies deeper in one of them is not this one's.
        caps: How much to look at.
        probe_count: How often to see whether the home page opens.
        tell: Called with the site's id and its pages so far.

    Returns:
        What its home page leads to on other sites.
    """
    frontier, found = Frontier(site, others, caps), _Walk()
    robots = host.fetcher.robots
    first_pages = {column.url for column in site.columns}
    fetched: dict[str, tuple[str, str]] = {}
    if robots.refusal is None:
        home = _probe(host, site, probe_count)
        for first in _first(host, site, frontier):
            frontier.add(first)
        end = time.monotonic() + caps.seconds
        while target := frontier.next():
            if time.monotonic() > end:
                frontier.cap("seconds", target.url)
                break
            recorded = home if target.url == site.home_url and home else host.fetch(target.url)
            host.note(recorded, "page", site.site_id, target)
            found.fetches += 1
            found.transferred += recorded.fetch.transferred
            arrived = recorded.fetch.final_url or target.url
            if target.url in first_pages:
                fetched[target.url] = recorded.fetch.status.value, arrived
            if arrived != target.url and frontier.owns(arrived):
                frontier.add(target._replace(url=arrived))  # a page counts once, under its own address
            elif recorded.fetch.status.is_good and _is_page(recorded):
                _take(host, site, frontier, found, target, recorded)
                tell(site.site_id, found.pages)
    left_out = robots.refusal.value if robots.refusal else "not_fetched"
    for pair in pairs(found.papers):
        host.batch.add("policy_pairs", PairRow(host.day, site.site_id, *pair))
    for column in site.columns:
        status, arrived_at = fetched.get(column.url, (left_out, None))
        host.batch.add("site_columns", _column_row(host, site, column, status, arrived_at))
    host.batch.add("sites", _site_row(host, site, found, frontier))
    return found.wanted


def failed_row(host: Host, site: Site, reason: str) -> SiteRow:
    """Return the row of a site whose crawl a fault of our own ended."""
    detail = f"巡检程序出错（{reason}），本次没有结果"
    row = _site_row(host, site, _Walk(), None)
    return row._replace(robots_status="failed", robots_detail=detail)


def _site_row(host: Host, site: Site, found: _Walk, frontier: Frontier | None) -> SiteRow:
    robots = host.fetcher.robots
    return SiteRow(
        crawl_day=host.day,
        site_id=site.site_id,
        unit_id=site.unit_id,
        site_name=site.site_name,
        home_url=site.home_url,
        site_id_code=site.site_id_code or None,
        robots_status=robots.refusal.value if robots.refusal else "ok",
        robots_detail=robots.reason,
        fetch_count=found.fetches,
        page_count=found.pages,
        transferred_bytes=found.transferred,
        capped_by=frontier.capped_by if frontier else None,
        capped_at=frontier.capped_at if frontier else None,
    )


def _column_row(host: Host, site: Site, column: Column, status: str, arrived_at: str | None) -> ColumnRow:
    return ColumnRow(
        crawl_day=host.day,
        site_id=site.site_id,
        column_code=column.column_code,
        column_name=column.column_name,
        column_type=column.column_type,
        url=column.url,
        update_days=column.update_days,
        is_required=column.is_required,
        is_section=column.is_section,
        status=status,
        arrived_at=arrived_at,
    )


def _probe(host: Host, site: Site, count: int) -> Recorded | None:
    """See whether the home page opens, so many times; return the first time that it did."""
    home = None
    for number in range(1, count + 1):
        recorded = host.fetch(site.home_url, key=f"probe {number} {site.home_url}", attempts=1)
        fetch = recorded.fetch
        row = ProbeRow(host.day, site.site_id, number, fetch.fetched_at, fetch.status.value, fetch.elapsed_ms)
        host.batch.add("probes", row)
        if home is None and fetch.status.is_good:
            home = recorded
    return home


def _first(host: Host, site: Site, frontier: Frontier) -> Iterator[Target]:
    """Yield where a walk begins."""
    yield Target(site.home_url, 0)
    for column in site.columns:
        yield Target(column.url, 1, site.home_url, False, column.column_code, True)
    for url, sitemap in listed_pages(host):
        if frontier.owns(url):
            yield Target(url, 2, sitemap)


def _is_page(recorded: Recorded) -> bool:
    kind = (recorded.fetch.content_type or "").partition(";")[0].strip().lower()
    return kind in _PAGES


def _take(
    host: Host, site: Site, frontier: Frontier, found: _Walk, target: Target, recorded: Recorded
) -> None:
    """Read a page, leave its rows, and queue what it leads to."""
    fetch = recorded.fetch
    page = read_page(fetch.content, fetch.final_url or target.url, fetch.content_type)
    found.pages += 1
    add_page(host, site, target, page)
    found.papers.add(target, page)
    column = target.column_code if target.is_list else None
    for url in reversed(page.next_pages if column else []):
        if frontier.owns(url):
            frontier.add(Target(url, target.depth, target.url, False, column, True))
            frontier.hurry(url)
    takes_files = site.takes_attachments(target.column_code)
    files = {link.url for link in page.links if link.kind == "attachment"}
    for item in page.items if column else ():
        if frontier.owns(item.url) and (takes_files or item.url not in files):
            frontier.add(Target(item.url, target.depth + 1, target.url, False, column))
    for link in page.links if takes_files else ():
        if link.kind == "attachment" and not link.in_menu and frontier.owns(link.url):
            frontier.add(Target(link.url, target.depth + 1, target.url, False, target.column_code))
    _follow(frontier, found, site.site_id, target, page)


def _follow(frontier: Frontier, found: _Walk, site_id: str, target: Target, page: Page) -> None:
    is_home = target.depth == 0
    for link in page.links:
        if link.kind != "page":
            continue
        if frontier.owns(link.url):
            frontier.add(Target(link.url, target.depth + 1, target.url, is_home))
        elif is_home and urlsplit(link.url).scheme in ("http", "https"):
            away = Target(link.url, target.depth + 1, target.url, True)
            found.wanted.append(Wanted("home_link", site_id, away))
