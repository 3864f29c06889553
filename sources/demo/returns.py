"""A year of synthetic returns: most units in time, some late, some missing, one unreadable, one resubmitted.

The same seed gives the same files to the byte. Who gets which fate is drawn, not chosen by name.
"""

import csv
import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sources.demo.figures import Figures, demo_website
from sources.demo.portal.facts import fact
from sources.demo.portal.sites import units_with_rules
from sources.demo.reports import WRITERS
from sources.demo.unit_figures import DEMO_SEED, unit_statistics
from sources.notices.model import Notice
from sources.owed import Item, owed_items, statistics_due
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry
from sources.returns.inbox import REGISTER
from sources.returns.model import SYNTHETIC_MARK
from sources.returns.template.model import Answers, ItemAnswer
from sources.returns.template.workbook import write_template

_README = "说明（合成演示数据）.txt"
_FATES = ["missing"] * 4 + ["late"] * 5 + ["unreadable"] + ["resubmitted"] + ["broken sum"]
# How the annual statistics come: most on the template, some as units have them.
_FORMATS = ("xlsx", "xlsx", "xlsx", "html", "csv", "docx")


class Handing(NamedTuple):
    """One file handed in: its name, when it arrived, and what it answers.

    Attributes:
        file_name: Its name.
        received_at: When it arrived.
        answers_until: Items due by then are answered; None in a file with the annual statistics alone.
        is_damaged: Cut off half way.
        has_typing_error: Its status words are mistyped.
        has_broken_sum: One figure of its statistics is off by one.
    """

    file_name: str
    received_at: dt.datetime
    answers_until: dt.date | None
    is_damaged: bool = False
    has_typing_error: bool = False
    has_broken_sum: bool = False


def make_demo_returns(inbox: Path, notice: Notice, registry: Registry, seed: int = DEMO_SEED) -> int:
    """Fill the inbox of the notice's year with synthetic returns.

    Returns:
        The number of files written; 0 when the inbox already holds anything.
    """
    if inbox.is_dir() and any(inbox.iterdir()):
        return 0
    # Made beside and moved: a half-made set would look like units that did not report.
    partial = inbox.with_name(f".{inbox.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    entries = _write_returns(partial / str(notice.report_year), notice, registry, seed)
    (partial / _README).write_text(
        f"本收件箱中的报送均为{SYNTHETIC_MARK}，由程序按固定种子生成，非任何单位的真实报送。\n",
        encoding="utf-8",
    )
    rows = [(f"{notice.report_year}/{name}", at.isoformat(" "), SYNTHETIC_MARK) for name, at in entries]
    with (partial / REGISTER).open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([("文件", "收到时间", "备注"), *rows])
    if inbox.is_dir():
        inbox.rmdir()
    partial.rename(inbox)
    return len(entries)


def _write_returns(
    folder: Path, notice: Notice, registry: Registry, seed: int
) -> list[tuple[str, dt.datetime]]:
    """Write all units' files; return their names below ``folder`` with the times of receipt."""
    year, draw = notice.report_year, random.Random(seed)
    items = owed_items(notice, registry)
    day = notice.issued_on or dt.date(year, 12, 31)
    units = {row["unit_id"]: row for row in registry.valid_on(day)}
    makers = units_with_rules(registry, day, notice)
    due = {unit_id: statistics_due(registry, year, units[unit_id]) for unit_id in items}
    fates = dict(
        zip(draw.sample(sorted(name for name in items if due[name]), len(_FATES)), _FATES, strict=True)
    )
    entries: list[tuple[str, dt.datetime]] = []
    for unit_id in sorted(items, key=lambda name: int(units[name]["sort_order"])):
        last = dt.datetime(year, 1, 1)
        rules = fact("rules_in_force") if unit_id in makers else 0
        figures = unit_statistics(unit_id, year, seed, rules)
        for handing in _handings(fates.get(unit_id, "in time"), items[unit_id], due[unit_id], year, draw):
            last = max(handing.received_at, last + dt.timedelta(hours=1))
            handing = handing._replace(received_at=last)
            path = folder / units[unit_id]["short_name"] / handing.file_name
            _write_file(path, units[unit_id], year, items[unit_id], due[unit_id], figures, handing, draw)
            if handing.is_damaged:
                path.write_bytes(path.read_bytes()[:2000])
            entries.append((path.relative_to(folder).as_posix(), handing.received_at))
    return entries


def _handings(
    fate: str, items: list[Item], statistics: dt.date | None, year: int, draw: random.Random
) -> Iterator[Handing]:
    """Yield what a unit hands in: a workbook before each early deadline, one at the end, and the statistics."""
    if fate == "missing":
        return
    year_end = dt.date(year, 12, 31)
    for due in sorted({item.due_date for item in items} - {year_end}):
        delay = draw.randint(10, 25) if fate == "late" else -draw.randint(1, 6)
        yield Handing(f"任务落实情况表（演示）{due:%m月%d日}.xlsx", _at(due + dt.timedelta(delay), draw), due)
    delay = draw.randint(4, 20) if fate == "late" else -draw.randint(1, 15)
    final = Handing("任务落实情况表（演示）全年.xlsx", _at(year_end + dt.timedelta(delay), draw), year_end)
    if fate == "resubmitted":
        yield final._replace(has_typing_error=True)
        again = final.received_at + dt.timedelta(days=1)
        yield final._replace(file_name="任务落实情况表（演示）全年（更正）.xlsx", received_at=again)
    else:
        yield final._replace(is_damaged=fate == "unreadable")
    if statistics:
        # The counties have until March: those in time report in January too, as their departments do.
        january = dt.date(year + 1, 1, 31)
        delay = draw.randint(2, 10) if fate == "late" else -draw.randint(1, 15)
        name = f"年度统计报表（演示）.{draw.choice(_FORMATS)}"
        received = _at(january + dt.timedelta(delay), draw)
        yield Handing(name, received, None, has_broken_sum=fate == "broken sum")


def _write_file(
    path: Path,
    unit: Row,
    year: int,
    items: list[Item],
    statistics: dt.date | None,
    reported: Figures,
    handing: Handing,
    draw: random.Random,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figures: Figures = {}
    answers = {}
    if handing.answers_until is None:
        figures = dict(reported)
        if handing.has_broken_sum:
            figures["foi_requests", "granted", "natural_person"] += 1
    else:
        due = [item for item in items if item.due_date <= handing.answers_until]
        answers = {item: _answer(item, handing, unit["unit_id"], draw) for item in due}
    if path.suffix[1:] in WRITERS:
        path.write_bytes(WRITERS[path.suffix[1:]](unit["unit_name"], year, figures))
        return
    if figures:
        figures |= demo_website(draw)
    write_template(
        path,
        unit["unit_name"],
        unit["unit_id"],
        year,
        items,
        statistics,
        answers=Answers(figures, answers),
        note=SYNTHETIC_MARK,
    )


def _answer(item: Item, handing: Handing, unit_id: str, draw: random.Random) -> ItemAnswer:
    finished = min(item.due_date, handing.received_at.date()) - dt.timedelta(days=draw.randint(1, 20))
    status = "己完成" if handing.has_typing_error else "已完成"
    text = f"（{SYNTHETIC_MARK}）已按要求落实任务{item.task_no}，在门户网站相应栏目公开。"
    page = f"t{item.task_no:02d}" if item.task_no else "tongzhi"
    return ItemAnswer(status, finished, text, f"http://{unit_id}.demo.invalid/zwgk/{page}.htm")


def _at(day: dt.date, draw: random.Random) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(draw.randint(8, 17), draw.randint(0, 59)))
