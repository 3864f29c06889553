"""Opens xlsx and xls workbooks. Nothing in them is executed."""

import datetime as dt
import io
from functools import cache
from typing import TYPE_CHECKING

from sources.errors import SourceError
from sources.returns.documents.extent import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    check_workbook_parts,
    too_far,
)
from sources.returns.documents.model import Cell, Document, Table
from sources.returns.model import Finding, Rejected
from sources.text import tidy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# The hidden sheet on which our own template says whose it is: rows of key and value.
MARKS_SHEET = "_zwgk"
_UNREADABLE = "请用 Excel 或 WPS 打开确认无误后，另存为 .xlsx 重新报送"


def open_workbook(content: bytes) -> Document:
    """Open an xlsx workbook.

    Raises:
        Rejected: The file is damaged, encrypted, carries macros, formulas or links, or is beyond the limits.
    """
    try:
        check_workbook_parts(content)
    except SourceError as error:
        raise Rejected(Finding("RET-01", "文件", error.found, error.expected, error.remedy)) from error
    except ValueError as error:
        raise _unreadable() from error
    return _open(content, "xlsx")


def open_old_workbook(content: bytes) -> Document:
    """Open an xls workbook that ``old_excel.check_old_excel`` found harmless; call it in a process apart.

    Raises:
        Rejected: The file is damaged or beyond the limits.
    """
    return _open(content, "xls")


def _open(content: bytes, kind: str) -> Document:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    document = Document(kind, [])
    cells = 0
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(workbook.sheets_metadata) > MAX_SHEETS:
            raise ValueError("too many sheets")
        for sheet in workbook.sheets_metadata:
            page = workbook.get_sheet_by_name(sheet.name)
            cells += page.total_height * page.total_width
            if page.total_height > MAX_ROWS or page.total_width > MAX_COLUMNS or cells > MAX_CELLS:
                raise Rejected(too_far(sheet.name, f"到此共占 {cells} 格"))
            if sheet.name == MARKS_SHEET:
                document.marks = {str(row[0]): _shown(row[1]) for row in page.to_python() if len(row) > 1}
            else:
                is_visible = sheet.visible == SheetVisibleEnum.Visible
                document.tables.append(Table(sheet.name, _rows(sheet.name, page), is_visible))
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable() from error
    except BaseException as error:  # the reader is written in Rust; its panics are no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable() from error
    return document


def _unreadable() -> Rejected:
    found = "工作簿无法打开（损坏、加密或格式不符）"
    return Rejected(Finding("RET-01", "文件", found, "能正常打开的 .xlsx", _UNREADABLE))


@cache
def column_name(index: int) -> str:
    """Return A, B, … Z, AA for 0, 1, … 25, 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _rows(name: str, sheet: "CalamineSheet") -> list[list[Cell | None]]:
    """Return all cells from A1 on; a merged cell stands at every position that it covers."""
    rows: list[list[Cell | None]] = []
    columns = [f"{name}!{column_name(column)}" for column in range(sheet.total_width + 1)]
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        rows.append(
            [
                Cell("", "", None, f"{column}{number}") if value == "" else _cell(value, f"{column}{number}")
                for column, value in zip(columns, values, strict=False)
            ]
        )
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]):
            covered += (min(bottom, len(rows)) - top + 1) * (min(right, len(rows[top])) - left + 1)
            if covered > MAX_CELLS:  # merges that lie over each other again and again
                raise ValueError("merged cells beyond the limits")
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [rows[top][left]] * (min(right + 1, len(row)) - left)
    return rows


def _cell(value: object, place: str) -> Cell:
    if isinstance(value, str):
        return Cell(tidy(value), value, None, place)
    if isinstance(value, float):
        raw = _shown(value)
        return Cell(raw, raw, None, place)
    raw = _shown(value)
    if isinstance(value, dt.datetime):
        return Cell(raw, raw, value.date(), place)
    if isinstance(value, dt.date):
        return Cell(raw, raw, value, place)
    return Cell(raw, raw, None, place)


def _shown(value: object) -> str:
    """Return a value as text: whole numbers without a point, dates as ISO."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)
