"""Reads the annual reports that units publish on their portals, with the reader of the returns."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from sources.portals.report_sections import sections, sections_in
from sources.portals.report_tables import schemas
from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns.documents.formats import open_document
from sources.returns.model import FORM_STATISTICS, Rejected, Return
from sources.returns.reading import read_file
from sources.text import key

if TYPE_CHECKING:
    import pyarrow as pa

SOURCE = "published_reports"
_NAMES = Path(__file__).parent / "words" / "report_names.csv"
_YEAR = re.compile(r"(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2})(?=年)")
# How the systems of the portals name a page (t) and a file that hangs on it (P0).
_DATED = re.compile(r"(?:t|P0?)((?:19|20)[0-9]{6})")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Candidate(NamedTuple):
    """A page or file in the column of the annual reports.

    Attributes:
        site_id: Where it was found.
        unit_id: Whose site that is.
        url: Its address.
        title: What the list or the link calls it; names the year.
        content: Its bytes.
        content_type: The header, as sent.
        published_on: When it says it was published; None where nothing says it.
    """

    site_id: str
    unit_id: str
    url: str
    title: str
    content: bytes
    content_type: str | None
    published_on: dt.date | None


def report_year(title: str) -> int | None:
    """Return the year that a title of an annual report names; None where it names none or is no such title."""
    text = key(title)
    words = _names()
    if not any(word in text for word in words[True]) or any(word in text for word in words[False]):
        return None
    match = _YEAR.search(text)
    return int(match[0].translate(_DIGITS)) if match else None


def read_reports(candidates: Iterable[Candidate], registry: Registry, day: dt.date) -> "dict[str, pa.Table]":
    """Read every candidate whose title is that of a report of a year; a file that cannot be read says why.

    Args:
        candidates: Read one by one, so that one file is in memory at a time.
        registry: Resolves unit names: a report of another unit than the site's is refused.
        day: The day of the crawl.

    Returns:
        ``reports``, ``figures``, ``clauses`` and ``findings``, by the schemas of :mod:`sources.portals.report_tables`.
    """
    from sources.landing import rows_to_table

    names = {row["unit_id"]: row["unit_name"] for row in registry.units}
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in schemas()}
    seen = set()
    for candidate in candidates:
        year = report_year(candidate.title)
        sha256 = hashlib.sha256(candidate.content).hexdigest()
        report_id = _report_id(candidate, year, sha256)
        if year is None or report_id in seen:
            continue
        seen.add(report_id)
        about: dict[str, object] = {"crawl_day": day, "report_id": report_id}
        folder = names.get(candidate.unit_id, candidate.unit_id)
        result = _statistics(read_file(candidate.content, _file_name(candidate), folder, year, registry))
        rows["reports"].append(
            about
            | {name: getattr(candidate, name) for name in ("site_id", "unit_id", "url", "title")}
            | {"published_on": candidate.published_on, "address_dated": address_date(candidate.url)}
            | {"report_year": year, "sha256": sha256}
            | _said(candidate, result)
        )
        rows["figures"] += (about | row for row in _figures(result, year, candidate.url))
        rows["clauses"] += (about | row for row in _clauses(result, year, candidate.url))
        rows["findings"] += (about | row for row in _findings(result, year, candidate.url))
    return {name: rows_to_table(rows[name], schema) for name, schema in schemas().items()}


def address_date(url: str) -> dt.date | None:
    """Return the date that the file name of an address carries (``t20210609_4117046.htm``); None where it has none."""
    match = _DATED.match(PurePosixPath(urlsplit(url).path).name)
    try:
        return dt.datetime.strptime(match[1], "%Y%m%d").date() if match else None
    except ValueError:
        return None


@cache
def _names() -> dict[bool, tuple[str, ...]]:
    rows = read_rows(_NAMES, ("word", "is_report"))
    return {
        is_report: tuple(key(row["word"]) for row in rows if (row["is_report"] == "yes") is is_report)
        for is_report in (True, False)
    }


def _report_id(candidate: Candidate, year: int | None, sha256: str) -> str:
    digest = hashlib.sha256(f"{candidate.url} {sha256}".encode()).hexdigest()
    return f"{year}-{candidate.site_id}-{digest[:12]}"


def _file_name(candidate: Candidate) -> str:
    """Return the last part of the address: its extension is a second witness of the format."""
    return unquote(PurePosixPath(urlsplit(candidate.url).path).name) or "index.html"


def _statistics(returns: list[Return]) -> Return:
    """Return what holds the statutory tables; a file with other forms alone is no report."""
    for result in returns:
        if result.form == FORM_STATISTICS:
            return result
    returns[0].is_rejected = True
    return returns[0]


def _said(candidate: Candidate, result: Return) -> dict[str, object]:
    """Return what a report says of itself: format, sections and tables; nothing of a file that does not open."""
    tables = {figure.table_code for figure in result.figures}
    said: dict[str, object] = {
        "outcome": result.outcome,
        "is_synthetic": result.is_synthetic,
        "template_version": result.template_version,
        "table_count": sum(section.table_code in tables for section in sections() if section.table_code),
        "missing_tables": _named(
            section.title for section in sections() if section.table_code and section.table_code not in tables
        ),
        "section_count": 0,
        "missing_sections": None,
        "format": None,
    }
    try:
        document = open_document(candidate.content, _file_name(candidate))
    except Rejected:
        return said
    lines = [line.text for line in document.lines]
    # Pages are laid out with tables too: the text of a report may stand in their cells.
    cells = {id(cell): cell for table in document.tables for row in table.rows for cell in row if cell}
    lines += (line for cell in cells.values() for line in cell.text.splitlines())
    there = sections_in(lines)
    missing = _named(section.title for section in sections() if section.number not in there)
    return said | {"format": document.format, "section_count": len(there), "missing_sections": missing}


def _named(titles: Iterator[str]) -> str | None:
    return "；".join(titles) or None


def _figures(result: Return, year: int, url: str) -> Iterator[dict[str, Any]]:
    for figure in result.figures:
        values = figure._asdict()
        yield values | {"report_year": year, "source_locator": f"{url} {values.pop('place')}"}


def _clauses(result: Return, year: int, url: str) -> Iterator[dict[str, Any]]:
    for clause in result.clauses:
        values = {"clause": clause.text, "clause_length": clause.length}
        yield values | {"report_year": year, "source_locator": f"{url} {clause.place}"}


def _findings(result: Return, year: int, url: str) -> Iterator[dict[str, Any]]:
    for number, finding in enumerate(result.findings, start=1):
        values = finding._asdict()
        place = f"{url} {values.pop('place')}"
        yield values | {"report_year": year, "finding_no": number, "source_locator": place}
