"""What each unit owes for a year, told from the notice and the registry alone.

Says the same as the dbt model ``int_obligations``, for what is made before there is a warehouse: workbooks to
fill in, receipts, demo returns. Whether something has arrived is not told here.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from sources.notices.model import Directive, Notice, Task
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry

MILESTONE, SUMMARY, COMPLETION = "阶段任务", "牵头汇总", "完成情况"
_STATISTICS = "annual_statistics"


class Item(NamedTuple):
    """One thing that a unit owes: a line of its task-progress workbook.

    Attributes:
        task_no: The number in the task table; None for an order in the body of the notice.
        title: The task in the words of the table.
        requirement: What the table demands of it.
        item_kind: ``阶段任务``, ``牵头汇总`` or ``完成情况``, as printed.
        role: ``lead`` or ``responsible``.
        milestone: The dated step in the words of the notice; empty for other kinds.
        due_date: The deadline.
    """

    task_no: int | None
    title: str
    requirement: str
    item_kind: str
    role: str
    milestone: str
    due_date: dt.date


def owed_items(notice: Notice, registry: Registry) -> dict[str, list[Item]]:
    """Return unit_id → what it owes, in the order of the task table; exempted items are left out."""
    year_end = dt.date(notice.report_year, 12, 31)
    roles = _roles(notice, registry)
    summary = _summary_directive(notice)
    steps: dict[int, list[tuple[dt.date, str]]] = {}
    for step in notice.milestones:
        steps.setdefault(step.task_no, []).append((step.due_date, step.milestone))
    owed: list[tuple[str, Item]] = []
    for task in notice.tasks:
        lead, responsible = (roles.get((task.task_no, role), []) for role in ("lead", "responsible"))
        first, last = (lead or responsible), (responsible or lead)
        dated = steps.get(task.task_no, [])
        if summary:
            owed += _items(task, SUMMARY, "lead", lead, summary.due_date or year_end)
        for due, words in dated:
            owed += _items(task, MILESTONE, "lead" if lead else "responsible", first, due, words)
        done_by = max((due for due, _ in dated), default=year_end)
        owed += _items(task, COMPLETION, "responsible" if responsible else "lead", last, done_by)
    owed += _ordered_in_the_body(notice, owed)
    spared = _Overrides(registry, notice.report_year)
    items: dict[str, list[Item]] = {}
    for unit_id, item in owed:
        if not spared.exempt(unit_id, item):
            items.setdefault(unit_id, []).append(item)
    return items


def statistics_due(registry: Registry, report_year: int, unit: Row) -> dt.date | None:
    """Return by when a unit owes the annual statistics, None where its kind does not or another reports for it."""
    for row in registry.reports_for:
        if (row.integer("report_year"), row["unit_id"]) == (report_year, unit["unit_id"]):
            return None
    for row in registry.deadlines:
        about = (row["form"], row["unit_type"], row.integer("report_year"))
        if about == (_STATISTICS, unit["unit_type"], report_year) and row["owed"] == "yes":
            return row.date("local_due") or row.date("legal_due")
    return None


class _Overrides:
    """The office's decisions on which units a task of the year really concerns."""

    def __init__(self, registry: Registry, report_year: int) -> None:
        rows = [row for row in registry.overrides if row.integer("report_year") == report_year]
        self._actions = {(row.integer("task_no"), row["unit_id"]): row["action"] for row in rows}
        self._narrowed = {task_no for (task_no, _), action in self._actions.items() if action == "concerns"}

    def exempt(self, unit_id: str, item: Item) -> bool:
        """A task that concerns the units listed still binds those who lead it."""
        if item.task_no is None:
            return False
        action = self._actions.get((item.task_no, unit_id))
        if action is None:
            return item.role == "responsible" and item.task_no in self._narrowed
        return action == "exempt"


def _roles(notice: Notice, registry: Registry) -> dict[tuple[int, str], list[str]]:
    """Return (task, role) → units in the order of their naming; a unit named twice counts once."""
    day = notice.issued_on or dt.date(notice.report_year, 12, 31)
    in_force = registry.valid_on(day)
    roles: dict[tuple[int, str], list[str]] = {}
    for assignment in notice.assignments:
        units = roles.setdefault((assignment.task_no, assignment.role), [])
        for row in in_force:
            is_of_class = bool(assignment.group_code) and row["group_code"] == assignment.group_code
            if (is_of_class or row["unit_id"] == assignment.unit_id) and row["unit_id"] not in units:
                units.append(row["unit_id"])
    return roles


def _items(
    task: Task, kind: str, role: str, units: list[str], due: dt.date, milestone: str = ""
) -> Iterator[tuple[str, Item]]:
    item = Item(task.task_no, task.title, task.requirement, kind, role, milestone, due)
    for unit_id in units:
        yield unit_id, item


def _summary_directive(notice: Notice) -> Directive | None:
    """A notice that asks for the summaries twice asks for them once, by the earlier date."""
    asked = [directive for directive in notice.directives if directive.kind == "lead_summary"]
    return min(asked, key=lambda one: (one.due_date or dt.date.max, one.directive_no), default=None)


def _ordered_in_the_body(notice: Notice, owed: list[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """What the body orders one unit to do, unless the table sets it the same date already."""
    dated = {(unit_id, item.due_date) for unit_id, item in owed if item.item_kind == MILESTONE}
    return [
        (one.unit_id, Item(None, one.directive, "", MILESTONE, "responsible", one.directive, one.due_date))
        for one in notice.directives
        if one.kind == "unit_milestone"
        and one.unit_id
        and one.due_date
        and (one.unit_id, one.due_date) not in dated
    ]
