"""HTML and Word tables as grids: every position knows the cell that covers it.

A table is placed by its rowspan, colspan and merges, never by the order of the values that survived.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sources.errors import SourceError
from sources.text import tidy

if TYPE_CHECKING:
    from docx.table import Table
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {"p", "div", "li", "tr", "td", "th", "ul", "ol", "table", "section", "article", "br", "dd", "dt"}
    | {f"h{level}" for level in range(1, 7)}
)
_SKIPPED = frozenset({"script", "style", "noscript", "template", "head"})
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
_CJK_GAP = re.compile(f"(?<=[{_CJK}])[ ]+(?=[{_CJK}])")
MAX_SPAN = 1000


class GridCell(NamedTuple):
    """One table cell; the same object stands at every position that it covers."""

    text: str
    row: int
    column: int
    source_line: int


Grid = list[list[GridCell | None]]


def html_grid(table: "HtmlElement") -> Grid:
    """Return the grid of an HTML table; a position that no cell covers is None."""
    grid: Grid = []
    carried: dict[int, tuple[GridCell, int]] = {}
    for row_index, row in enumerate(_own_rows(table)):
        line: list[GridCell | None] = []
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        while cells or any(column >= len(line) for column in carried):
            column = len(line)
            if column in carried:
                covering, left = carried.pop(column)
                line.append(covering)
                if left > 1:
                    carried[column] = (covering, left - 1)
            elif cells:
                element = cells.pop(0)
                cell = GridCell(html_text(element), row_index, column, element.sourceline or 0)
                for offset in range(_span(element, "colspan")):
                    line.append(cell)
                    if (rows := _span(element, "rowspan")) > 1:
                        carried[column + offset] = (cell, rows - 1)
            else:
                line.append(None)
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    return [line + [None] * (width - len(line)) for line in grid]


def docx_grid(table: "Table") -> Grid:
    """Return the grid of a Word table, merged cells repeated at each position.

    Raises:
        SourceError: The row where a vertical merge began is gone.
    """
    seen: dict[int, GridCell] = {}
    elements: list[Any] = []  # keeps the elements alive, so that an id() stays one cell's
    grid: Grid = []
    for row_index, row in enumerate(table.rows):
        line: list[GridCell | None] = []
        try:
            cells = row.cells
        except ValueError:  # a cell that continues a vertical merge, with nothing above to continue
            found = "竖向合并的单元格没有起始的一行"
            raise SourceError(f"表格第{row_index + 1}行", found, remedy="请检查原文是否缺行") from None
        for column, cell in enumerate(cells):
            identity = id(cell._tc)
            if identity not in seen:
                elements.append(cell._tc)
                seen[identity] = GridCell(tidy(cell.text), row_index, column, 0)
            line.append(seen[identity])
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    return [line + [None] * (width - len(line)) for line in grid]


def html_text(element: "HtmlElement") -> str:
    """Return the text of an element as a reader sees it: blocks and ``<br>`` break the line."""
    return tidy("".join(_pieces(element)))


def html_lines(root: "HtmlElement", stop_at: "HtmlElement | None" = None) -> list[tuple[str, int]]:
    """Return the text lines of a page with their source lines, up to an element (exclusive)."""
    lines: list[tuple[str, int]] = []
    buffer, first = "", 0

    def flush() -> None:
        nonlocal buffer
        lines.extend((text, first) for text in tidy(buffer).splitlines())
        buffer = ""

    for piece, line in _walk(root, stop_at):
        if piece == "\n":
            flush()
        else:
            first = first if buffer.strip() else line
            buffer += piece
    flush()
    return lines


def _pieces(element: "HtmlElement") -> Iterator[str]:
    for piece, _ in _walk(element, None):
        yield piece


def _walk(element: "HtmlElement", stop_at: "HtmlElement | None") -> Iterator[tuple[str, int]]:
    """Yield text pieces and line breaks in document order, without recursion: pages may nest deeply."""
    from lxml import etree

    skipped: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        line = node.sourceline or 0
        if event == "start" and node is stop_at:
            return
        if skipped is None and event == "start" and node.tag in _SKIPPED:
            skipped = node
        if skipped is None and node.tag in _BLOCKS:
            yield "\n", line
        if skipped is None and event == "start" and node.text:
            yield _fold(node.text), line
        if skipped is node and event == "end":
            skipped = None
        if skipped is None and event == "end" and node.tail and node is not element:
            yield _fold(node.tail), line


def _fold(text: str) -> str:
    return _CJK_GAP.sub("", re.sub(r"[ \t\r\n\f]+", " ", text))


def _own_rows(table: "HtmlElement") -> Iterator["HtmlElement"]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(element: "HtmlElement", name: str) -> int:
    raw = str(element.get(name) or "1").strip()
    return min(max(int(raw), 1), MAX_SPAN) if raw.isdecimal() else 1
