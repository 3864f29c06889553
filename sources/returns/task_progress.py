"""Reads the task-progress workbook (任务落实情况表)."""

import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Match, Registry, UnknownName
from sources.returns import cells
from sources.returns.model import FORM_TASK_PROGRESS, SYNTHETIC_MARK, Finding, ProgressLine, Rejected, Return
from sources.returns.workbook import SheetCell, open_workbook
from sources.text import key, shorten

_HEADER_WITHIN = 20
_UNIT = re.compile(r"^填报单位(?:名称)?(?:\(盖章\))?:?(.*)$")
_TITLE_YEAR = re.compile(r"(\d{4})年(?:度)?.*(?:落实|进展|任务)")
_FORM = Path(__file__).parent / "forms" / "task_progress.csv"
_NOTHING = SheetCell("", None, "")
_ItemKey = tuple[int | None, str | None, dt.date | None]


def read_task_progress(content: bytes, folder: str, report_year: int, registry: Registry) -> Return:
    """Read one workbook.

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
    sheets = open_workbook(content)
    name, rows, header = _find_form(sheets)
    _check_year(rows[:header], report_year)
    unit_id = _sender(rows[:header], folder, dt.date(report_year, 12, 31), registry)
    is_synthetic = any(SYNTHETIC_MARK in cell.text for row in rows[:header] for cell in row)
    result = Return(FORM_TASK_PROGRESS, unit_id, is_synthetic)
    columns = _columns(rows[header])
    for offset, row in enumerate(rows[header + 1 :], start=header + 2):
        if any(cell.text for cell in row):
            result.lines.append(
                _line(offset, {field: row[index] for field, index in columns.items()}, result.findings)
            )
    if not result.lines:
        raise Rejected(Finding("RET-03", name, "表头之下没有填报内容", "每项任务一行", "请填写后重新报送"))
    result.findings += _duplicates(result.lines)
    return result


@cache
def headers() -> tuple[dict[str, str], frozenset[str]]:
    """Return header → field, and the fields that must be there."""
    rows = read_rows(_FORM, ("field", "header", "is_required"))
    required = frozenset(row["field"] for row in rows if row["is_required"] == "yes")
    return {key(row["header"]): row["field"] for row in rows}, required


def _columns(row: list[SheetCell]) -> dict[str, int]:
    """Return field → column index; of two columns for one field the first counts."""
    known, _ = headers()
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        field = known.get(key(cell.text), "ignored")
        if field != "ignored":
            columns.setdefault(field, index)
    return columns


def _find_form(sheets: dict[str, list[list[SheetCell]]]) -> tuple[str, list[list[SheetCell]], int]:
    _, required = headers()
    best: frozenset[str] = frozenset()
    for name, rows in sheets.items():
        for index, row in enumerate(rows[:_HEADER_WITHIN]):
            present = required & _columns(row).keys()
            if present == required:
                return name, rows, index
            best = max(best, present, key=len)
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


def _sender(top: list[list[SheetCell]], folder: str, day: dt.date, registry: Registry) -> str:
    """Return who sent it: what the file says, else the folder; a conflict is an error, not a choice."""
    named: SheetCell | None = None
    for row in top:
        for index, cell in enumerate(row):
            if match := _UNIT.match(key(cell.text)):
                beside = next((other for other in row[index + 1 :] if other.text), _NOTHING)
                # An empty cell, and then the next label (填报日期): the unit was left blank.
                beside = _NOTHING if key(beside.text).startswith("填报") else beside
                named = SheetCell(match[1], None, cell.address) if match[1] else beside
    by_folder = unit_of(folder, day, registry)
    if named is None or not named.text:
        if by_folder is None:
            found = f"文件内没有填报单位，所在文件夹“{folder or '（收件箱根目录）'}”也不是单位名称"
            raise Rejected(Finding("RET-04", "填报单位", found, "名录中的单位名称", "请填写“填报单位”"))
        return by_folder
    try:
        by_file = _single_unit(registry.resolve(named.text, day, named.address), day, registry)
    except UnknownName as error:
        raise Rejected(
            Finding("RET-04", named.address, error.found, error.expected, "请填写单位全称或简称")
        ) from error
    if by_file is None:
        found = f"“{named.text}”是一类单位"
        raise Rejected(Finding("RET-04", named.address, found, "一个单位的名称", "请填写单位全称或简称"))
    if by_folder and by_folder != by_file:
        found = f"填报单位为“{named.text}”，却放在“{folder}”的文件夹"
        raise Rejected(Finding("RET-04", named.address, found, "两者一致", "请确认是哪个单位的报送后改正"))
    return by_file


def unit_of(folder: str, day: dt.date, registry: Registry) -> str | None:
    """Return the unit that a folder is named for, or None."""
    try:
        return _single_unit(registry.resolve(folder, day, folder), day, registry)
    except UnknownName:
        return None


def _single_unit(match: Match, day: dt.date, registry: Registry) -> str | None:
    """Return the unit matched; a class stands for a unit only where it has a single member."""
    if match.group_code:
        members = {row["unit_id"] for row in registry.valid_on(day) if row["group_code"] == match.group_code}
        return members.pop() if len(members) == 1 else None
    return match.unit_id


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
