"""Writes the first sheet: by when what is due, and how to fill in and hand in the workbook."""

import datetime as dt
from pathlib import Path
from typing import Any

from sources.registry.csv_rows import read_rows
from sources.returns.template.figures import carried_over, write_top
from sources.returns.template.model import Template
from sources.returns.template.styles import Styles, merged, row_height, set_up

SHEET, TITLE = "填报说明", "{year}年政务公开报送表填报说明"
_WIDTHS = (15.0, 14.0, 60.0)
_STATISTICS = "年度统计"


def write_guide_sheet(book: Any, styles: Styles, template: Template) -> None:
    """Add the sheet of instructions; nothing on it is filled in."""
    page = book.add_worksheet(SHEET)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    write_top(page, styles, template, TITLE, len(_WIDTHS) - 1)
    rows = [("时限", "报送事项", "任务编号")]
    rows += [(f"{day:%Y年%m月%d日}前", kind, about) for day, kind, about in _deadlines(template)]
    at = 3
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            style = styles.heading if number == 0 else styles.text if column == 2 else styles.label
            page.write_string(at, column, text, style)
        page.set_row(at, row_height([(row[2], _WIDTHS[2])], 22))
        at += 1
    at += 1
    for number, (heading, text) in enumerate(_instructions(template), start=1):
        page.write_string(at, 0, f"{number}. {heading}", styles.text)
        merged(page, (at, 1, at, 2), text, styles.text)
        page.set_row(at, row_height([(text, sum(_WIDTHS[1:])), (f"{number}. {heading}", _WIDTHS[0])], 26))
        at += 1
    set_up(page, is_landscape=False, last_row=at - 1, last_column=len(_WIDTHS) - 1)


def _deadlines(template: Template) -> list[tuple[dt.date, str, str]]:
    """Return (day, kind of item, task numbers) of what this unit owes, by day."""
    tasks: dict[tuple[dt.date, str], list[str]] = {}
    for item in template.items:
        about = "通知正文" if item.task_no is None else str(item.task_no)
        tasks.setdefault((item.due_date, item.item_kind), []).append(about)
    # The blank lets a line end between two numbers and not within one.
    found = [(day, kind, "、 ".join(dict.fromkeys(numbers))) for (day, kind), numbers in tasks.items()]
    if template.statistics_due:
        found.append((template.statistics_due, _STATISTICS, "表二、表三、表四、信息处理费和政府网站年度数据"))
    return sorted(found, key=lambda one: one[0])


def _instructions(template: Template) -> list[tuple[str, str]]:
    applying = {"all"}
    if template.statistics_due:
        applying |= {"statistics"} | ({"carried_over"} if carried_over(template) else set())
    rows = read_rows(Path(__file__).with_name("guide.csv"), ("applies_to", "heading", "text"))
    return [
        (row["heading"], row["text"].format(year=template.report_year))
        for row in rows
        if row["applies_to"] in applying
    ]
