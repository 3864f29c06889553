"""What is known of the units, so that a probe knows what to expect (``probe_facts.csv``)."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sources.errors import SourceError
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry

FACT_COLUMNS = ("task_no", "fact", "value")


class Fact(NamedTuple):
    """Something known of a unit; None stands for every unit or every year."""

    report_year: int | None
    task_no: int
    unit_id: str | None
    name: str
    value: str
    where: str


def load_facts(path: Path, registry: Registry) -> list[Fact]:
    """Read facts; ``report_year`` and ``unit_id`` may be left out, or blank, for every year and unit.

    Raises:
        SourceError: A file or column is missing, a unit is not in the registry, a value is blank.
    """
    known = {row["unit_id"] for row in registry.units}
    facts = []
    for row in read_rows(path, FACT_COLUMNS):
        unit_id = row.get("unit_id") or None
        if unit_id and unit_id not in known:
            raise SourceError(row.where, f"单位编号“{unit_id}”不在 units.csv 中")
        if not row["value"]:
            raise SourceError(f"{row.where} value", "空白", "不知道的不写这一行")
        year = row.integer("report_year") if row.get("report_year") else None
        facts.append(Fact(year, row.integer("task_no"), unit_id, row["fact"], row["value"], row.where))
    return facts


def listed(expected: str, facts: list[Fact]) -> Iterator[tuple[str | None, str]]:
    """Yield unit (None: every unit) and item of a list ``a|b|c``, or of the facts that ``@name`` refers to."""
    if expected.startswith("@"):
        yield from ((fact.unit_id, fact.value) for fact in facts if fact.name == expected[1:])
    else:
        yield from ((None, part.strip()) for part in expected.split("|") if part.strip())


def number(row: Row, facts: list[Fact]) -> int | None:
    """Return the number expected; None where nothing is said, or where nobody knows the fact referred to.

    Raises:
        SourceError: It is no number, or not the same for every unit.
    """
    text, where = _referred(row, "expected", facts)
    try:
        return int(text) if text else None
    except ValueError:
        raise SourceError(where, f"“{text}”不是整数") from None


def day(row: Row, name: str, year: int, facts: list[Fact]) -> dt.date | None:
    """Return the day in a column, or the one that a fact tells.

    Raises:
        SourceError: It is no date, or not the same for every unit.
    """
    text, where = _referred(row, name, facts)
    # A fact may give month and day alone: it is about the year of the probe.
    text = f"{year}-{text}" if re.fullmatch(r"\d\d-\d\d", text) else text
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise SourceError(where, f"“{text}”不是日期", "如 2021-10-30") from None


def _referred(row: Row, name: str, facts: list[Fact]) -> tuple[str, str]:
    """Return what a cell says or refers to, and where that stands; a number or a day is the same for all units."""
    if not row[name].startswith("@"):
        return row[name], f"{row.where} {name}"
    found = [fact for fact in facts if fact.name == row[name][1:]]
    if len(found) > 1 or any(fact.unit_id for fact in found):
        raise SourceError(found[0].where, f"{row[name]} 有 {len(found)} 行或只属一个单位", "一行，各单位通用")
    return (found[0].value, found[0].where) if found else ("", "")
