"""Reads the task-progress workbook (任务落实情况表)."""

import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns import cells
from sources.returns.model import FORM_TASK_PROGRESS, SYNTHETIC_MARK, Finding, ProgressLine, Rejected, Return
from sources.returns.sender import sender
from sources.returns.workbook import Sheet, SheetCell, open_workbook
from sources.text import key, shorten

_HEADER_WITHIN = 20
_TITLE_YEAR = re.compile(r"(\d{4})年(?:度)?.*(?:落实|进展|任务)")
_FORM = Path(__file__).parent / "forms" / "task_progress.csv"
_NOTHING = SheetCell("", None, "")
_ItemKey = tuple[int | None, str | None, dt.date | None]


class _FormSheet(NamedTuple):
    """A worksheet that holds the form; ``header`` is the index of its header row."""

    name: str
    rows: list[list[SheetCell]]
    header: int


def read_task_progress(content: bytes, folder: str, report_year: int, registry: Registry) -> Return:
    """Read one workbook: every worksheet that holds the form.

    Args:
        content: The file's bytes.
        folder: The inbox folder that it lay in; names the unit where the file does not.
        report_year: The year of the inbox that it lay in.
        registry: Resolves unit names, as of the end of the year.

    Returns:
        The lines with their findings.

    Raises:
        Rejected: The file cannot be used: unreadable, not this form, wrong or conflicting unit or year.
    """
    sheets = _find_form(open_workbook(content))
    tops = [sheet.rows[: sheet.header] for sheet in sheets]
    for top in tops:
        _check_year(top, report_year)
    unit_id = sender(tops, folder, dt.date(report_year, 12, 31), registry)
    is_synthetic = any(SYNTHETIC_MARK in cell.text for top in tops for row in top for cell in row)
    result = Return(FORM_TASK_PROGRESS, unit_id, is_synthetic)
    rows_before = 0
    for sheet in sheets:
        _add_lines(sheet, rows_before, result)
        rows_before += len(sheet.rows)
    if not result.lines:
        place = "、".join(sheet.name for sheet in sheets)
        raise Rejected(Finding("RET-03", place, "表头之下没有填报内容", "每项任务一行", "请填写后重新报送"))
    result.findings += _duplicates(result.lines)
    return result


@cache
def headers() -> tuple[dict[str, str], frozenset[str]]:
    """Return header → field, and the fields that must be there."""
    rows = read_rows(_FORM, ("field", "header", "is_required"))
    required = frozenset(row["field"] for row in rows if row["is_required"] == "yes")
    return {key(row["header"]): row["field"] for row in rows}, required


def _columns(row: list[SheetCell]) -> dict[str, int]:
    """Return field → column index; of two columns for one field, the one whose header the map has first.

    A 序号 to the left of the 任务编号 only counts the lines.
    """
    known, _ = headers()
    indexes: dict[str, int] = {}
    for index, cell in enumerate(row):
        indexes.setdefault(key(cell.text), index)
    columns: dict[str, int] = {}
    for header, field in known.items():
        if header in indexes and field != "ignored":
            columns.setdefault(field, indexes[header])
    return columns


def _find_form(sheets: dict[str, Sheet]) -> list[_FormSheet]:
    """Return every worksheet that holds the form; hidden ones only where no visible one does."""
    _, required = headers()
    best: frozenset[str] = frozenset()
    found_on: dict[bool, list[_FormSheet]] = {True: [], False: []}
    for name, (rows, is_visible) in sheets.items():
        for index, row in enumerate(rows[:_HEADER_WITHIN]):
            present = required & _columns(row).keys()
            best = max(best, present, key=len)
            if present == required:
                found_on[is_visible].append(_FormSheet(name, rows, index))
                break
    if forms := found_on[True] or found_on[False]:
        return forms
    missing = "、".join(
        next(header for header, name in headers()[0].items() if name == field)
        for field in sorted(required - best)
    )
    found = f"各工作表前 {_HEADER_WITHIN} 行没有任务落实情况表的表头（缺 {missing}）"
    raise Rejected(
        Finding(
            "RET-03",
            "、".join(sheets) or "文件",
            found,
            "任务编号、完成状态、落实情况 等列",
            "请使用下发的表样",
        )
    )


def _check_year(top: list[list[SheetCell]], report_year: int) -> None:
    for cell in (cell for row in top for cell in row):
        match = _TITLE_YEAR.search(key(cell.text))
        if match and int(match[1]) != report_year:
            finding = Finding(
                "RET-05",
                cell.address,
                f"{match[1]} 年",
                f"{report_year} 年",
                "请核对年度，放入相应年度的收件箱",
            )
            raise Rejected(finding)


def _add_lines(sheet: _FormSheet, rows_before: int, result: Return) -> None:
    """Add the lines of a worksheet, numbered by row; the rows of the worksheets before it count too."""
    columns = _columns(sheet.rows[sheet.header])
    for number, row in enumerate(sheet.rows[sheet.header + 1 :], start=rows_before + sheet.header + 2):
        if any(cell.text for cell in row):
            cells_by_field = {field: row[index] for field, index in columns.items()}
            result.lines.append(_line(number, cells_by_field, result.findings))


def _line(number: int, row: dict[str, SheetCell], findings: list[Finding]) -> ProgressLine:
    kind = row.get("item_kind", _NOTHING)
    status = row["progress_status"]
    return ProgressLine(
        line_no=number,
        task_no=cells.task_number(row["task_no"], findings),
        item_kind=cells.coded(kind, "item_kinds", "RET-13", findings) if kind.text else "completion",
        due_date=cells.day(row.get("due_date", _NOTHING), findings),
        progress_status=cells.coded(status, "progress_statuses", "RET-11", findings),
        status_text=status.text or None,
        completed_on=cells.day(row.get("completed_on", _NOTHING), findings),
        progress_text=row["progress_text"].text or None,
        evidence_url=row.get("evidence_url", _NOTHING).text or None,
        place=row["task_no"].address,
    )


def _duplicates(lines: list[ProgressLine]) -> list[Finding]:
    counts: Counter[_ItemKey] = Counter((line.task_no, line.item_kind, line.due_date) for line in lines)
    seen: set[_ItemKey] = set()
    findings = []
    for line in lines:
        item = (line.task_no, line.item_kind, line.due_date)
        if line.task_no and item in seen:
            found = shorten(f"任务 {line.task_no} 的同一事项填了 {counts[item]} 行")
            findings.append(Finding("RET-14", line.place, found, "每个事项一行", "请删去重复的行"))
        seen.add(item)
    return findings
