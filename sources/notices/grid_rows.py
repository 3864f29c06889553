"""From a grid to the rows of a notice: same shape as the plain-text reader gives."""

from collections.abc import Callable

from sources.errors import SourceError
from sources.grids import Grid, GridCell
from sources.notices.model import Cell
from sources.notices.words import headers
from sources.text import key


def header_row(grid: Grid) -> int | None:
    """Return the index of the first row that names a task column and two more, or None."""
    for index, row in enumerate(grid):
        fields = {headers().get(key(cell.text)) for cell in row if cell} - {None}
        if "task" in fields and len(fields) >= 3:
            return index
    return None


def grid_rows(grid: Grid, place_of: Callable[[GridCell], str]) -> list[list[Cell]]:
    """Return the rows from the header on.

    Raises:
        SourceError: A row has fewer cells than the table has columns: something was cut off.
    """
    start = header_row(grid)
    cells: dict[GridCell, Cell] = {}
    rows: list[list[Cell]] = []
    for index, row in enumerate(grid[start:], start=start or 0):
        line: list[Cell] = []
        for column, cell in enumerate(row):
            if cell is None:
                known = next(
                    (place_of(other) for other in reversed(row[:column]) if other), f"表格第{index + 1}行"
                )
                raise SourceError(
                    known, f"表格第{index + 1}行缺第{column + 1}列", f"{len(row)} 列", "请检查原文是否被截断"
                )
            line.append(cells.setdefault(cell, Cell(cell.text, place_of(cell))))
        rows.append(line)
    return rows
