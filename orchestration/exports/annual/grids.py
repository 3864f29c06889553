"""The tables of the annual report for each version of its form: where every label and figure stands."""

from functools import cache
from typing import NamedTuple

from orchestration.exports.annual.model import PARTIAL_MARK, ReportCell
from sources.portals.report_sections import sections
from sources.registry.csv_rows import Row, read_rows
from sources.returns.model import FORM_STATISTICS
from sources.returns.numbers import plain
from sources.returns.template.figures import LAYOUT_FILE
from sources.returns.template.grids import LAYOUTS, Field, Place, fields
from sources.returns.template.model import FigureKey

_COLUMNS = ("form", "table_code", "sheet", "layout", "corner", "widths", "paper")
_ORDINALS = "一二三四五六"
_STEP = " > "


class Grid(NamedTuple):
    """A table that is printed as a grid.

    Attributes:
        table_code: Its code in the form map.
        heading: The heading of the section that it stands in.
        places: Its cells, merged or not.
        widths: The relative widths of its columns.
        sheet: The name of its sheet in a workbook.
        is_landscape: Whether its paper lies on its long side.
        head_rows: How many rows at the top are headings of all that follows.
    """

    table_code: str
    heading: str
    places: tuple[Place, ...]
    widths: tuple[float, ...]
    sheet: str
    is_landscape: bool
    head_rows: int

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return max(place.bottom for place in self.places) + 1


class Figure(NamedTuple):
    """A field of the form, with the names under which lists show it."""

    key: FigureKey
    table: str
    row: str
    column: str
    field: Field


@cache
def headings() -> dict[str, str]:
    """Return the headings of the six sections as printed → the table that stands in each, or ``""``."""
    return {f"{_ORDINALS[one.number - 1]}、{one.title}": one.table_code for one in sections()}


@cache
def grids(version: str) -> tuple[Grid, ...]:
    """Return the three grids of a version of the form, in print order."""
    rows = _rows()
    return tuple(_grid(version, heading, rows[code]) for heading, code in headings().items() if code)


@cache
def figures(version: str) -> tuple[Figure, ...]:
    """Return all figures of a version of the form in print order; the fees come last."""
    names = {code: heading for heading, code in headings().items() if code}
    tables = {**names, **{code: row["sheet"] for code, row in _rows().items() if code not in names}}
    return tuple(
        Figure(field.key, name, _STEP.join(field.row_path), _STEP.join(field.column_path), field)
        for code, name in tables.items()
        for field in fields(FORM_STATISTICS, version, code)
    )


def printed(field: Field, cell: ReportCell) -> str:
    """Return a figure as it stands on paper; where no heading names the unit, the figure does."""
    return cell.printed if cell.value is None else f"{plain(cell.value)}{suffix(field, cell)}"


def suffix(field: Field, cell: ReportCell) -> str:
    """Return what stands behind a number on paper: a unit that no heading names, the mark of a partial sum."""
    if cell.value is None:
        return ""
    unit = field.unit if field.kind == "amount_with_unit" else ""
    return f"{unit}{PARTIAL_MARK if cell.is_partial else ''}"


def _rows() -> dict[str, Row]:
    return {
        row["table_code"]: row for row in read_rows(LAYOUT_FILE, _COLUMNS) if row["form"] == FORM_STATISTICS
    }


def _grid(version: str, heading: str, row: Row) -> Grid:
    table = fields(FORM_STATISTICS, version, row["table_code"])
    places = tuple(LAYOUTS[row["layout"]](table, row["corner"]))
    first = min(place.top for place in places if place.field)
    return Grid(
        row["table_code"],
        heading,
        places,
        tuple(float(width) for width in row["widths"].split()),
        row["sheet"],
        row["paper"] == "landscape",
        0 if row["layout"] == "blocks" else first,  # blocks have headings of their own, all the way down
    )
