"""Crawls all sites of a registry: hosts side by side, one connection each, everything landed in one delivery."""

import contextlib
import datetime as dt
import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from sources.landing import Delivery, DeliveryWriter, columns_to_table
from sources.portals.crawl.batch import Batch
from sources.portals.crawl.evidence import evidence_status, untouched
from sources.portals.crawl.frontier import Caps, Target
from sources.portals.crawl.history import known_pages
from sources.portals.crawl.host import Host, fetcher_of
from sources.portals.crawl.journal import Journal
from sources.portals.crawl.rows import EvidenceRow, schemas
from sources.portals.crawl.walk import Wanted, failed_row, walk
from sources.portals.fetching.addresses import Resolver, system_resolver
from sources.portals.fetching.settings import FetchSettings
from sources.portals.registry import Portals

SOURCE = "portals"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CrawlSettings:
    """How a crawl is made.

    Attributes:
        fetch: Manners and limits of a single fetch.
        caps: How much of a site is looked at.
        hosts_at_once: Hosts crawled side by side.
        probes: How often it is seen whether a home page opens.
    """

    fetch: FetchSettings
    caps: Caps = field(default_factory=Caps)
    hosts_at_once: int = 64
    probes: int = 1


class Places(NamedTuple):
    """Where a crawl keeps things: the landing area, the archive of bodies, its journals."""

    landing: Path
    archive: Path
    journals: Path


class Crawled(NamedTuple):
    """What a crawl brought."""

    sites: int
    pages: int
    delivery: Delivery


class Stopped(Exception):
    """The crawl is to end; what was fetched is remembered."""


class _Crawl:
    """One crawl at work: its hosts, each with its own connection, and where they all write to."""

    def __init__(self, portals: Portals, day: dt.date, places: Places, settings: CrawlSettings) -> None:
        self.portals, self.day, self.places, self.settings = portals, day, places, settings
        self.folder = places.journals / day.isoformat()
        self.pages: dict[str, int] = {}
        self.hosts: dict[str, Host] = {}
        self.is_over = threading.Event()

    def open(
        self, stack: contextlib.ExitStack, batch: Batch, now: Callable[[], dt.datetime], resolver: Resolver
    ) -> None:
        """Make ready for every host; nothing is fetched yet."""
        known = known_pages(self.places.landing, self.portals.hosts)
        for name, sites in self.portals.hosts.items():
            fetcher = stack.enter_context(fetcher_of(sites, self.settings.fetch, resolver, now, self.wait))
            journal = Journal(self.journal_path(name), self.places.archive)
            stack.callback(journal.close)
            self.hosts[name] = Host(fetcher, journal, known.get(name, {}), batch, self.day)

    def wait(self, seconds: float) -> None:
        """Wait between two requests; the end of the crawl does not wait."""
        if self.is_over.wait(seconds):
            raise Stopped

    def journal_path(self, host: str) -> Path:
        """Return where the fetches of a host are remembered."""
        return self.folder / f"{quote(host, safe='.-')}.jsonl"

    def walk(self, name: str, tell: Callable[[str, int], None]) -> list[Wanted]:
        """Walk the sites of a host; return what they lead to elsewhere."""
        host, sites, wanted = self.hosts[name], self.portals.hosts[name], []

        def count(site_id: str, pages: int) -> None:
            self.pages[site_id] = pages
            tell(site_id, pages)
            if self.is_over.is_set():
                raise Stopped

        for site in sites:
            try:
                wanted += walk(host, site, sites, self.settings.caps, self.settings.probes, count)
            except Stopped:
                raise
            except Exception as error:  # a fault of our own on one site must not take the others down with it
                _logger.exception("crawling %s failed", site.site_id)
                host.batch.add("sites", failed_row(host, site, type(error).__name__))
        return wanted

    def look(self, name: str, wanted: list[Wanted]) -> None:
        """Look at what other sites and units point to on a host."""
        host = self.hosts[name]
        for one in wanted:
            if self.is_over.is_set():
                raise Stopped
            recorded = host.fetch(one.target.url)
            if one.purpose == "evidence":
                status = evidence_status(recorded.fetch)
                host.batch.add(
                    "evidence", EvidenceRow(self.day, one.target.url, status, recorded.fetch.final_url)
                )
            else:
                host.note(recorded, one.purpose, one.site_id, one.target)

    def run(
        self, pool: ThreadPoolExecutor, batch: Batch, links: Sequence[str], tell: Callable[[str, int], None]
    ) -> None:
        """Walk all hosts side by side, then look at what leads from one to another."""
        of_host: dict[str, list[Wanted]] = {}
        for url in dict.fromkeys(links):
            of_host.setdefault(_host_of(url), []).append(Wanted("evidence", None, Target(url, 0)))
        for found in pool.map(lambda name: self.walk(name, tell), self.hosts):
            for one in found:
                of_host.setdefault(_host_of(one.target.url), []).append(one)
        list(pool.map(lambda name: self.look(name, of_host.get(name, [])), self.hosts))
        for name in of_host.keys() - self.hosts.keys():
            for one in of_host[name]:
                if one.purpose == "evidence":
                    url = one.target.url
                    batch.add("evidence", EvidenceRow(self.day, url, untouched(url), None))

    def forget(self) -> None:
        """Remove the journals of what has landed."""
        for name in self.hosts:
            self.journal_path(name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def crawl(
    portals: Portals,
    day: dt.date,
    places: Places,
    settings: CrawlSettings,
    now: Callable[[], dt.datetime],
    *,
    evidence: Sequence[str] = (),
    resolver: Resolver = system_resolver,
    tell: Callable[[str, int], None] = lambda site_id, pages: None,
) -> Crawled:
    """Crawl all sites and land what was found as one delivery of the day.

    A crawl that was stopped or killed goes on where it was: what its journals have is not fetched again.

    Args:
        portals: The sites.
        day: The day that the crawl is of.
        places: Where things are kept.
        settings: How to crawl.
        now: Tells the local time (Asia/Shanghai).
        evidence: Links that units gave for finished tasks; each is looked at once.
        resolver: Finds the addresses of a name.
        tell: Called with a site's id and its pages so far; from many threads.
    """
    work = _Crawl(portals, day, places, settings)
    of_rows = schemas()
    digest = hashlib.sha256(f"{day} {now().isoformat()}".encode()).hexdigest()
    with (
        DeliveryWriter(places.landing, SOURCE, day, of_rows, digest) as writer,
        contextlib.ExitStack() as stack,
        ThreadPoolExecutor(settings.hosts_at_once, thread_name_prefix="crawl") as pool,
    ):
        batch = Batch(
            lambda name, rows: writer.write(
                name, columns_to_table(list(zip(*rows, strict=True)), of_rows[name])
            )
        )
        work.open(stack, batch, now, resolver)
        try:
            work.run(pool, batch, evidence, tell)
        except BaseException:
            work.is_over.set()
            raise
        batch.flush()
    work.forget()
    return Crawled(len(portals.sites), sum(work.pages.values()), writer.delivery)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
