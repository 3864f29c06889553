"""One annual report as every renderer takes it: the cells of the official form and what is said beside them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sources.returns.numbers import plain
from sources.returns.template.model import FigureKey

DRAFT = "初稿"
# Stands behind a sum that lacks the figure of some unit.
PARTIAL_MARK = "※"
PARTIAL_NOTE = f"{PARTIAL_MARK} 数字不完整，尚有单位未计入，见“计入情况”。"
NOT_APPLICABLE = "/"
# The tables of the form that are printed as grids, by the section they stand in; fees are prose in section six.
GRIDS = ("disclosures", "foi_requests", "reviews_litigation")


class ReportCell(NamedTuple):
    """A figure of the report and what it is made of.

    Attributes:
        state: ``number``, ``zero``, ``empty``, ``not_applicable`` or ``unreadable``.
        value: In the unit of the form; None unless the state is number or zero.
        is_partial: Whether it is a sum that lacks some unit.
        owing: How many units owe the figure.
        counted: How many of them are in it.
        uncounted: The names of the others, joined by ``、``; empty where there are none.
        raw_text: What an unreadable cell says.
    """

    state: str
    value: Decimal | None
    is_partial: bool = False
    owing: int = 1
    counted: int = 1
    uncounted: str = ""
    raw_text: str = ""

    @property
    def is_incomplete(self) -> bool:
        """Whether some unit that owes the figure is not in it."""
        return self.is_partial or self.counted < self.owing

    @property
    def printed(self) -> str:
        """The figure as it stands on paper: empty, ``/``, ``0`` and numbers stay apart."""
        if self.state == "not_applicable":
            return NOT_APPLICABLE
        if self.state == "unreadable":
            return self.raw_text
        if self.value is None:
            return ""
        return f"{plain(self.value)}{PARTIAL_MARK if self.is_partial else ''}"


EMPTY = ReportCell("empty", None)


class Revision(NamedTuple):
    """A figure that a version changed; before and after as printed."""

    table_code: str
    row_code: str
    column_code: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class AnnualReport:
    """The report of one scope and year.

    Attributes:
        report_year: The year reported on.
        scope: ``city`` or a unit_id.
        scope_name: As in the title: the city's name, or the full name of a unit.
        scope_kind: 本机关, 本级政府及办公厅 or 全口径.
        is_rollup: Whether the figures are sums over units.
        template_version: The official form it is printed on (``30``, ``60``).
        as_of: The day on which it was looked at; of a version, the day on which the newest return in it came.
        version: 1 from the first final edition on; 0 for a draft.
        data_version: Names the figures.
        is_synthetic: Whether demo data is in it.
        reasons: Why it is a draft; empty for a final edition.
        notes: What has to be said of the figures besides: deductions, units reported for by others.
        cells: The figures by field of the form, the fees among them.
        revisions: What this version changed, against the one before.
    """

    report_year: int
    scope: str
    scope_name: str
    scope_kind: str
    is_rollup: bool
    template_version: str
    as_of: dt.date
    version: int
    data_version: str
    is_synthetic: bool
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    cells: Mapping[FigureKey, ReportCell]
    revisions: tuple[Revision, ...] = ()

    def cell(self, key: FigureKey) -> ReportCell:
        """Return a figure; one that nobody knows anything of is empty."""
        return self.cells.get(key, EMPTY)

    @property
    def is_draft(self) -> bool:
        """Whether it may not go out yet."""
        return self.version == 0

    @property
    def edition(self) -> str:
        """初稿, or which version it is."""
        return edition_of(self.version)

    @property
    def title(self) -> str:
        """The title as units print it."""
        return title_of(self.scope_name, self.report_year)

    @property
    def marked_title(self) -> str:
        """The title as it stands on every sheet of paper: of a draft, nobody takes it for the report."""
        return f"【{DRAFT}】{self.title}" if self.is_draft else self.title

    @property
    def stem(self) -> str:
        """The name of its files, without folder and ending; says which edition it is."""
        return f"{self.title}（{self.edition}）"

    @property
    def has_gaps(self) -> bool:
        """Whether some unit is missing from some figure."""
        return any(cell.is_incomplete for cell in self.cells.values())

    @property
    def partial_cells(self) -> list[tuple[FigureKey, ReportCell]]:
        """The sums that lack some unit, in print order."""
        return [(key, cell) for key, cell in self.cells.items() if cell.is_partial]


def title_of(scope_name: str, report_year: int) -> str:
    """Return the title of a report as units print it."""
    return f"{scope_name}{report_year}年政府信息公开工作年度报告"


def edition_of(version: int) -> str:
    """Return 初稿 for version 0, else which version it is."""
    return f"第{version}版" if version else DRAFT
