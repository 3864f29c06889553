"""What a return says, and what is wrong with it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

FORM_TASK_PROGRESS = "task_progress"
# Stands in the heading of every synthetic return; whatever is made from one says so too.
SYNTHETIC_MARK = "合成演示数据"


class Finding(NamedTuple):
    """One thing wrong, with its place; the severity of ``rule_code`` is in the rule catalogue."""

    rule_code: str
    place: str
    found: str
    expected: str
    remedy: str


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


@dataclass
class Return:
    """A return as read: who sent it, its lines and its findings."""

    form: str
    unit_id: str | None
    is_synthetic: bool = False
    lines: list[ProgressLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """``accepted``, or ``accepted_with_warnings`` where there is any finding."""
        return "accepted_with_warnings" if self.findings else "accepted"
