"""What a notice says, and the two shapes it passes through on the way."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

# Tells whether a text is nothing but unit names: "units", "class" where a class of units is among
# them, None where it is something else.
KindOf = Callable[[str], str | None]


class Line(NamedTuple):
    """A paragraph outside the table, with the place where it stands."""

    text: str
    place: str


class Cell(NamedTuple):
    """A table cell. The same object stands at every grid position that the cell covers."""

    text: str
    place: str


class Opened(Protocol):
    """A notice file taken apart, before anybody asks what it means."""

    before: list[Line]

    def rows(self, kind_of: KindOf) -> list[list[Cell]]:
        """Return the table row by row, header first."""


@dataclass(frozen=True)
class Task:
    """A numbered task of the table."""

    task_no: int
    theme: str
    section: str
    title: str
    requirement: str
    cadence: str
    place: str


@dataclass(frozen=True)
class Assignment:
    """A unit or a class of units named for a task; exactly one of unit_id and group_code is set."""

    task_no: int
    role: str
    assigned_as: str
    unit_id: str | None
    group_code: str | None
    scope_note: str
    place: str


@dataclass(frozen=True)
class Milestone:
    """A dated step of a task, with the words that set the date."""

    task_no: int
    milestone_no: int
    milestone: str
    due_date: dt.date
    due_basis: str
    due_words: str
    place: str


@dataclass(frozen=True)
class Directive:
    """What the body of the notice itself orders, outside the table."""

    directive_no: int
    kind: str
    unit_id: str | None
    directive: str
    due_date: dt.date | None
    due_basis: str | None
    due_words: str | None
    place: str


@dataclass(frozen=True)
class Oddity:
    """Something in the notice that a person should know of; ``rule_code`` is in the rule catalogue."""

    rule_code: str
    task_no: int | None
    found: str
    expected: str
    place: str


@dataclass(frozen=True)
class Notice:
    """A notice read to its end."""

    document_no: str
    title: str
    issuer: str
    index_no: str
    report_year: int
    issued_on: dt.date | None
    published_on: dt.date | None
    tasks: list[Task]
    assignments: list[Assignment]
    milestones: list[Milestone]
    directives: list[Directive]
    oddities: list[Oddity] = field(default_factory=list)
