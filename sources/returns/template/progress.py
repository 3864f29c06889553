"""Writes the task-progress sheet: one line for each thing that the unit owes."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from sources.owed import MILESTONE, Item
from sources.registry.csv_rows import read_rows
from sources.returns.template.figures import write_top
from sources.returns.template.model import ItemAnswer, Template
from sources.returns.template.styles import Styles, row_height, set_up
from sources.text import safe_text

SHEET, TITLE = "任务落实情况", "{year}年政务公开工作主要任务落实情况表"
# What stands for the number of a task that only the body of the notice has.
NO_TASK_NO = "正文"
_WORDS = Path(__file__).parents[1] / "words"
_HEADER = 2
_LINK = 'OR(LEFT({0},7)="http://",LEFT({0},8)="https://",{0}="/")'
_NOTHING = ItemAnswer("", None, "", "")


@cache
def status_words() -> list[str]:
    """Return one word for each status, the first that the reader's vocabulary has for it."""
    rows = read_rows(_WORDS / "progress_statuses.csv", ("word", "progress_status"))
    words: dict[str, str] = {}
    for row in rows:
        words.setdefault(row["progress_status"], row["word"])
    return list(words.values())


def write_progress_sheet(book: Any, styles: Styles, template: Template) -> None:
    """Add the sheet of the task-progress form."""
    page = book.add_worksheet(SHEET)
    columns = read_rows(Path(__file__).with_name("progress.csv"), ("header", "content", "width"))
    widths = {row["content"]: float(row["width"]) for row in columns}
    at = {row["content"]: index for index, row in enumerate(columns)}
    write_top(page, styles, template, TITLE, len(columns) - 1)
    for index, row in enumerate(columns):
        page.set_column(index, index, widths[row["content"]])
        page.write_string(_HEADER, index, row["header"], styles.heading)
    page.set_row(_HEADER, 24)
    for number, item in enumerate(template.items, start=_HEADER + 1):
        answer = template.answers.items.get(item, _NOTHING)
        texts = {
            "title": item.title,
            "requirement": _requirement(item),
            "text": answer.text,
            "url": answer.url,
        }
        page.set_row(number, row_height([(text, widths[name]) for name, text in texts.items()], 36))
        _write_owed(page, number, at, item, styles)
        _write_answer(page, number, at, answer, styles)
    last_row = _HEADER + max(len(template.items), 1)
    if template.items:
        _restrict(page, _HEADER + 1, last_row, at, template.report_year)
        _mark_missing(page, _HEADER + 1, last_row, at, styles)
    page.freeze_panes(_HEADER + 1, at["title"] + 1)
    set_up(page, is_landscape=True, last_row=last_row, last_column=len(columns) - 1, heading_row=_HEADER)


def _requirement(item: Item) -> str:
    """A dated step is told in its own words, the rest in those of the task."""
    return item.milestone if item.item_kind == MILESTONE else item.requirement


def _write_owed(page: Any, row: int, at: dict[str, int], item: Item, styles: Styles) -> None:
    if item.task_no is None:
        page.write_string(row, at["task_no"], NO_TASK_NO, styles.label)
    else:
        page.write_number(row, at["task_no"], item.task_no, styles.label)
    page.write_string(row, at["title"], safe_text(item.title), styles.text)
    page.write_string(row, at["requirement"], safe_text(_requirement(item)), styles.text)
    page.write_string(row, at["item_kind"], item.item_kind, styles.label)
    page.write_datetime(row, at["due_date"], _midnight(item.due_date), styles.date)


def _write_answer(page: Any, row: int, at: dict[str, int], answer: ItemAnswer, styles: Styles) -> None:
    page.write(row, at["status"], answer.status, styles.open_choice)
    if answer.completed_on:
        page.write_datetime(row, at["completed_on"], _midnight(answer.completed_on), styles.open_date)
    else:
        page.write_blank(row, at["completed_on"], None, styles.open_date)
    page.write(row, at["text"], safe_text(answer.text), styles.open_text)
    page.write(row, at["url"], safe_text(answer.url), styles.open_text)
    page.write_blank(row, at["remark"], None, styles.open_text)


def _restrict(page: Any, first: int, last: int, at: dict[str, int], report_year: int) -> None:
    def on(content: str, rule: dict[str, object]) -> None:
        page.data_validation(first, at[content], last, at[content], rule)

    words = status_words()
    told = {"error_title": "填写有误", "input_title": "完成状态", "input_message": "请从下拉选项中选择。"}
    on(
        "status",
        {"validate": "list", "source": words, **told, "error_message": f"只能选：{'、'.join(words)}。"},
    )
    day = f"请填日期，如 {report_year}-10-28。"
    on(
        "completed_on",
        {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(report_year - 1, 1, 1),
            "maximum": dt.date(report_year + 1, 12, 31),
            **told,
            "input_title": "完成时间",
            "input_message": day,
            "error_message": f"{day}应在 {report_year - 1} 年至 {report_year + 1} 年之间。",
        },
    )
    link = "请填 http:// 或 https:// 开头的网址。"
    on(
        "url",
        {
            "validate": "custom",
            "value": f"={_LINK.format(_cell(first, at['url']))}",
            **told,
            # Several addresses, or the title of a paper, may be all there is: ask, and let it pass.
            "error_type": "warning",
            "input_title": "公开链接",
            "input_message": link,
            "error_message": link,
        },
    )


def _mark_missing(page: Any, first: int, last: int, at: dict[str, int], styles: Styles) -> None:
    """Turn red what a line that says 已完成 still lacks, and a summary or other status without its text."""
    status, done = _cell(first, at["status"], absolute=True), status_words()[0]
    for content in ("completed_on", "text", "url"):
        cell = _cell(first, at[content], absolute=True)
        rule = {"type": "formula", "criteria": f'=AND({status}="{done}",{cell}="")', "format": styles.wrong}
        page.conditional_format(first, at[content], last, at[content], rule)


def _cell(row: int, column: int, absolute: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, col_abs=absolute))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
