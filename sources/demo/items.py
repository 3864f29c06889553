"""What each unit would report on: the lines of its task-progress workbook."""

import datetime as dt
from typing import NamedTuple

from sources.notices.model import Notice
from sources.registry.registry import Registry


class Item(NamedTuple):
    """One line of a unit's workbook: a task and what is owed on it."""

    task_no: int
    title: str
    item_kind: str
    due_date: dt.date


def items_by_unit(notice: Notice, registry: Registry) -> dict[str, list[Item]]:
    """Return unit_id → lines, in the order of the task table."""
    day = notice.issued_on or dt.date(notice.report_year, 12, 31)
    members: dict[str, list[str]] = {}
    for row in registry.valid_on(day):
        members.setdefault(row["group_code"], []).append(row["unit_id"])
    year_end = dt.date(notice.report_year, 12, 31)
    summary_due = next(
        (d.due_date for d in notice.directives if d.kind == "lead_summary" and d.due_date), year_end
    )
    items: dict[str, list[Item]] = {}
    for task in notice.tasks:
        units: dict[str, list[str]] = {"lead": [], "responsible": []}
        for assignment in notice.assignments:
            if assignment.task_no == task.task_no:
                named = (
                    [assignment.unit_id]
                    if assignment.unit_id
                    else members.get(assignment.group_code or "", [])
                )
                units[assignment.role] += named
        dates = [step.due_date for step in notice.milestones if step.task_no == task.task_no]
        owed = [("牵头汇总", summary_due, units["lead"])]
        owed += [("阶段任务", due, units["lead"] or units["responsible"]) for due in dates]
        owed += [("完成情况", max(dates, default=year_end), units["responsible"] or units["lead"])]
        for kind, due, who in owed:
            for unit_id in who:
                items.setdefault(unit_id, []).append(Item(task.task_no, task.title, kind, due))
    return items
