"""The crawler beside Scrapy on the same 10,000 loopback pages, and beside the floor that politeness sets.

Prints what it measured. Each crawl runs in a process of its own, so that its peak memory is its own; the pages come
from one more process (page_server.py).
"""

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sources.portals.crawl.frontier import Caps
from sources.portals.crawl.run import CrawlSettings, Places, crawl
from sources.portals.fetching.settings import FetchSettings
from sources.portals.registry import Portals, Site

HOSTS, PAGES = 8, 1250
MANY_HOSTS, FEW_PAGES, DELAY = 60, 40, 0.2
ROUNDS = 3
OTHERS = 13  # the menu of twelve, and page 0 under its second name
_AGENT = "zwgk-benchmark/0.1 (bench@bench.invalid)"


class Measured(NamedTuple):
    """Pages, seconds by the clock, and peak memory in MiB."""

    pages: int
    seconds: float
    peak: float


@contextmanager
def served(hosts: int, pages: int) -> Iterator[list[str]]:
    """Serve so many hosts of so many pages; yield their ``host:port``."""
    command = [sys.executable, "-m", "tests.benchmarks.page_server", str(hosts), str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield [f"127.0.0.1:{port}" for port in server.stdout.readline().split()]
        finally:
            server.kill()


def ours(hosts: list[str], delay: float) -> Measured:
    """Crawl in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_crawl", str(delay), *hosts]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Measured(*json.loads(done.stdout.splitlines()[-1]))


def scrapys(hosts: list[str]) -> Measured:
    """Have Scrapy crawl in a process of its own."""
    starts = ",".join(f"http://{host}/" for host in hosts)
    command = [sys.executable, "-m", "tests.benchmarks.bench_spider", starts]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Measured(*json.loads(done.stdout.splitlines()[-1]))


def crawl_here(hosts: list[str], delay: float) -> Measured:
    """Crawl in this process, with everything that a real crawl does: archive, journal, rows, delivery."""
    sites = tuple(Site(host, host, "合成测试网站", f"http://{host}/", "", delay, True, ()) for host in hosts)
    settings = CrawlSettings(
        FetchSettings(_AGENT, min_delay=delay), Caps(pages=10**6, depth=10**6), len(hosts)
    )
    with tempfile.TemporaryDirectory() as folder:
        places = Places(*(Path(folder) / name for name in ("landing", "archive", "journals")))
        start = time.perf_counter()
        crawled = crawl(Portals(sites), dt.date(2022, 2, 15), places, settings, dt.datetime.now)
        seconds = time.perf_counter() - start
    return Measured(crawled.pages, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Measure by turns; the middle round counts."""
    rounds = []
    with served(HOSTS, PAGES) as hosts:
        for _ in range(ROUNDS):
            rounds.append((ours(hosts, 0), scrapys(hosts)))
    with served(HOSTS, PAGES // 4) as hosts:
        little = ours(hosts, 0)
    with served(MANY_HOSTS, FEW_PAGES - OTHERS) as hosts:
        polite = ours(hosts, DELAY)
    own, theirs = (sorted(some, key=lambda m: m.seconds)[ROUNDS // 2] for some in zip(*rounds, strict=True))
    ratios = sorted((a.pages / a.seconds) / (b.pages / b.seconds) for a, b in rounds)
    floor = FEW_PAGES * DELAY
    print(f"crawl                          {_rate(own)}")
    print(f"Scrapy                         {_rate(theirs)}")
    print(f"crawl / Scrapy                 {' '.join(f'{ratio:.1f}' for ratio in ratios)} times as fast")
    print(f"peak memory, {own.pages} / {little.pages} pages {own.peak / little.peak:.2f}")
    print(
        f"{MANY_HOSTS} hosts, {polite.pages} pages, {DELAY} s delay  {polite.seconds:.2f} s, {polite.seconds / floor:.2f} x the floor"
    )


def _rate(measured: Measured) -> str:
    return f"{measured.pages} pages, {measured.pages / measured.seconds:.0f} pages/s, peak {measured.peak:.0f} MiB"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(crawl_here(sys.argv[2:], float(sys.argv[1]))))
    else:
        main()
