"""Tables of a PDF: from ruled cells on pages to grids, a table that runs over pages put together again."""

from typing import NamedTuple

from sources.returns.documents.extent import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sources.returns.documents.model import Cell, Table
from sources.returns.model import Finding, Rejected

# Rules that are meant to be one line differ by up to this much, in points, within a table and between pages.
_TOLERANCE = 2.5


class Box(NamedTuple):
    """A ruled cell: its edges on the page, in points, and what stands in it."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    raw: str


class Part(NamedTuple):
    """What one page shows of a table.

    Attributes:
        page: Page number, from 1.
        number: Which table of the page it is, from 1.
        boxes: Its cells.
        begins_page: Nothing but page furniture stands above it.
        ends_page: It reaches the lower half, and nothing but page furniture stands below it.
    """

    page: int
    number: int
    boxes: list[Box]
    begins_page: bool
    ends_page: bool


def tables(parts: list[Part]) -> list[Table]:
    """Return the tables of a file; parts on consecutive pages with the same columns are one table.

    Raises:
        Rejected: A table is larger than any form.
    """
    groups: list[list[Part]] = []
    for part in parts:
        if groups and _goes_on(groups[-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    left, found = MAX_CELLS, []
    for number, group in enumerate(groups, start=1):
        columns = _column_rules(group)
        rows = sum(len(_row_rules(part)) - 1 for part in group)
        left -= rows * (len(columns) - 1)
        if left < 0 or rows > MAX_ROWS or len(columns) > MAX_COLUMNS:
            expected = f"每表不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列，合计不超过 {MAX_CELLS} 格"
            raise Rejected(
                Finding("RET-01", f"第{group[0].page}页", "表格过大", expected, "请只报送报表本身")
            )
        found.append(_table(f"表{number}", group, columns))
    return found


def _goes_on(group: list[Part], part: Part) -> bool:
    last = group[-1]
    if part.page != last.page + 1 or not (last.ends_page and part.begins_page):
        return False
    ours, theirs = _column_rules(group), _column_rules([part])
    has_same_edges = abs(ours[0] - theirs[0]) <= _TOLERANCE and abs(ours[-1] - theirs[-1]) <= _TOLERANCE
    # A part whose rows are all merged across shows fewer rules, but none of its own.
    return has_same_edges and (_all_in(theirs, ours) or _all_in(ours, theirs))


def _table(name: str, group: list[Part], columns: list[float]) -> Table:
    rows: list[list[Cell | None]] = []
    page_breaks = []
    for part in group:
        if rows:
            page_breaks.append(len(rows))
        rows += _rows(part, columns)
    return Table(name, rows, page_breaks=frozenset(page_breaks))


def _rows(part: Part, columns: list[float]) -> list[list[Cell | None]]:
    rules = _row_rules(part)
    rows: list[list[Cell | None]] = [[None] * (len(columns) - 1) for _ in rules[1:]]
    # Should boxes lie over each other, the smaller one is the cell and the larger a frame around it.
    for box in sorted(part.boxes, key=lambda b: (b.x0 - b.x1) * (b.bottom - b.top)):
        top, bottom = _nearest(rules, box.top), _nearest(rules, box.bottom)
        left, right = _nearest(columns, box.x0), _nearest(columns, box.x1)
        place = f"第{part.page}页表{part.number}第{top + 1}行第{left + 1}列"
        cell = Cell(box.text, box.raw, None, place)
        for row in rows[top:bottom]:
            row[left:right] = [cell] * (right - left)
    return rows


def _column_rules(group: list[Part]) -> list[float]:
    return _rules([edge for part in group for box in part.boxes for edge in (box.x0, box.x1)])


def _row_rules(part: Part) -> list[float]:
    return _rules([edge for box in part.boxes for edge in (box.top, box.bottom)])


def _rules(edges: list[float]) -> list[float]:
    """Return where rules lie: edges closer than the tolerance are one rule."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _TOLERANCE:
            rules.append(edge)
    return rules


def _all_in(some: list[float], others: list[float]) -> bool:
    return all(abs(others[_nearest(others, rule)] - rule) <= _TOLERANCE for rule in some)


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))
