"""Sees whether the home pages open: once for each site, between two crawls.

国办秘函〔2019〕19号 counts a week of looks, more than twenty a day, hours apart; a crawl is one look a night.
"""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from sources.landing import columns_to_table, deliver
from sources.portals.crawl.host import fetcher_of
from sources.portals.crawl.rows import ProbeRow, schemas
from sources.portals.crawl.run import CrawlSettings
from sources.portals.fetching.addresses import Resolver, system_resolver
from sources.portals.registry import Portals, Site

SOURCE = "portal_probes"
# The probes of a crawl are numbered from 1; these by the second of the day, and so never the same.
_FIRST = 100_000


def probe(
    portals: Portals,
    day: dt.date,
    landing: Path,
    settings: CrawlSettings,
    now: Callable[[], dt.datetime],
    resolver: Resolver = system_resolver,
) -> int:
    """Look at every home page once, and land how it went.

    Args:
        portals: The sites.
        day: The day that the look is of.
        landing: The landing area.
        settings: Manners and limits.
        now: Tells the local time (Asia/Shanghai).
        resolver: Finds the addresses of a name.

    Returns:
        The number of sites that did not open.
    """
    moment = now()
    number = _FIRST + moment.hour * 3600 + moment.minute * 60 + moment.second
    fetch = replace(settings.fetch, attempts=1)

    def look(sites: list[Site]) -> list[ProbeRow]:
        with fetcher_of(sites, fetch, resolver, now, time.sleep) as fetcher:
            rows = []
            for site in sites:
                found = fetcher.fetch(site.home_url)
                told = (found.fetched_at, found.status.value, found.elapsed_ms)
                rows.append(ProbeRow(day, site.site_id, number, *told))
            return rows

    with ThreadPoolExecutor(settings.hosts_at_once) as pool:
        rows = [row for some in pool.map(look, portals.hosts.values()) for row in some]
    if rows:
        table = columns_to_table(list(zip(*rows, strict=True)), schemas()["probes"])
        deliver(landing, SOURCE, day, {"probes": table})
    return sum(row.status not in ("ok", "not_modified") for row in rows)
