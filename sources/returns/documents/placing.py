"""From the tables of a page or a Word document to tables of cells, within the limits of a return."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from sources.errors import SourceError
from sources.grids import Extent, Grid, GridCell
from sources.returns.documents.extent import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sources.returns.documents.model import Cell, Table
from sources.returns.model import Finding, Rejected

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TABLES = 1000
# Tables within tables are read once for each level. What that costs: an element about 20 times as much as a
# character.
_MAX_WEIGHT = 15_000_000
_WEIGHT = "20 * count(.//*) + string-length(.)"


def tables_of(
    elements: "Sequence[_Element]", grid_of: "Callable[[_Element, Extent], Grid]", fallback_remedy: str
) -> list[Table]:
    """Lay out tables in their order, named 表1, 表2, ….

    Args:
        elements: The tables, those within others too.
        grid_of: Lays out one; raises SourceError where that is not possible.
        fallback_remedy: What to do about a table that cannot be laid out, where ``grid_of`` does not say.

    Raises:
        Rejected: A table cannot be laid out, or they are too many, too large, or nested too often.
    """
    _check_weight(elements)
    tables: list[Table] = []
    left = MAX_CELLS
    for number, element in enumerate(elements, start=1):
        name = f"表{number}"
        try:
            grid = grid_of(element, Extent(MAX_ROWS, MAX_COLUMNS, left))
        except SourceError as error:
            place, expected = error.where.replace("表格", name, 1), error.expected or "完整的表格"
            expected = expected.replace(f"共不超过 {left} 格", f"各表合计不超过 {MAX_CELLS} 格")
            remedy = error.remedy or fallback_remedy
            raise Rejected(Finding("RET-01", place, error.found, expected, remedy)) from error
        left -= sum(len(row) for row in grid)
        tables.append(Table(name, _cells(name, grid)))
    return tables


def is_layout(table: "_Element") -> bool:
    """Tell whether a table holds others: it arranges the page, and the text beside them is prose."""
    tables = table.iter(table.tag)
    next(tables)
    return next(tables, None) is not None


def _check_weight(elements: "Sequence[_Element]") -> None:
    if len(elements) > MAX_TABLES:
        found, expected = f"文件有 {len(elements)} 个表格", f"不超过 {MAX_TABLES} 个"
        raise Rejected(Finding("RET-01", "文件", found, expected, "请只保留填报内容后重新报送"))
    weight = 0.0
    for number, element in enumerate(elements, start=1):
        weight += cast(float, element.xpath(_WEIGHT))
        if weight > _MAX_WEIGHT:
            found = "表格过大，或表格里层层嵌套表格"
            raise Rejected(Finding("RET-01", f"表{number}", found, "普通的表格", "请只保留填报的表格"))


def _cells(name: str, grid: Grid) -> list[list[Cell | None]]:
    known: dict[int, Cell] = {}

    def cell_of(placed: GridCell | None) -> Cell | None:
        if placed is None:
            return None
        if id(placed) not in known:
            place = f"{name}第{placed.row + 1}行第{placed.column + 1}列"
            known[id(placed)] = Cell(placed.text, placed.raw, None, place)
        return known[id(placed)]

    return [[cell_of(placed) for placed in row] for row in grid]
