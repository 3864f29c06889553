"""An inspection of the portals: of the registry's, or of the demo portal, which is served meanwhile."""

import contextlib
import datetime as dt
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orchestration.settings import Settings, now
from sources.errors import SourceError
from sources.landing import deliver, deliveries
from sources.portals import reports
from sources.portals.crawl import probing
from sources.portals.crawl.found_reports import candidates
from sources.portals.crawl.frontier import Caps
from sources.portals.crawl.rows import schemas
from sources.portals.crawl.run import SOURCE, Crawled, CrawlSettings, Places, crawl
from sources.portals.fetching.addresses import Resolver, system_resolver
from sources.portals.fetching.settings import FetchSettings
from sources.portals.probes import probe_tables
from sources.portals.registry import Portals, load_portals
from sources.portals.report_tables import schemas as report_schemas
from sources.registry.registry import Registry

if TYPE_CHECKING:
    import pyarrow as pa

PROBES = "portal_registry"
_AGENT = "zwgk-inspection/0.1"
# The demo portal is on this machine: what it must show, it shows in seconds.
_DEMO = {"min_delay": 0.01, "read_timeout": 1.0, "total_seconds": 1.5, "attempts": 2, "backoff": 0.05}
_DEMO_PROBES = 20


class _Ground(NamedTuple):
    """What is crawled: sites, what to see on them, how, by which clock and with which names."""

    portals: Portals
    probes: dict[str, "pa.Table"]
    settings: CrawlSettings
    clock: Callable[[], dt.datetime]
    resolver: Resolver


def inspect(
    settings: Settings,
    day: dt.date,
    unit_id: str | None,
    is_demo: bool,
    tell: Callable[[str, int], None],
) -> Crawled:
    """Crawl the portals of a day, and land what is there.

    Args:
        settings: The installation.
        day: The day that the crawl is of.
        unit_id: The one unit whose portal is looked at; None for all.
        is_demo: Look at the demo portal instead of the registry's.
        tell: Called with a site's id and its pages so far; from many threads.

    Raises:
        SourceError: The unit has no portal in the registry, or nobody said whom a site may call.
    """
    registry = Registry.load(settings.registry)
    ground = _demo_ground if is_demo else _real_ground
    with ground(settings, registry, day) as (portals, probes, how, clock, resolver):
        if unit_id is not None:
            portals = Portals(tuple(site for site in portals.sites if site.unit_id == unit_id))
            if not portals.sites:
                raise SourceError(f"单位 {unit_id}", "没有登记门户网站", "portals.csv 中的一行")
        places = Places(settings.landing, settings.archive, settings.journals)
        links = [] if unit_id else evidence_links(settings.landing)
        crawled = crawl(portals, day, places, how, clock, evidence=links, resolver=resolver, tell=tell)
    found = candidates(crawled.delivery.path, settings.archive, portals)
    deliver(settings.landing, reports.SOURCE, day, reports.read_reports(found, registry, day))
    deliver(settings.landing, PROBES, None, probes)
    return crawled


def probe_homes(settings: Settings, day: dt.date, is_demo: bool = False) -> tuple[int, int] | None:
    """See whether the home pages open; return how many sites there are and how many did not.

    None while an inspection is under way: no host is to see two connections of ours.

    Raises:
        SourceError: Nobody said whom a site may call.
    """
    registry = Registry.load(settings.registry)
    ground = _demo_ground if is_demo else _real_ground
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    with (settings.dagster_home / ".inspection.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        with ground(settings, registry, day) as (portals, _, how, clock, resolver):
            failed = probing.probe(portals, day, settings.landing, how, clock, resolver)
    return len(portals.sites), failed


def ensure_landed(settings: Settings) -> None:
    """Land empty tables where none were ever landed, so that the warehouse has something to read.

    No portal was inspected yet, or the last inspection did not know a table that there is now.
    """
    registry = Registry.load(settings.registry)
    empty = {
        SOURCE: schemas(),
        reports.SOURCE: report_schemas(),
        probing.SOURCE: {"probes": schemas()["probes"]},
    }
    for source, tables in empty.items():
        if not all(any(settings.landing.glob(f"{source}/*/[0-9]*/{name}.parquet")) for name in tables):
            deliver(settings.landing, source, None, {name: of.empty_table() for name, of in tables.items()})
    if not deliveries(settings.landing, PROBES, None):
        deliver(settings.landing, PROBES, None, probe_tables(settings.registry, registry))


def evidence_links(landing: Path) -> list[str]:
    """Return every link that units gave in their returns."""
    import duckdb

    if not any(landing.glob("returns/*/[0-9]*/progress.parquet")):
        return []
    files = f"{landing.as_posix()}/returns/*/[0-9]*/progress.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select distinct evidence_url from read_parquet(?, hive_partitioning = false) "
            "where evidence_url is not null order by 1",
            [files],
        ).fetchall()
    return [url for (url,) in rows]


@contextlib.contextmanager
def _real_ground(settings: Settings, registry: Registry, day: dt.date) -> Iterator[_Ground]:
    how = settings.inspection
    if not how.contact:
        remedy = "请在 zwgk.toml 的 [inspection] contact 填写电话或邮箱，让被检查的网站知道找谁"
        raise SourceError("zwgk.toml", "没有填写联系方式，不巡检门户", remedy=remedy)
    try:
        fetch = FetchSettings(
            user_agent=f"{_AGENT} ({how.contact})",
            min_delay=how.min_delay_seconds,
            read_timeout=how.timeout_seconds,
        )
    except ValueError as error:
        raise SourceError("zwgk.toml [inspection]", str(error)) from None
    caps = Caps(pages=how.max_pages, depth=how.max_depth, seconds=how.max_minutes * 60)
    portals = load_portals(settings.registry, registry, day)
    clock = lambda: now().replace(tzinfo=None)  # noqa: E731
    probes = probe_tables(settings.registry, registry)
    yield _Ground(portals, probes, CrawlSettings(fetch, caps, how.hosts_at_once), clock, system_resolver)


@contextlib.contextmanager
def _demo_ground(settings: Settings, registry: Registry, day: dt.date) -> Iterator[_Ground]:
    from sources.demo.portal.demo import FACTS, demo_portal

    with demo_portal(registry, settings.report_year, day) as (served, folder):
        portals = load_portals(folder, registry, day)
        fetch = FetchSettings(user_agent=f"{_AGENT} (demo@demo.invalid)", **_DEMO)  # type: ignore[arg-type]
        # The portal's clock stands at the day that is looked at.
        clock = lambda: dt.datetime.combine(day, now().time())  # noqa: E731
        probes = probe_tables(settings.registry, registry, FACTS)
        yield _Ground(portals, probes, CrawlSettings(fetch, probes=_DEMO_PROBES), clock, served.resolver)


def unit_named(name: str, settings: Settings, day: dt.date) -> str:
    """Return the unit that a name or an id means.

    Raises:
        SourceError: None, or a class of units.
    """
    registry = Registry.load(settings.registry)
    if any(row["unit_id"] == name for row in registry.units):
        return name
    match = registry.resolve(name, day, "--unit")
    if match.unit_id is None:
        raise SourceError("--unit", f"“{name}”是一类单位", "一个单位的名称")
    return match.unit_id
