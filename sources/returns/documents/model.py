"""What a file holds, whatever its format: tables on a grid, and the lines of prose around them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """A table cell; the same object stands at every position that a merged cell covers.

    Attributes:
        text: What it says, lines trimmed and odd blanks gone (``sources.text.tidy``).
        raw: What it says, to the character.
        date: The date, where the format knows one (Excel does).
        place: Where a person finds it: ``表三!C5``, ``表2第5行第3列``, ``第3页表1第5行第3列``.
    """

    text: str
    raw: str
    date: dt.date | None
    place: str


class Line(NamedTuple):
    """A line of prose and its place (``第12段``, ``第3页第7行``)."""

    text: str
    place: str


@dataclass
class Table:
    """A table placed by its grid: ``rows`` is rectangular, None is a position that no cell covers.

    Attributes:
        name: The worksheet's name, or ``表2`` (the second table of the file).
        rows: Rows of cells.
        is_visible: False for a hidden worksheet.
        page_breaks: Indexes of the rows that begin a new page (PDF); a row may be broken across.
    """

    name: str
    rows: list[list[Cell | None]]
    is_visible: bool = True
    page_breaks: frozenset[int] = frozenset()


@dataclass
class Document:
    """A file taken apart; nothing in it was executed.

    Attributes:
        format: ``xlsx``, ``xls``, ``csv``, ``docx``, ``html`` or ``pdf``.
        tables: Its tables, in order.
        lines: Its prose, in order, without what stands in tables.
        marks: What our own template says of itself on its hidden sheet: unit_id, report_year, …
    """

    format: str
    tables: list[Table]
    lines: list[Line] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
