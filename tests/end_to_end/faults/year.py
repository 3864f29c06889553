"""A clean, complete, synthetic year of the city: what every unit hands in and publishes, for faults to be put into."""

import csv
import datetime as dt
import io
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from sources.demo.figures import Figures, demo_website
from sources.demo.portal.draft import Draft
from sources.demo.portal.facts import fact
from sources.demo.reports import html_report
from sources.demo.unit_figures import DEMO_SEED, unit_statistics
from sources.notices.listed import listed_notice
from sources.owed import Item, owed_items, statistics_due
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS, SYNTHETIC_MARK
from sources.returns.template.model import Answers, ItemAnswer
from sources.returns.template.workbook import write_template
from tests.end_to_end.faults.registry import BODY, ISSUED, TASKS, YEAR, CityFolder

YEAR_END = dt.date(YEAR, 12, 31)
# The unit whose site holds the 规章, and which reports how many.
RULE_KEEPER = "shi-sifaju"
OWN_GOVERNMENT = "shizhengfu"
STATISTICS, WHOLE_YEAR = "年度统计报表.xlsx", "任务落实情况表（全年）.xlsx"
Said = dict[tuple[str, str, str], Decimal | int | str]


@dataclass
class Book:
    """A workbook made from the template, or whatever a fault makes of it.

    Attributes:
        day: When the register says that it was handed in; empty for what nobody has registered.
        answers: The lines filled in.
        figures: The figures filled in; what is absent is an empty cell.
        edit: What somebody does to the finished workbook.
        content: The bytes handed in instead.
        withdrawn: What the register says of when it was taken back.
        folder: The folder that it lies in where that is not the unit's.
    """

    day: str
    answers: dict[Item, ItemAnswer] = field(default_factory=dict)
    figures: Said = field(default_factory=dict)
    edit: Callable[[Workbook], None] | None = None
    content: bytes | None = None
    withdrawn: str = ""
    folder: str = ""


@dataclass
class UnitYear:
    """What one unit does in the year.

    Attributes:
        row: The unit as the registry has it.
        items: What it owes of the task table.
        due: By when it owes the annual statistics; None where it does not.
        reported: What it says of the year, in its return and on its site alike.
        before: What it said of the year before.
        books: File name → what it hands in.
        design: What is done to its finished site.
        report: How its annual report is published: arguments of the demo portal's ``add_reports``.
    """

    row: Row
    items: list[Item]
    due: dt.date | None
    reported: Figures
    before: Figures
    books: dict[str, Book] = field(default_factory=dict)
    design: list[Callable[[Draft], None]] = field(default_factory=list)
    report: dict[str, object] = field(default_factory=dict)

    @property
    def statistics(self) -> Book:
        """The workbook with the annual statistics and the website's figures."""
        return self.books[STATISTICS]

    @property
    def whole_year(self) -> Book:
        """The newest workbook with the tasks: the unit's word."""
        return self.books[WHOLE_YEAR]

    def item(self, task_no: int | None, kind: str = "完成情况") -> Item:
        """Return what the unit owes of a task."""
        (found,) = (one for one in self.items if (one.task_no, one.item_kind) == (task_no, kind))
        return found

    def answer(self, task_no: int | None, kind: str = "完成情况", **changes: object) -> None:
        """Change what the newest workbook says of an item."""
        item = self.item(task_no, kind)
        answers = self.whole_year.answers
        answers[item] = answers[item]._replace(**changes)  # type: ignore[arg-type]

    def line(self, task_no: int | None, kind: str = "完成情况") -> int:
        """Return the row of the template's sheet in which an item stands."""
        return 4 + self.items.index(self.item(task_no, kind))

    def as_page(self, figures: Said | None = None) -> bytes:
        """Return the annual statistics as a page, as units send them that do not use the template."""
        said = self.statistics.figures if figures is None else figures
        return html_report(self.row["unit_name"], YEAR, said)  # type: ignore[arg-type]

    def bytes_of(self, book: Book) -> bytes:
        """Return the file handed in."""
        if book.content is not None:
            return book.content
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.xlsx")
            answers = Answers(book.figures, book.answers)
            name, unit_id = self.row["unit_name"], self.row["unit_id"]
            write_template(
                path, name, unit_id, YEAR, self.items, self.due, answers=answers, note=SYNTHETIC_MARK
            )
            if book.edit is None:
                return path.read_bytes()
            workbook = openpyxl.load_workbook(path)
            book.edit(workbook)
            buffer = io.BytesIO()
            workbook.save(buffer)
            return buffer.getvalue()


