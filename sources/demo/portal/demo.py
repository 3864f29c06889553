"""The demo portal with everything that an inspection of it needs, for as long as a block lasts."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sources.demo.portal.portal import Served, serve
from sources.demo.portal.registry import write_registry
from sources.demo.portal.sites import demo_sites
from sources.notices.listed import listed_notice
from sources.registry.registry import Registry

# What the probes expect to see on the synthetic sites.
FACTS = Path(__file__).parent / "facts.csv"


@contextmanager
def demo_portal(registry: Registry, report_year: int, day: dt.date) -> Iterator[tuple[Served, Path]]:
    """Serve the synthetic sites as they are on a day.

    Args:
        registry: Names the units that the sites are of.
        report_year: The year of the task table.
        day: Where the portal's clock stands.

    Yields:
        The running portal, and the folder with its portals.csv and portal_columns.csv.
    """
    notice, _ = listed_notice(registry.folder, report_year, registry)
    sites = demo_sites(registry, day, report_year, notice)
    with tempfile.TemporaryDirectory() as folder, serve(sites) as served:
        write_registry(Path(folder), sites, min_delay_seconds=0.01)
        yield served, Path(folder)
