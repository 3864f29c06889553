"""A site before it is written out: what its columns hold; roles change it, :mod:`publish` writes it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sources.demo.portal.model import Answer, Builder, Column
from sources.registry.csv_rows import read_rows
from sources.returns.model import SYNTHETIC_MARK

_COLUMNS = Path(__file__).parent / "words" / "columns.csv"
_FIELDS = ("column_code", "column_name", "path", "column_type", "update_days", "is_required")


@dataclass
class Entry:
    """An entry of a list, with the page that it leads to.

    Attributes:
        title: What the list and the page say.
        path: Where the page is.
        published: The printed date.
        body: HTML of the article; None where the page is another entry's, a file, or not there.
    """

    title: str
    path: str
    published: dt.date
    body: str | None = None


@dataclass
class Draft:
    """A site in the making.

    Attributes:
        unit_name: Whose it is, in full.
        host: Without port.
        site_id_code: Its SiteIDCode.
        day: Where the portal's clock stands.
        report_year: The year of the notice and of the annual report.
        entries: Column code → its entries, newest first; a column of texts has none.
        texts: Column code → HTML of a column that is a text.
        unlinked: Columns that must be there and are not.
        home_columns: What the home page shows.
        home_extra: More HTML of the home page.
        column_extra: Column code → HTML below its list.
        page_size: Entries on a page of a list, the rest paged by script; 0 for no paging.
        missing_marks: Footer marks left out.
        tag_changes: (path, tag) → the value that stands there instead; None for no tag.
        charset: What the pages are written in.
        declares: Charset of the meta element, by path; what is not listed says the charset truly.
        has_bom: Whether pages begin with a byte-order mark.
        header_charset: Whether Content-Type says the charset.
        is_volatile: Whether the home page has a clock, the weather and a counter.
        is_unstable: Whether the home page is down at times.
        specials: Path → page that is no article.
        names: Addresses that hang on the day.
    """

    unit_name: str
    host: str
    site_id_code: str
    day: dt.date
    report_year: int
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unlinked: set[str] = field(default_factory=set)
    home_columns: tuple[str, ...] = ("news", "notice")
    home_extra: str = ""
    column_extra: dict[str, str] = field(default_factory=dict)
    page_size: int = 0
    missing_marks: set[str] = field(default_factory=set)
    tag_changes: dict[tuple[str, str], str | None] = field(default_factory=dict)
    charset: str = "utf-8"
    declares: dict[str, str] = field(default_factory=dict)
    has_bom: bool = False
    header_charset: bool = True
    is_volatile: bool = False
    is_unstable: bool = False
    specials: dict[str, Answer | Builder] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        """The columns that the site must have, in the order of the menu."""
        return [one for code, one in columns().items() if code in self.entries or code in self.texts]

    def add(self, code: str, title: str, published: dt.date, body: str, number: int = 0) -> Entry:
        """Put an article into a column; its address hangs on its date and ``number`` alone."""
        path = article_path(code, published, number)
        entry = Entry(title, path, published, body)
        self.entries.setdefault(code, []).append(entry)
        return entry


@cache
def columns() -> dict[str, Column]:
    """Return code → column, in the order of the menu."""
    return {
        row["column_code"]: Column(
            row["column_code"],
            row["column_name"],
            row["path"],
            row["column_type"],
            row["description"],
            row["keywords"],
            row.integer("update_days") if row["update_days"] else None,
            row["is_required"] == "yes",
        )
        for row in read_rows(_COLUMNS, (*_FIELDS, "description", "keywords"))
    }


def article_path(code: str, published: dt.date, number: int = 0) -> str:
    """Return the address of an article, in the manner of the real portals."""
    identity = list(columns()).index(code) * 1000 + number + 4_000_000
    return f"{columns()[code].path}{published:%Y%m}/t{published:%Y%m%d}_{identity}.htm"


def on_grid(day: dt.date, every: int, count: int) -> Iterator[dt.date]:
    """Yield the last dates up to a day that fall on a fixed grid, newest first.

    The grid does not move with the day: tomorrow the same pages stand at the same addresses, and what is new
    bears tomorrow's date. Else every page would look back-dated.
    """
    newest = day.toordinal() - day.toordinal() % every
    for step in range(count):
        yield dt.date.fromordinal(newest - step * every)


def quarter_end(day: dt.date, days_ago: int) -> dt.date:
    """Return the last end of a quarter at least so many days ago: old, and the same for weeks on end."""
    latest = day - dt.timedelta(days=days_ago)
    month = (latest.month - 1) // 3 * 3 + 1
    end = dt.date(latest.year, month, 1) - dt.timedelta(days=1)
    following = dt.date(latest.year + (month == 10), (month + 2) % 12 + 1, 1) - dt.timedelta(days=1)
    return following if following <= latest else end


def prose(*sentences: str) -> str:
    """Return paragraphs of an article; each article says that it is synthetic."""
    return "".join(f"<p>{text}</p>\n" for text in (*sentences, f"（本页为{SYNTHETIC_MARK}，不是真实信息。）"))
