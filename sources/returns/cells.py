"""Types the text of cells: task numbers, dates, status words. What cannot be read becomes a finding."""

import datetime as dt
import re
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Cell
from sources.returns.model import Finding
from sources.text import key, shorten

_WORDS = Path(__file__).parent / "words"
_TASK_NO = re.compile(r"^(?:任务)?(?:(\d{4})-)?0*(\d{1,3})[.、]?$")
_IN_BODY = "正文"
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


@cache
def words(name: str) -> dict[str, str]:
    """Return word → code of ``words/<name>.csv``."""
    column = {"progress_statuses": "progress_status", "item_kinds": "item_kind"}[name]
    return {key(row["word"]): row[column] for row in read_rows(_WORDS / f"{name}.csv", ("word", column))}


def task_number(cell: Cell, report_year: int, findings: list[Finding]) -> int | None:
    """Return the task number, or None with a finding; ``2020-07`` is no task of 2021.

    正文 stands for an order in the body of the notice, which has no number, and is no finding.
    """
    if key(cell.text) == _IN_BODY:
        return None
    match = _TASK_NO.match(key(cell.text))
    if match and (match[1] is None or int(match[1]) == report_year):
        return int(match[2])
    found, expected = shorten(cell.text) or "空白", f"{report_year} 年的任务编号，如 7"
    findings.append(Finding("RET-12", cell.place, found, expected, "请按任务分解表填写编号"))
    return None


def day(cell: Cell, findings: list[Finding]) -> dt.date | None:
    """Return the date; empty is None, unreadable is None with a finding."""
    if cell.date or not cell.text:
        return cell.date
    match = _DATE.match(key(cell.text))
    try:
        if match:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    findings.append(
        Finding("RET-10", cell.place, shorten(cell.text), "日期，如 2021-10-28", "请改为年-月-日")
    )
    return None


def coded(cell: Cell, vocabulary: str, rule_code: str, findings: list[Finding]) -> str | None:
    """Return the code of a word; empty is None, an unknown word is None with a finding."""
    if not cell.text:
        return None
    code = words(vocabulary).get(key(cell.text))
    if code is None:
        expected = "、".join(words(vocabulary))
        findings.append(Finding(rule_code, cell.place, shorten(cell.text), expected, "请从下拉选项中选择"))
    return code
