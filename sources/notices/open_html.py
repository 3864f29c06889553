"""Takes apart a notice published as a web page."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sources.errors import SourceError
from sources.grids import Grid, html_grid, html_lines
from sources.notices.grid_rows import grid_rows, header_row
from sources.notices.model import Cell, KindOf, Line

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass
class OpenedGrid:
    """A notice whose table came as a real table (web page or Word)."""

    before: list[Line]
    grid_rows: list[list[Cell]]

    def rows(self, kind_of: KindOf) -> list[list[Cell]]:
        """Return the rows; columns need no guessing here, so ``kind_of`` is not asked."""
        return self.grid_rows


def open_html(page: str) -> OpenedGrid:
    """Take apart a web page.

    Raises:
        SourceError: No task table on the page, the page breaks off inside it, or a row lacks cells.
    """
    from lxml import etree, html

    # As bytes: lxml refuses text that declares an encoding, as XHTML pages do.
    parser = html.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    try:
        root = html.document_fromstring(page.encode(), parser=parser)
    except etree.ParserError:
        raise SourceError("网页", "没有内容", "完整的网页", "请重新保存网页") from None
    _refuse_open_table(page)
    table, grid = _task_table(root)
    before = [Line(text, f"第{line}行") for text, line in html_lines(root, stop_at=table)]
    return OpenedGrid(
        before,
        grid_rows(
            grid, lambda cell: f"第{cell.source_line}行（表格第{cell.row + 1}行第{cell.column + 1}列）"
        ),
    )


def _task_table(root: "HtmlElement") -> tuple["HtmlElement", Grid]:
    """Return the innermost table that has a header row: layout tables may stand around it."""
    for table in root.iter("table"):
        if table.find(".//table") is None:
            grid = html_grid(table)
            if header_row(grid) is not None:
                return table, grid
    raise SourceError("网页", "没有找到任务表", "表头含 工作任务、牵头单位、责任单位 等的表格")


def _refuse_open_table(page: str) -> None:
    """A page that breaks off inside a table would otherwise read as a shorter table."""
    opened = len(re.findall(r"<table\b", page, re.IGNORECASE))
    closed = len(re.findall(r"</table\s*>", page, re.IGNORECASE))
    if opened > closed:
        last = page.count("\n") + 1
        raise SourceError(f"第{last}行", "网页在表格中间中断，没有 </table>", "完整的网页", "请重新保存网页")
