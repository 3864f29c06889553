"""One host: its fetches go through here, each at most once a crawl, and each leaves a row."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from sources.portals.crawl.batch import Batch
from sources.portals.crawl.frontier import Target
from sources.portals.crawl.journal import Journal, Recorded
from sources.portals.crawl.rows import FetchRow
from sources.portals.fetching.addresses import Resolver
from sources.portals.fetching.fetch import Fetcher
from sources.portals.fetching.settings import FetchSettings
from sources.portals.model import Known
from sources.portals.registry import Site


def fetcher_of(
    sites: Sequence[Site],
    settings: FetchSettings,
    resolver: Resolver,
    now: Callable[[], dt.datetime],
    sleep: Callable[[float], object],
) -> Fetcher:
    """Return the one fetcher of a host: as slow as the slowest of its sites asks for."""
    host = sites[0].host
    delay = max(settings.min_delay, *(site.min_delay for site in sites))
    private = frozenset({host}) if all(site.allows_private for site in sites) else frozenset()
    scheme = urlsplit(sites[0].home_url).scheme
    polite = replace(settings, min_delay=delay)
    return Fetcher(host, polite, resolver, private, now=now, sleep=sleep, scheme=scheme)


class Host(NamedTuple):
    """What the crawl of one host works with.

    Attributes:
        fetcher: Asks the host, politely.
        journal: What was asked already, also before a kill.
        known: What earlier days know of its pages.
        batch: Where rows go.
        day: The day that the crawl is of.
    """

    fetcher: Fetcher
    journal: Journal
    known: Mapping[str, Known]
    batch: Batch
    day: dt.date

    def fetch(self, url: str, key: str | None = None, attempts: int | None = None) -> Recorded:
        """Fetch an address, unless this crawl has it already.

        Args:
            url: The address.
            key: What it is remembered by, where one address is asked for more than once.
            attempts: Attempts at most, where not even a passing failure may be tried again.
        """
        if recorded := self.journal.get(key or url):
            return recorded
        known = self.known.get(url)
        fetch = self.fetcher.fetch(url, known, attempts=attempts)
        recorded = self.journal.add(key or url, fetch, known)
        arrived = fetch.final_url
        if fetch.status.is_good and arrived not in ("", url) and not self.journal.has(arrived):
            # A redirect brought another page: that one need not be asked for again.
            self.journal.add(arrived, recorded.fetch._replace(url=arrived, transferred=0, attempts=0), known)
        return recorded

    def note(self, recorded: Recorded, purpose: str, site_id: str | None, target: Target) -> None:
        """Leave the row of a fetch."""
        fetch = recorded.fetch
        row = FetchRow(
            crawl_day=self.day,
            site_id=site_id,
            url=target.url,
            purpose=purpose,
            column_code=target.column_code,
            depth=target.depth,
            referrer=target.referrer,
            is_on_home=target.is_on_home,
            status=fetch.status.value,
            is_permanent=fetch.status.is_permanent,
            http_status=fetch.http_status,
            final_url=fetch.final_url,
            fetched_at=fetch.fetched_at,
            elapsed_ms=fetch.elapsed_ms,
            transferred_bytes=fetch.transferred,
            attempts=fetch.attempts,
            sha256=recorded.sha256,
            etag=fetch.etag,
            last_modified=fetch.last_modified,
            content_type=fetch.content_type,
            detail=fetch.detail,
        )
        self.batch.add("fetches", row)
