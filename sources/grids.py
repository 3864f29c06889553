"""HTML and Word tables as grids: every position knows the cell that covers it.

A table is placed by its rowspan, colspan and merges, never by the order of the values that survived.
"""

import re
import sys
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sources import word_xml
from sources.errors import SourceError
from sources.pieces import BREAK, raw_text, text_lines
from sources.text import RAISED, tidy

if TYPE_CHECKING:
    from docx.table import Table
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_RAISING = ("sup", "sub")
_BLOCKS = frozenset(
    {"p", "div", "li", "tr", "td", "th", "ul", "ol", "table", "section", "article", "br", "dd", "dt"}
    | {"caption", "center", "blockquote", "pre", "form", "header", "footer", "main", "nav", "aside", "hr"}
    | {f"h{level}" for level in range(1, 7)}
)
_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "del"})
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
_CJK_GAP = re.compile(f"(?<=[{_CJK}])[ ]+(?=[{_CJK}])")
_MARKUP_BLANKS = re.compile(r"[ \t\r\n\f]+")
MAX_SPAN = 1000


class GridCell(NamedTuple):
    """One table cell; the same object stands at every position that it covers.

    Attributes:
        text: What it says, as a reader sees it.
        row: Row of its first position, from 0.
        column: Column of its first position, from 0.
        source_line: Line of the HTML where it begins; 0 where nothing is known of lines.
        raw: What it says, to the character: non-breaking blanks are kept.
    """

    text: str
    row: int
    column: int
    source_line: int
    raw: str = ""


Grid = list[list[GridCell | None]]
_Covering = tuple[GridCell, int]  # a cell, and the number of rows that it covers from here on


class Extent(NamedTuple):
    """How large a grid may become; at the first row beyond, reading stops."""

    rows: int = sys.maxsize
    columns: int = sys.maxsize
    cells: int = sys.maxsize

    def check(self, rows: int, columns: int) -> None:
        """Raise SourceError when a grid of this size is beyond the limits."""
        if rows > self.rows or columns > self.columns or rows * columns > self.cells:
            raise SourceError(
                f"表格第{rows}行",
                f"表格到此有 {rows} 行 {columns} 列，超出限度",
                f"每表不超过 {self.rows} 行 {self.columns} 列，共不超过 {self.cells} 格",
                "请删去多余的行列",
            )


BOUNDLESS = Extent()


def html_grid(table: "HtmlElement", extent: Extent = BOUNDLESS) -> Grid:
    """Return the grid of an HTML table; a position that no cell covers is None.

    Raises:
        SourceError: The grid grows beyond ``extent``.
    """
    grid: Grid = []
    width = 0
    above: dict[int, _Covering] = {}
    for row in word_xml.nearest(table, {"tr"}, "table"):
        line, above = _html_row(row, len(grid), above, extent)
        width = max(width, len(line))
        extent.check(len(grid) + 1, width)
        grid.append(line)
    return _rectangle(grid, width)


def _html_row(
    row: "_Element", number: int, above: dict[int, _Covering], extent: Extent
) -> tuple[list[GridCell | None], dict[int, _Covering]]:
    """Return the row and what covers columns of the next row."""
    line: list[GridCell | None] = []
    below = {column: (cell, left - 1) for column, (cell, left) in above.items() if left > 1}
    end = max(above, default=-1)
    cells = list(word_xml.nearest(row, {"td", "th"}, "table"))[::-1]
    while cells or len(line) <= end:
        column = len(line)
        if column in above:
            line.append(above[column][0])
        elif cells:
            element = cells.pop()
            width, height = _span(element, "colspan"), _span(element, "rowspan")
            extent.check(number + 1, column + width)
            raw = _html_raw(element)
            cell = GridCell(_readable(raw), number, column, _source_line(element), raw)
            line += [cell] * width
            if height > 1:
                below.update(dict.fromkeys(range(column, column + width), (cell, height - 1)))
        else:
            line.append(None)
    return line, below


def docx_grid(table: "Table", extent: Extent = BOUNDLESS) -> Grid:
    """Return the grid of a Word table, merged cells repeated at each position.

    Raises:
        SourceError: The row where a vertical merge began is gone, a tracked change of cells is undecided, or
            the grid grows beyond ``extent``.
        ValueError: The document states no number where the width of a cell stands.
    """
    return word_grid(table._tbl, extent)


