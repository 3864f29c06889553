"""Takes apart a notice sent as a Word document (docx)."""

import io
from functools import partial

from sources.errors import SourceError
from sources.grids import GridCell, docx_grid
from sources.notices.grid_rows import grid_rows, header_row
from sources.notices.model import Line
from sources.notices.open_html import OpenedGrid
from sources.safety import check_zip
from sources.text import tidy


def open_docx(content: bytes) -> OpenedGrid:
    """Take apart a Word document.

    Raises:
        SourceError: Not a sound docx, or no task table in it, or a row lacks cells.
    """
    check_zip(content, "Word 文档")
    try:
        return _take_apart(content)
    except SourceError:
        raise
    except Exception as error:  # python-docx raises whatever it stumbles over, by no common name
        raise SourceError(
            "Word 文档", f"文件已损坏（{error}）", "完整的 docx", "请重新另存为 docx"
        ) from error


def _take_apart(content: bytes) -> OpenedGrid:
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    before: list[Line] = []
    tables = 0
    for number, block in enumerate(docx.Document(io.BytesIO(content)).iter_inner_content(), start=1):
        if isinstance(block, Paragraph):
            before += [Line(line, f"第{number}段") for line in tidy(block.text).splitlines()]
        elif isinstance(block, Table):
            tables += 1
            grid = docx_grid(block)
            if header_row(grid) is not None:
                return OpenedGrid(before, grid_rows(grid, partial(_place, f"表{tables}")))
    raise SourceError("Word 文档", "没有找到任务表", "表头含 工作任务、牵头单位、责任单位 等的表格")


def _place(table: str, cell: GridCell) -> str:
    return f"{table}第{cell.row + 1}行第{cell.column + 1}列"
