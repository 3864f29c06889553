"""The registry of portals: which site is whose, and which columns must be on it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sources.errors import SourceError
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry

_SITES = (
    *("site_id", "unit_id", "site_name", "home_url", "site_id_code", "min_delay_seconds"),
    *("allows_private", "valid_from", "valid_to", "basis"),
)
_COLUMNS = ("site_id", "column_code", "column_name", "url", "update_days", "is_required", "basis")
_TYPES = ("column_code", "column_name", "column_type", "update_days", "is_section", "takes_attachments")
_TYPE_FILE = Path(__file__).parent / "words" / "column_types.csv"


@dataclass(frozen=True)
class Column:
    """A column that a site must have.

    Attributes:
        column_code: What kind of column it is; see ``words/column_types.csv``.
        column_name: What it is called on the site.
        column_type: The ColumnType that its pages must bear.
        url: Its first page.
        update_days: It must have something new every so many days; None where it need not.
        is_required: Whether its absence is a defect of the site.
        is_section: Whether it is one of the five of every 政府信息公开专栏.
        takes_attachments: Whether the files that its entries link to are fetched, not only recorded.
    """

    column_code: str
    column_name: str
    column_type: str
    url: str
    update_days: int | None
    is_required: bool
    is_section: bool
    takes_attachments: bool


@dataclass(frozen=True)
class Site:
    """A site of a unit; several units may have theirs below one host."""

    site_id: str
    unit_id: str
    site_name: str
    home_url: str
    site_id_code: str
    min_delay: float
    allows_private: bool
    columns: tuple[Column, ...]

    @property
    def host(self) -> str:
        """Host, and port where it is not the usual one."""
        return urlsplit(self.home_url).netloc.lower()

    def takes_attachments(self, column_code: str | None) -> bool:
        """Tell whether the files of a column are fetched."""
        return any(c.takes_attachments for c in self.columns if c.column_code == column_code)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The folders that belong to the site: that of its home page, and those of its columns."""
        return tuple(dict.fromkeys(_folder(url) for url in (self.home_url, *(c.url for c in self.columns))))


@dataclass(frozen=True)
class Portals:
    """All sites in force on a day."""

    sites: tuple[Site, ...]

    @property
    def hosts(self) -> dict[str, list[Site]]:
        """Host → its sites, in the order of the registry."""
        hosts: dict[str, list[Site]] = {}
        for site in self.sites:
            hosts.setdefault(site.host, []).append(site)
        return hosts


def load_portals(folder: Path, registry: Registry, day: dt.date) -> Portals:
    """Read the registry of portals.

    Args:
        folder: Holds portals.csv and portal_columns.csv.
        registry: Knows the units.
        day: Sites not in force on it are left out.

    Raises:
        SourceError: A file or column is missing, an address is none, a row points to no unit, site or type.
    """
    types = {row["column_code"]: row for row in read_rows(_TYPE_FILE, _TYPES)}
    rows = read_rows(folder / "portals.csv", _SITES)
    columns: dict[str, list[Column]] = {row["site_id"]: [] for row in rows}
    for row in read_rows(folder / "portal_columns.csv", _COLUMNS):
        if row["site_id"] not in columns:
            raise SourceError(row.where, f"站点编号“{row['site_id']}”不在 portals.csv 中")
        if row["column_code"] not in types:
            raise SourceError(row.where, f"栏目“{row['column_code']}”不在 column_types.csv 中")
        if any(row["column_code"] == column.column_code for column in columns[row["site_id"]]):
            raise SourceError(
                row.where, f"站点 {row['site_id']} 已有栏目 {row['column_code']}", "每种栏目一行"
            )
        columns[row["site_id"]].append(_column(row, types[row["column_code"]]))
    known = {row["unit_id"] for row in registry.units}
    for row in rows:
        if row["unit_id"] not in known:
            raise SourceError(row.where, f"单位编号“{row['unit_id']}”不在 units.csv 中")
    return Portals(tuple(_site(row, columns[row["site_id"]]) for row in rows if _in_force(row, day)))


def _site(row: Row, columns: list[Column]) -> Site:
    delay = row["min_delay_seconds"]
    try:
        seconds = float(delay)
    except ValueError:
        raise SourceError(f"{row.where} min_delay_seconds", f"“{delay}”不是秒数") from None
    return Site(
        row["site_id"],
        row["unit_id"],
        row["site_name"],
        _address(row, "home_url"),
        row["site_id_code"],
        seconds,
        row["allows_private"] == "yes",
        tuple(columns),
    )


def _column(row: Row, of_type: Row) -> Column:
    with_days = row if row["update_days"] else of_type
    return Column(
        row["column_code"],
        row["column_name"] or of_type["column_name"],
        of_type["column_type"],
        _address(row, "url"),
        with_days.integer("update_days") if with_days["update_days"] else None,
        row["is_required"] == "yes",
        of_type["is_section"] == "yes",
        of_type["takes_attachments"] == "yes",
    )


def _address(row: Row, column: str) -> str:
    parts = urlsplit(row[column])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(
            f"{row.where} {column}", f"“{row[column]}”不是网址", "如 http://www.example.gov.cn/"
        )
    return row[column]


def _in_force(row: Row, day: dt.date) -> bool:
    first, last = row.date("valid_from"), row.date("valid_to")
    return (first is None or first <= day) and (last is None or day <= last)


def _folder(url: str) -> str:
    """Return everything of an address up to the last slash, without its scheme."""
    parts = urlsplit(url)
    return parts.netloc.lower() + (parts.path or "/").rsplit("/", 1)[0] + "/"
