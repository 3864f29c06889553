"""The crawl of the demo portal: polite, cheap the second time, and none the worse for being killed."""

import datetime as dt
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sources.demo.portal.demo import demo_portal
from sources.demo.portal.portal import Request, Served
from sources.portals.crawl.rows import ROWS
from sources.registry.registry import Registry
from tests.conftest import PROJECT, REGISTRY

DAY = dt.date(2022, 2, 15)
# When something happened is another time each time, and one home page has a counter.
CLOCKS = {"fetched_at", "probed_at", "elapsed_ms", "transferred_bytes", "delivery_id"}
Tables = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(REGISTRY)


@contextmanager
def portal(registry: Registry, day: dt.date = DAY) -> Iterator[tuple[Served, Path]]:
    with demo_portal(registry, 2021, day) as found:
        yield found


def start(served: Served, folder: Path, home: Path, day: dt.date = DAY) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.sources.portals.crawl.child"]
    arguments = [str(served.address.port), str(folder), str(home), day.isoformat()]
    return subprocess.Popen([*command, *arguments], cwd=PROJECT)


def crawled(served: Served, folder: Path, home: Path, day: dt.date = DAY) -> Tables:
    assert start(served, folder, home, day).wait(120) == 0
    (delivery,) = sorted((home / "landing" / "portals" / f"day={day}").iterdir())[-1:]
    assert not (home / "crawl").exists() or not any((home / "crawl").iterdir())
    tables: Tables = {}
    for name in ROWS:
        table = pq.read_table(delivery / f"{name}.parquet")
        kept = table.drop_columns([column for column in table.column_names if column in CLOCKS])
        tables[name] = sorted((tuple(row.values()) for row in kept.to_pylist()), key=repr)
    return tables


def recorded(home: Path) -> set[str]:
    """What the journals say was fetched, by whole lines."""
    lines = [line for path in home.glob("crawl/*/*.jsonl") for line in path.read_bytes().splitlines(True)]
    return {line.split(b'"', 4)[3].decode() for line in lines if line.endswith(b"\n")}


def by_host(requests: list[Request]) -> dict[str, list[Request]]:
    hosts: dict[str, list[Request]] = {}
    for request in sorted(requests, key=lambda one: one.at):
        hosts.setdefault(request.host, []).append(request)
    return hosts


@pytest.fixture(scope="module")
def undisturbed(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, list[Request]]:
    with portal(registry) as (served, folder):
        tables = crawled(served, folder, tmp_path_factory.mktemp("undisturbed"))
        return tables, served.requests


def test_everything_that_the_sites_have_is_there(undisturbed: tuple[Tables, list[Request]]) -> None:
    tables, _ = undisturbed
    assert {name: bool(rows) for name, rows in tables.items()} == dict.fromkeys(ROWS, True)
    assert len(tables["sites"]) == 17


def test_no_host_sees_two_requests_closer_than_its_delay_or_two_connections(
    undisturbed: tuple[Tables, list[Request]],
) -> None:
    _, requests = undisturbed
    for host, some in by_host(requests).items():
        gaps = [later.at - earlier.at for earlier, later in pairwise(some)]
        assert min(gaps, default=1) >= 0.01, host
        connections = [request.connection_id for request in some]
        assert connections == sorted(connections), f"{host}: an older connection was used again"


def test_what_robots_txt_disallows_was_not_asked_for(undisturbed: tuple[Tables, list[Request]]) -> None:
    _, requests = undisturbed
    assert not [request.path for request in requests if request.path.startswith("/private/")]
    refused = [host for host, some in by_host(requests).items() if len(some) == 1]
    assert len(refused) == 1  # the site whose robots.txt answers 403


def test_each_page_was_asked_for_once(undisturbed: tuple[Tables, list[Request]]) -> None:
    _, requests = undisturbed
    asked: Counter[str] = Counter()
    for host, some in by_host(requests).items():
        for before, request in pairwise([some[0], *some]):
            # Where a redirect leads may be a page that was there before; slow and looping pages fail.
            if before.status < 300 and request.path not in ("/", "/slow.htm"):
                asked[host + request.path] += 1
    assert {page: count for page, count in asked.items() if count > 1} == {}


def test_an_unchanged_second_crawl_transfers_under_a_tenth(registry: Registry, tmp_path: Path) -> None:
    with portal(registry) as (served, folder):
        first = crawled(served, folder, tmp_path)
        before = served.requests
        second = crawled(served, folder, tmp_path)
        again = served.requests[len(before) :]
    assert sum(r.bytes_sent for r in again) < 0.1 * sum(r.bytes_sent for r in before)
    # Nothing of what the pages say is lost where the page was not sent again.
    for name in ("pages", "items", "page_tags", "footer_marks", "personal_data", "policy_pairs", "evidence"):
        assert second[name] == first[name]


def kills(registry: Registry, home: Path, expected: Tables, draw: random.Random, count: int) -> None:
    """Kill a crawl so many times; then let it end, and compare."""
    with portal(registry) as (served, folder):
        for _ in range(count):
            known, asked = recorded(home), len(served.requests)
            process = start(served, folder, home)
            until = asked + draw.randint(5, 60)
            while len(served.requests) < until and process.poll() is None:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.wait()
            again = {f"http://{r.host}{r.path}" for r in served.requests[asked:]}
            assert not (again & known), "a page that was recorded was fetched again"
        known, asked = recorded(home), len(served.requests)
        assert known, "not one page was recorded before the kills"
        tables = crawled(served, folder, home)
        assert not ({f"http://{r.host}{r.path}" for r in served.requests[asked:]} & known)
    for name, rows in expected.items():
        if name not in ("probes", "fetches"):
            assert tables[name] == rows, name
    # The unstable site answers by the number of requests, which a kill changes for the one under way.
    assert [row[:5] for row in tables["fetches"]] == [row[:5] for row in expected["fetches"]]


def test_killed_and_started_again_nothing_is_fetched_twice_and_the_tables_are_the_same(
    registry: Registry, tmp_path: Path, undisturbed: tuple[Tables, list[Request]]
) -> None:
    kills(registry, tmp_path, undisturbed[0], random.Random(4), 3)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(5))
def test_killed_many_times(
    registry: Registry, tmp_path: Path, undisturbed: tuple[Tables, list[Request]], seed: int
) -> None:
    kills(registry, tmp_path, undisturbed[0], random.Random(seed), 6)
