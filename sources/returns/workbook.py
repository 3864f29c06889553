"""Opens an xlsx workbook as text cells with their addresses. Nothing in it is executed."""

import datetime as dt
import io
from typing import TYPE_CHECKING, NamedTuple

from sources.errors import SourceError
from sources.returns.extent import refuse_far_cells
from sources.returns.model import Finding, Rejected
from sources.safety import check_zip
from sources.text import tidy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_UNREADABLE = "请用 Excel 或 WPS 打开确认无误后，另存为 .xlsx 重新报送"


class SheetCell(NamedTuple):
    """A cell: its text, its date where Excel holds one, and its address (``表!B4``)."""

    text: str
    date: dt.date | None
    address: str


class Sheet(NamedTuple):
    """A worksheet: its rows of cells, and whether Excel shows it."""

    rows: list[list[SheetCell]]
    is_visible: bool


def open_workbook(content: bytes) -> dict[str, Sheet]:
    """Return sheet name → worksheet.

    Raises:
        Rejected: The file is damaged, encrypted, carries macros or is beyond the limits.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        check_zip(content, "工作簿")
    except SourceError as error:
        raise Rejected(Finding("RET-01", "文件", error.found, error.expected, error.remedy)) from error
    try:
        refuse_far_cells(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = {
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
        }
        return {
            name: Sheet(_rows(name, workbook.get_sheet_by_name(name)), name in visible)
            for name in workbook.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise Rejected(
            Finding(
                "RET-01", "文件", "工作簿无法打开（损坏、加密或格式不符）", "能正常打开的 .xlsx", _UNREADABLE
            )
        ) from error


def column_name(index: int) -> str:
    """Return A, B, … Z, AA for 0, 1, … 25, 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _rows(name: str, sheet: "CalamineSheet") -> list[list[SheetCell]]:
    return [
        [_cell(value, name, row, column) for column, value in enumerate(values)]
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
    ]


def _cell(value: object, sheet: str, row: int, column: int) -> SheetCell:
    address = f"{sheet}!{column_name(column)}{row + 1}"
    if isinstance(value, dt.datetime):
        return SheetCell(value.date().isoformat(), value.date(), address)
    if isinstance(value, dt.date):
        return SheetCell(value.isoformat(), value, address)
    if isinstance(value, float) and value.is_integer():
        return SheetCell(str(int(value)), None, address)
    return SheetCell(tidy(str(value)), None, address)
