"""Reads the rows of the task table: themes, sections, tasks, who is named, by when."""

import datetime as dt
import re
from dataclasses import dataclass, field

from sources.errors import SourceError
from sources.notices.deadlines import clause, find_deadlines
from sources.notices.headings import Headings
from sources.notices.model import Assignment, Cell, Milestone, Oddity, Task
from sources.notices.names import read_names
from sources.notices.open_text import NUMBERED
from sources.notices.words import cadences, headers
from sources.registry.registry import Registry
from sources.text import is_blank, key, shorten

_BLANK_CELLS = (
    ("lead", "NTC-02", "牵头单位一栏空白"),
    ("requirement", "NTC-03", "工作要求一栏空白"),
    ("responsible", "NTC-04", "责任单位一栏空白"),
)


@dataclass
class TableReader:
    """Walks down the rows and gathers what they say."""

    registry: Registry
    report_year: int
    day: dt.date
    tasks: list[Task] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    _headings: Headings = field(default_factory=Headings)

    def read(self, rows: list[list[Cell]]) -> None:
        """Read all rows, header first.

        Raises:
            SourceError: A column, number, name or date cannot be read, or a task is missing.
        """
        fields = _fields(rows[0])
        for row in rows[1:]:
            if all(is_blank(cell.text) for cell in row) or [cell.text for cell in row] == [
                c.text for c in rows[0]
            ]:
                continue
            if all(cell is row[0] for cell in row):
                self._headings.read(row[0])
            else:
                self._task(dict(zip(fields, row, strict=True)))
        if not self.tasks:
            raise SourceError(rows[0][0].place, "表头之后没有任务")

    def _task(self, cells: dict[str, Cell]) -> None:
        theme = cells["theme"].text if "theme" in cells else self._headings.theme
        number, title = self._number(cells)
        requirement = cells["requirement"].text if "requirement" in cells else ""
        found = self._milestones(number, title, requirement, cells)
        cadence = "milestone" if found else _cadence(title + requirement)
        place = cells["task"].place
        section = self._headings.section
        self.tasks.append(Task(number, theme, section, title, requirement, cadence, place))
        for role in ("lead", "responsible"):
            if role in cells:
                self._assign(number, role, cells[role])
        for name, rule, what in _BLANK_CELLS:
            if name in cells and is_blank(cells[name].text):
                self.oddities.append(Oddity(rule, number, what, "", cells[name].place))

    def _number(self, cells: dict[str, Cell]) -> tuple[int, str]:
        """Return the task's number and its title without it; numbers must run on without a gap."""
        cell, due = cells["task"], len(self.tasks) + 1
        printed = NUMBERED.match(key(cell.text))
        title = re.sub(r"^\s*\d+\s*[.．、]\s*", "", cell.text) if printed else cell.text
        if "number" in cells and not is_blank(cells["number"].text):
            cell = cells["number"]
            printed = re.match(r"^(\d+)", key(cell.text))
        if printed is None:
            raise SourceError(
                cell.place,
                f"“{shorten(cell.text)}”没有任务编号",
                f"{due}.",
                "请检查是否为上一行被拆开的一部分",
            )
        if int(printed[1]) != due:
            raise SourceError(cell.place, f"任务编号为 {printed[1]}", str(due), "请检查原文是否缺行或重复")
        if is_blank(title):
            raise SourceError(cell.place, f"任务 {due} 只有编号，没有内容", "任务名称")
        return due, title

    def _milestones(
        self, number: int, title: str, requirement: str, cells: dict[str, Cell]
    ) -> list[Milestone]:
        found: list[Milestone] = []
        texts = [(cells["task"], title), (cells.get("requirement"), requirement)]
        if "deadline" in cells:
            texts = [(cells["deadline"], cells["deadline"].text)]
        for cell, text in texts:
            place = cell.place if cell else ""
            deadlines = find_deadlines(text, self.report_year, place)
            for deadline, following in zip(deadlines, [*deadlines[1:], None], strict=False):
                what = title if "deadline" in cells else clause(text, deadline, following)
                step = Milestone(
                    number, len(found) + 1, what, deadline.due_date, deadline.basis, deadline.words, place
                )
                found.append(step)
                if deadline.basis == "inferred":
                    expected = f"{deadline.due_date:%Y-%m-%d}（推定）"
                    self.oddities.append(Oddity("NTC-01", number, deadline.words, expected, place))
        if "deadline" in cells and not found and re.search(r"\d", key(cells["deadline"].text)):
            cell = cells["deadline"]
            self.oddities.append(Oddity("NTC-06", number, shorten(cell.text, 80), "如 6月底前", cell.place))
        self.milestones += found
        return found

    def _assign(self, number: int, role: str, cell: Cell) -> None:
        seen = set()
        for named in read_names(cell.text, self.registry, self.day, cell.place):
            if named.match in seen:
                found = f"任务 {number} 的同一栏两次列出“{named.printed}”"
                raise SourceError(cell.place, found, "每个单位一次", "请检查原文是否缺行或重复")
            seen.add(named.match)
            unit_id, group_code = named.match
            self.assignments.append(
                Assignment(number, role, named.printed, unit_id, group_code, named.scope_note, cell.place)
            )


def _fields(header: list[Cell]) -> list[str]:
    fields = []
    for cell in header:
        name = headers().get(key(cell.text))
        if name is None:
            raise SourceError(
                cell.place,
                f"表头“{shorten(cell.text)}”不认识",
                "、".join(headers()),
                "请在 words/headers.csv 登记",
            )
        if name in fields:
            raise SourceError(cell.place, f"表头“{shorten(cell.text)}”与前面的一栏同义", "每栏一次")
        fields.append(name)
    if "lead" not in fields and "responsible" not in fields:
        raise SourceError(header[0].place, "表头没有牵头单位，也没有责任单位")
    return fields


def _cadence(text: str) -> str:
    return next((cadence for word, cadence in cadences().items() if word in text), "year_round")
