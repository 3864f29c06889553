"""Crawls the demo portal's sites in a process of its own, so that it can be killed: port, registry, home, day."""

import datetime as dt
import sys
from pathlib import Path

from sources.portals.crawl.run import CrawlSettings, Places, crawl
from sources.portals.fetching.settings import FetchSettings
from sources.portals.model import Address
from sources.portals.registry import load_portals
from sources.registry.registry import Registry
from tests.conftest import REGISTRY

FETCH = FetchSettings(
    user_agent="zwgk-inspection/0.1 (test@demo.invalid)",
    min_delay=0.01,
    read_timeout=1.0,
    total_seconds=1.5,
    attempts=2,
    backoff=0.02,
)


def places(home: Path) -> Places:
    return Places(home / "landing", home / "archive", home / "crawl")


def main() -> None:
    port, folder, home, day = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    when = dt.date.fromisoformat(day)
    portals = load_portals(folder, Registry.load(REGISTRY), when)
    address = [Address("127.0.0.1", port)]
    crawl(
        portals,
        when,
        places(home),
        CrawlSettings(FETCH, probes=8),
        lambda: dt.datetime.combine(when, dt.time(2)),
        evidence=[f"{site.home_url}zwgk/t06.htm" for site in portals.sites] + ["http://elsewhere.invalid/x"],
        resolver=lambda host, port: address,
    )


if __name__ == "__main__":
    main()
