"""Writes one synthetic task-progress workbook."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from sources.demo.items import Item
from sources.returns.model import SYNTHETIC_MARK

HEADERS = (
    "任务编号",
    "工作任务",
    "事项类别",
    "完成时限",
    "完成状态",
    "完成时间",
    "落实情况",
    "公开链接",
    "备注",
)
_WIDTHS = (10, 44, 12, 13, 12, 13, 48, 44, 16)


class Answer(NamedTuple):
    """What the unit says on one line."""

    status: str
    completed_on: dt.date | None
    text: str
    url: str


def write_workbook(path: Path, unit_name: str, report_year: int, lines: list[tuple[Item, Answer]]) -> None:
    """Write the workbook; the same arguments give the same bytes."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {"title": SYNTHETIC_MARK, "comments": SYNTHETIC_MARK, "created": dt.datetime(report_year, 12, 31)}
        )
        sheet = book.add_worksheet("任务落实情况")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write(0, 0, f"{report_year}年政务公开工作主要任务落实情况表（{SYNTHETIC_MARK}，非真实报送）")
        sheet.write(1, 0, "填报单位")
        sheet.write(1, 1, unit_name)
        for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.write(2, column, header, bold)
            sheet.set_column(column, column, width)
        for row, (item, answer) in enumerate(lines, start=3):
            sheet.write_number(row, 0, item.task_no)
            sheet.write_string(row, 1, item.title)
            sheet.write_string(row, 2, item.item_kind)
            sheet.write_datetime(row, 3, dt.datetime.combine(item.due_date, dt.time()), date)
            sheet.write_string(row, 4, answer.status)
            if answer.completed_on:
                sheet.write_datetime(row, 5, dt.datetime.combine(answer.completed_on, dt.time()), date)
            sheet.write_string(row, 6, answer.text)
            sheet.write_string(row, 7, answer.url)
        sheet.freeze_panes(3, 2)