class CleanYear:
    """The whole city's year; faults change it before it is written."""

    def __init__(self, city: CityFolder) -> None:
        registry = Registry.load(city.folder)
        notice, _ = listed_notice(city.folder, YEAR, registry)
        items = owed_items(notice, registry)
        self.city, self.tasks = city, notice.tasks
        # The notice as it is printed in the end: what units owed was made for them from the clean one.
        self.notice_tasks, self.notice_body, self.issued = list(TASKS), list(BODY), ISSUED
        # What the government's own report has too many of.
        self.misprints: dict[tuple[str, str, str], int] = {}
        self.units: dict[str, UnitYear] = {}
        self.register: list[tuple[str, str, str]] = []
        self.verdicts: list[str] = []
        rows = {row["unit_id"]: row for row in registry.valid_on(YEAR_END) if row["unit_id"] in items}
        for unit_id, row in sorted(rows.items(), key=lambda pair: int(pair[1]["sort_order"])):
            self.units[unit_id] = _unit_year(row, items[unit_id], statistics_due(registry, YEAR, row))
        self.government = next(row for row in registry.units if row["unit_id"] == OWN_GOVERNMENT)

    def total(self) -> Figures:
        """Return the sum of what all units report: the government's own annual report."""
        figures: Figures = {}
        for unit in self.units.values():
            for key, value in unit.reported.items() if unit.due else ():
                figures[key] = figures.get(key, Decimal(0)) + value
        return {key: value + self.misprints.get(key, 0) for key, value in figures.items()}

    def write(self, inbox: Path) -> None:
        """Fill an inbox with everything that is handed in, its register and the office's decisions."""
        self.city.list_notice(tuple(self.notice_tasks), tuple(self.notice_body), self.issued)
        lines = []
        for unit in self.units.values():
            for name, book in unit.books.items():
                path = inbox / str(YEAR) / (book.folder or unit.row["short_name"]) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(unit.bytes_of(book))
                if book.day:
                    lines.append((path.relative_to(inbox).as_posix(), f"{book.day} 09:30", book.withdrawn))
        with (inbox / "register.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([("文件", "收到时间", "撤回时间"), *lines, *self.register])
        if self.verdicts:
            text = "\n".join(["编号,结论,理由,决定人,决定日期", *self.verdicts])
            (inbox / "verdicts.csv").write_text(text, encoding="utf-8")


def _unit_year(row: Row, items: list[Item], due: dt.date | None) -> UnitYear:
    unit_id = row["unit_id"]
    rules = fact("rules_in_force") if unit_id == RULE_KEEPER else 0
    reported, before = (unit_statistics(unit_id, year, rules=rules) for year in (YEAR, YEAR - 1))
    unit = UnitYear(row, items, due, reported, before)
    for early in sorted({item.due_date for item in items} - {YEAR_END}):
        unit.books[f"任务落实情况表（{early:%m月%d日}）.xlsx"] = Book(
            f"{early - dt.timedelta(days=3)}",
            {item: answer(unit_id, item) for item in items if item.due_date <= early},
        )
    unit.books[WHOLE_YEAR] = Book(f"{YEAR}-12-20", {item: answer(unit_id, item) for item in items})
    if due:
        unit.books[STATISTICS] = Book(
            f"{YEAR + 1}-01-20", figures={**reported, **_website(unit_id), **_no_fees()}
        )
    return unit


def answer(unit_id: str, item: Item) -> ItemAnswer:
    """Return what a unit says of an item in a clean year: done in time, and to be seen on its site."""
    done = min(item.due_date, dt.date(YEAR, 12, 20)) - dt.timedelta(days=10)
    page = f"t{item.task_no:02d}" if item.task_no else "tongzhi"
    text = f"（{SYNTHETIC_MARK}）已按要求落实，在门户网站相应栏目公开。"
    return ItemAnswer("已完成", done, text, f"http://{unit_id}.demo.invalid/zwgk/{page}.htm")


def _website(unit_id: str) -> Figures:
    return demo_website(random.Random(f"{DEMO_SEED}-{unit_id}-website"))


def _no_fees() -> Said:
    fields = form_fields(FORM_STATISTICS)["30"]
    return {(f.table_code, f.row_code, f.column_code): 0 for f in fields if f.table_code == "fees"}
