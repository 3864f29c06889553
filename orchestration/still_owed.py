"""What a unit still owes after a file, told without a warehouse: from the notice, the registry and the file.

Says the same as the dbt model ``int_obligations_met`` for the one file that it looks at.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cache

from orchestration.exports.labels import labels
from orchestration.exports.receipt import OwedItem
from orchestration.settings import PROJECT
from sources.owed import COMPLETION, MILESTONE, SUMMARY, Item
from sources.registry.csv_rows import read_rows
from sources.returns.cells import words
from sources.returns.model import FORM_STATISTICS, ProgressLine, Return
from sources.text import key

_STATUSES = PROJECT / "dbt_project" / "seeds" / "progress_statuses.csv"
_STATISTICS = "statistics"


def still_owed(
    items: list[Item],
    statistics: dt.date | None,
    report_year: int,
    returns: list[Return],
    as_of: dt.date,
    due_soon_days: int,
) -> tuple[OwedItem, ...]:
    """Return what a unit owes less what its file answers, by deadline.

    Args:
        items: What the unit owes of the task table.
        statistics: By when it owes the annual statistics, None where it does not.
        report_year: The year.
        returns: What the file says; a rejected return answers nothing.
        as_of: The day from which the statuses are told.
        due_soon_days: So many days before its deadline an item is due soon.
    """
    usable = [result for result in returns if not result.is_rejected]
    open_items = list(_unanswered(items, [line for result in usable for line in result.lines]))
    owed = [OwedItem(_title(item), item.item_kind, item.due_date, "") for item in open_items]
    if statistics and not any(result.form == FORM_STATISTICS for result in usable):
        title = f"{report_year}年政府信息公开年度统计"
        owed.append(OwedItem(title, labels("obligation_type")[_STATISTICS], statistics, ""))
    owed = [item._replace(status=_status(item.due_date, as_of, due_soon_days)) for item in owed]
    return tuple(sorted(owed, key=lambda item: item.due_date))


def _unanswered(items: list[Item], lines: list[ProgressLine]) -> Iterator[Item]:
    steps = Counter(item.task_no for item in items if item.item_kind == MILESTONE)
    by_kind: dict[str | None, list[ProgressLine]] = {}
    for line in lines:
        by_kind.setdefault(line.item_kind, []).append(line)
    for item in items:
        candidates = by_kind.get(words("item_kinds")[key(item.item_kind)], [])
        about = [line for line in candidates if item.task_no in (None, line.task_no)]
        is_only_step = item.task_no is not None and steps[item.task_no] == 1
        if not any(_answers(line, item, is_only_step) for line in about):
            yield item


def _answers(line: ProgressLine, item: Item, is_only_step: bool) -> bool:
    if item.item_kind == SUMMARY:  # a summary is its text; a status word alone sums up nothing
        return line.progress_text is not None
    if item.item_kind == COMPLETION:
        return _ends(line, "ends_completion")
    # A line that names no date can stand for a step only where there is just one.
    is_meant = line.due_date == item.due_date or (line.due_date is None and is_only_step)
    return is_meant and _ends(line, "ends_milestone")


def _ends(line: ProgressLine, column: str) -> bool:
    return line.progress_status in _ending(column)


@cache
def _ending(column: str) -> frozenset[str]:
    """Return the statuses that end an item; which they are is said in the models' own seed."""
    rows = read_rows(_STATUSES, ("progress_status", "ends_milestone", "ends_completion"))
    return frozenset(row["progress_status"] for row in rows if row[column] == "true")


def _title(item: Item) -> str:
    return item.title if item.task_no is None else f"{item.task_no}. {item.title}"


def _status(due_date: dt.date, as_of: dt.date, due_soon_days: int) -> str:
    """The dbt macro ``obligation_status`` for what has not arrived."""
    days = (due_date - as_of).days
    code = "missing" if days < 0 else "due_soon" if days <= due_soon_days else "not_due"
    return labels("status")[code]
