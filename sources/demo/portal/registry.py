"""Writes the registry of portals for the demo sites."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from sources.demo.portal.model import DemoSite
from sources.returns.model import SYNTHETIC_MARK

PORTAL_COLUMNS = (
    *("site_id", "unit_id", "site_name", "home_url", "site_id_code", "min_delay_seconds", "allows_private"),
    *("valid_from", "valid_to", "basis"),
)
COLUMN_COLUMNS = ("site_id", "column_code", "column_name", "url", "update_days", "is_required", "basis")


def write_registry(folder: Path, sites: Sequence[DemoSite], min_delay_seconds: float = 0.05) -> None:
    """Write ``portals.csv`` and ``portal_columns.csv``.

    Args:
        folder: Where; made if it is not there.
        sites: The demo sites.
        min_delay_seconds: The delay that the crawler must keep; short, for the server is our own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    portals = (
        (
            *(site.site_id, site.unit_id, site.name, site.home_url, site.site_id_code, min_delay_seconds),
            *("yes", "", "", SYNTHETIC_MARK),
        )
        for site in sites
    )
    columns = (
        (
            *(site.site_id, column.code, column.name, site.url(column.path), column.update_days or ""),
            *("yes" if column.is_required else "no", SYNTHETIC_MARK),
        )
        for site in sites
        for column in site.columns
    )
    _write(folder / "portals.csv", PORTAL_COLUMNS, portals)
    _write(folder / "portal_columns.csv", COLUMN_COLUMNS, columns)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([header, *rows])
