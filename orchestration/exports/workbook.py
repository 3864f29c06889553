"""Writes printed tables as an xlsx workbook, set up for A4 landscape. The same rows give the same bytes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.exports.layout import column_widths, row_height, shown
from orchestration.exports.tables import Edition, PrintedTable, Value
from sources.text import safe_text

_TITLE_ROWS = 3
_A4 = 9
# What a cell holds at most, in UTF-16 units; the library would cut off the rest without a word.
_CELL_LIMIT = 32_767
_CUT_OFF = "……（过长，未完）"
# Spreadsheets believe that 1900 had a leap day, and show the years before as ###.
_FIRST_YEAR = 1901


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title over a printed table, frozen below its heading and after ``frozen_columns``."""

    name: str
    title: str
    table: PrintedTable
    frozen_columns: int = 0
    empty_text: str = "无"


def write_workbook(
    path: Path, sheets: Sequence[Sheet], edition: Edition, palette: Mapping[str, tuple[str, str]]
) -> None:
    """Write the workbook beside its place and move it there.

    Args:
        path: Where it goes.
        sheets: Its sheets, in order.
        edition: What it says of itself, on the page and in its properties.
        palette: Status label → (font colour, fill colour) as hex digits, empty for none.
    """
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(partial), options) as book:
        book.set_properties(
            {
                "title": path.stem,
                "subject": f"{edition.report_year}年度",
                "comments": edition.note,
                # A clock of its own would make every file different.
                "created": dt.datetime.combine(edition.as_of, dt.time()),
            }
        )
        formats = _formats(book, palette)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, edition, formats)
    partial.replace(path)


def fitting_text(text: str) -> str:
    """Return text that one cell can hold; where something had to go, it says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _CELL_LIMIT:
        return text
    return units[: 2 * (_CELL_LIMIT - len(_CUT_OFF))].decode("utf-16-le", "ignore") + _CUT_OFF


def _formats(book: Any, palette: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    cell = {**font, "border": 1, "text_wrap": True}
    formats = {
        "title": book.add_format({**font, "font_name": "黑体", "font_size": 16, "align": "center"}),
        "note": book.add_format({**font, "font_color": "595959"}),
        "heading": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "D9E1F2"}),
        "text": book.add_format(cell),
        "number": book.add_format({**cell, "align": "center"}),
        "date": book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd"}),
        "time": book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd hh:mm"}),
    }
    for label, (colour, fill) in palette.items():
        colours = {"font_color": colour} | ({"bg_color": fill} if fill else {})
        formats[f"status {label}"] = book.add_format({**cell, "align": "center", **colours})
    return formats


def _write_sheet(page: Any, sheet: Sheet, edition: Edition, formats: Mapping[str, Any]) -> None:
    labels, rows = sheet.table.labels, sheet.table.rows
    last = len(labels) - 1
    widths = column_widths(labels, rows)
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    page.merge_range(1, 0, 1, last, edition.note, formats["note"])
    page.set_row(0, 26)
    for column, (label, width) in enumerate(zip(labels, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(2, column, label, formats["heading"])
    page.set_row(2, row_height(labels, widths) + 4)
    for number, row in enumerate(rows, start=_TITLE_ROWS):
        page.set_row(number, row_height(row, widths))
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, formats)
    if not rows:
        page.merge_range(_TITLE_ROWS, 0, _TITLE_ROWS, last, sheet.empty_text, formats["number"])
    page.freeze_panes(_TITLE_ROWS, sheet.frozen_columns)
    page.autofilter(2, 0, max(2, 2 + len(rows)), last)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 2)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{sheet.name}&C第 &P 页，共 &N 页&R{edition.as_of:%Y-%m-%d}")
    page.print_area(0, 0, _TITLE_ROWS + max(len(rows), 1) - 1, last)


def _write_cell(page: Any, row: int, column: int, value: Value, formats: Mapping[str, Any]) -> None:
    """An empty cell stays empty, and a zero is a zero."""
    if value is None:
        page.write_blank(row, column, None, formats["text"])
    elif isinstance(value, dt.date) and value.year < _FIRST_YEAR:
        page.write_string(row, column, shown(value), formats["text"])
    elif isinstance(value, dt.datetime):
        page.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), formats["date"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats["number"])
    else:
        page.write_string(
            row, column, fitting_text(safe_text(value)), formats.get(f"status {value}", formats["text"])
        )
