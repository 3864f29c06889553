"""What a return says, and what is wrong with it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

FORM_TASK_PROGRESS = "task_progress"
FORM_STATISTICS = "annual_statistics"
FORM_WEBSITE = "website_annual"
# A file that was refused before anybody could tell what it reports.
FORM_UNKNOWN = "unknown"
FORM_NAMES = {
    FORM_TASK_PROGRESS: "任务落实情况表",
    FORM_STATISTICS: "年度统计报表",
    FORM_WEBSITE: "政府网站年度数据",
    FORM_UNKNOWN: "未识别",
}
# Stands in the heading of every synthetic return; whatever is made from one says so too.
SYNTHETIC_MARK = "合成演示数据"


class Finding(NamedTuple):
    """One thing wrong, with its place; the severity of ``rule_code`` is in the rule catalogue."""

    rule_code: str
    place: str
    found: str
    expected: str
    remedy: str
    difference: Decimal | None = None


class Rejected(Exception):
    """The return cannot be used; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.found)


@dataclass(frozen=True)
class ProgressLine:
    """One line of the task-progress form. ``None`` means that the cell was empty or not readable."""

    line_no: int
    task_no: int | None
    item_kind: str | None
    due_date: dt.date | None
    progress_status: str | None
    status_text: str | None
    completed_on: dt.date | None
    progress_text: str | None
    evidence_url: str | None
    place: str


class Figure(NamedTuple):
    """One cell of a statistical form.

    Attributes:
        table_code: With ``row_code`` and ``column_code`` the field of the form map.
        row_code: See ``table_code``.
        column_code: See ``table_code``.
        cell_state: ``number``, ``zero``, ``empty``, ``not_applicable`` or ``unreadable``.
        value: In the unit of the field; None unless the state is number or zero.
        raw_text: What the cell says, to the character.
        place: Where it stands in the file.
    """

    table_code: str
    row_code: str
    column_code: str
    cell_state: str
    value: Decimal | None
    raw_text: str
    place: str


class Clause(NamedTuple):
    """A clause of the prose of an annual report, to be compared with those of other years.

    Attributes:
        text: The words with every number as ``#``: a report with new numbers alone is no new text.
        length: How many characters they are.
        place: Where it stands in the file.
    """

    text: str
    length: int
    place: str


@dataclass
class Return:
    """One form as read from a file: who sent it, what it says and its findings."""

    form: str
    unit_id: str | None
    is_synthetic: bool = False
    template_version: str | None = None
    lines: list[ProgressLine] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_rejected: bool = False

    @property
    def outcome(self) -> str:
        """``rejected``; else ``accepted``, or ``accepted_with_warnings`` where there is any finding."""
        if self.is_rejected:
            return "rejected"
        return "accepted_with_warnings" if self.findings else "accepted"