def word_grid(table: "_Element", extent: Extent = BOUNDLESS) -> Grid:
    """Return the grid of a ``w:tbl`` element; see :func:`docx_grid`."""
    grid: Grid = []
    width = 0
    above: dict[int, GridCell] = {}
    for row in word_xml.rows_of(table):
        line, above = _word_row(row, len(grid), above, extent)
        width = max(width, len(line))
        extent.check(len(grid) + 1, width)
        grid.append(line)
    return _rectangle(grid, width)


def _word_row(
    row: "_Element", number: int, above: dict[int, GridCell], extent: Extent
) -> tuple[list[GridCell | None], dict[int, GridCell]]:
    """Return the row and the cells that the next row may continue, by the column where they begin."""
    before, after = word_xml.omitted(row)
    extent.check(number + 1, before + after)
    line: list[GridCell | None] = [None] * before
    mergeable: dict[int, GridCell] = {}
    for element in word_xml.cells_of(row):
        shape, column = word_xml.shape_of(element), len(line)
        extent.check(number + 1, column + shape.span + after)
        if shape.is_undecided:
            found, remedy = "单元格的增删修订还没有接受或拒绝", "请在“审阅”中接受全部修订后再报"
            raise SourceError(f"表格第{number + 1}行", found, "没有待定修订的表格", remedy)
        cell: GridCell | None
        if shape.continues_left and line:
            cell = line[-1]
        elif shape.continues_above:
            cell = above.get(column)
            if cell is None:
                found = "竖向合并的单元格没有起始的一行"
                raise SourceError(f"表格第{number + 1}行", found, remedy="请检查原文是否缺行")
        else:
            raw = raw_text(word_xml.pieces(element))
            cell = GridCell(tidy(raw), number, column, 0, raw)
        if cell is not None and shape.is_mergeable:
            mergeable[column] = cell
        line += [cell] * shape.span
    return line + [None] * after, mergeable


def _rectangle(grid: Grid, width: int) -> Grid:
    return [line + [None] * (width - len(line)) for line in grid]


def html_text(element: "_Element") -> str:
    """Return the text of an element as a reader sees it: blocks and ``<br>`` break the line."""
    return _readable(_html_raw(element))


def html_lines(
    root: "HtmlElement", stop_at: "HtmlElement | None" = None, without: "Container[HtmlElement]" = ()
) -> list[tuple[str, int]]:
    """Return the text lines of a page with their source lines.

    Args:
        root: Where to read.
        stop_at: The element at which to stop.
        without: Elements to pass over.
    """
    lines = text_lines(_html_pieces(root, stop_at, without))
    return [(_CJK_GAP.sub("", text), line) for text, line in lines]


def _html_raw(element: "_Element") -> str:
    if len(element):
        return raw_text(_html_pieces(element))
    text = _MARKUP_BLANKS.sub(" ", element.text or "")  # the same, in a fifth of the time
    return "" if text == " " else text


def _readable(raw: str) -> str:
    """Return the text of a cell: between Chinese characters a blank is a line of the markup that ended there."""
    return tidy(_CJK_GAP.sub("", raw))


def _html_pieces(
    element: "_Element", stop_at: "_Element | None" = None, without: "Container[_Element]" = ()
) -> Iterator[tuple[str, int]]:
    """Yield text pieces and line breaks in document order, without recursion: pages may nest deeply."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    raised = 0
    for event, node in walk:
        if event == "start" and node is stop_at:
            return
        if node.tag in _RAISING:
            raised += 1 if event == "start" else -1
        if node.tag in _BLOCKS:
            yield BREAK, 0
        if event == "start" and (node.tag in _SKIPPED or node in without):
            walk.skip_subtree()
            continue
        text = node.text if event == "start" else node.tail if node is not element else None
        if text:
            text = _MARKUP_BLANKS.sub(" ", text)
            yield (text.translate(RAISED) if raised > 0 else text), _source_line(node)


def _source_line(element: "_Element") -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _span(element: "_Element", name: str) -> int:
    raw = element.get(name)
    if raw is None:
        return 1
    digits = raw.strip().lstrip("0")[: len(str(MAX_SPAN)) + 1]  # int() refuses thousands of digits
    return min(max(int(digits), 1), MAX_SPAN) if digits.isdecimal() else 1
