"""What a template is made of, and what may already be filled in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from sources.owed import Item

# table_code, row_code, column_code of a field of the form maps.
FigureKey = tuple[str, str, str]
# The marks on the hidden sheet; a template that is read differently gets another version.
TEMPLATE_VERSION = "zwgk-1"


class ItemAnswer(NamedTuple):
    """What a unit says on one line of the task-progress form."""

    status: str
    completed_on: dt.date | None
    text: str
    url: str


@dataclass(frozen=True)
class Answers:
    """A filled-in template: figures by field, and the answers by item. What is absent stays empty."""

    figures: Mapping[FigureKey, Decimal | int | str] = field(default_factory=dict)
    items: Mapping[Item, ItemAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """One unit's workbook.

    Attributes:
        unit_name: The unit as the registry has it.
        unit_id: The same for the hidden sheet.
        report_year: The year reported on.
        items: What the unit owes of the task table, in its order.
        statistics_due: By when it owes the annual statistics; None where it does not.
        carried_over: Last year's 结转 by column of 表三; None where it is not known.
        answers: What is filled in already.
        note: Stands behind each title, e.g. that the figures are synthetic.
    """

    unit_name: str
    unit_id: str
    report_year: int
    items: list[Item]
    statistics_due: dt.date | None
    carried_over: Mapping[str, Decimal] | None
    answers: Answers
    note: str | None

    def titled(self, title: str) -> str:
        """Return a sheet's title with its year and the note."""
        return title.format(year=self.report_year) + (f"（{self.note}）" if self.note else "")
