"""Finds the unit or class that a name means, on a given day."""

import datetime as dt
import difflib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sources.errors import SourceError
from sources.registry.csv_rows import Row, read_rows
from sources.text import is_blank, key

UNIT_COLUMNS = (
    *("unit_id", "unit_name", "short_name", "unit_type", "group_code"),
    *("valid_from", "valid_to", "sort_order", "basis"),
)
DEADLINE_COLUMNS = ("report_year", "unit_type", "form", "owed", "legal_due", "local_due", "basis")
OVERRIDE_COLUMNS = (
    "report_year",
    "task_no",
    "unit_id",
    "action",
    "reason",
    "decided_by_office",
    "decided_on",
)
REPORTS_FOR_COLUMNS = ("report_year", "unit_id", "reported_by", "basis")
# Columns where 7 and 07 are the same.
NUMBERS = ("report_year", "task_no")


class UnknownName(SourceError):
    """A name that matches no unit, or more than one."""


class Match(NamedTuple):
    """What a name in a notice or a return stands for: one unit, or one class of units."""

    unit_id: str | None
    group_code: str | None


@dataclass(frozen=True)
class Registry:
    """The registry of one city, as its CSV files say it."""

    folder: Path
    units: list[Row]
    aliases: list[Row]
    groups: list[Row]
    deadlines: list[Row]
    overrides: list[Row]
    reports_for: list[Row]

    @classmethod
    def load(cls, folder: Path) -> "Registry":
        """Read the registry of a city.

        Args:
            folder: Holds units.csv, aliases.csv, groups.csv, deadlines.csv, overrides.csv and reports_for.csv.

        Raises:
            SourceError: A file, a column or a cell that must be filled is missing, a row points to no unit,
                holds a word that has no meaning here, or says again what another row has said.
        """
        registry = cls(
            folder,
            read_rows(folder / "units.csv", UNIT_COLUMNS),
            read_rows(folder / "aliases.csv", ("unit_id", "alias")),
            read_rows(folder / "groups.csv", ("group_code", "phrase")),
            read_rows(folder / "deadlines.csv", DEADLINE_COLUMNS),
            read_rows(folder / "overrides.csv", OVERRIDE_COLUMNS),
            read_rows(folder / "reports_for.csv", REPORTS_FOR_COLUMNS),
        )
        known = {row["unit_id"] for row in registry.units}
        for row in (*registry.aliases, *registry.overrides, *registry.reports_for):
            if row["unit_id"] not in known:
                raise SourceError(row.where, f"单位编号“{row['unit_id']}”不在 units.csv 中")
        for row in registry.units:
            for column in ("unit_id", "unit_name", "short_name"):
                if is_blank(row[column]):
                    raise SourceError(f"{row.where} {column}", "空白", "单位编号、全称和简称都要填写")
        for row in registry.deadlines:
            _one_of(row, "owed", ("yes", "no"))
            if row["owed"] == "yes" and not (row["legal_due"] or row["local_due"]):
                raise SourceError(row.where, "应报而没有时限", "legal_due 或 local_due 填写日期")
        for row in registry.overrides:
            _one_of(row, "action", ("exempt", "concerns"))
        _once(registry.deadlines, ("report_year", "unit_type", "form"), "每年每类单位每种报表一行")
        _once(registry.overrides, ("report_year", "task_no", "unit_id"), "每年每项任务每个单位一行")
        _once(registry.reports_for, ("report_year", "unit_id"), "每年每个单位一行")
        return registry

    def valid_on(self, day: dt.date) -> list[Row]:
        """Return the units in force on a day; an empty bound is open."""
        return [
            row
            for row in self.units
            if (row.date("valid_from") or dt.date.min) <= day <= (row.date("valid_to") or dt.date.max)
        ]

    def match(self, name: str, day: dt.date) -> Match | None:
        """Return the class or the unit that ``name`` means on ``day``, None where that is not one."""
        if group := self._group_by_phrase.get(key(name)):
            return Match(None, group)
        units = self._names_on(day).get(key(name), set())
        return Match(next(iter(units)), None) if len(units) == 1 else None

    def match_ever(self, name: str) -> Match | None:
        """Return the class, or the only unit that ever bore ``name``, in any of its periods; else None."""
        if group := self._group_by_phrase.get(key(name)):
            return Match(None, group)
        units = self._names_ever.get(key(name), set())
        return Match(next(iter(units)), None) if len(units) == 1 else None

    def resolve(self, name: str, day: dt.date, where: str) -> Match:
        """Return the class or the unit that ``name`` means on ``day``.

        Raises:
            UnknownName: No unit or more than one bears the name; the nearest names are in the message.
        """
        if match := self.match(name, day):
            return match
        if units := self._names_on(day).get(key(name)):
            raise UnknownName(where, f"“{name}”对应多个单位（{'、'.join(sorted(units))}）", "唯一的单位名称")
        near = self.candidates(name, day)
        hint = f"是否为 {'、'.join(near)}？" if near else ""
        raise UnknownName(
            where,
            f"“{name}”不在单位名录中。{hint}",
            "名录中的全称、简称或别名",
            "改正名称，或在 aliases.csv 登记别名",
        )

    def candidates(self, name: str, day: dt.date) -> list[str]:
        """Return up to three registered names nearest to ``name``."""
        printed = {
            key(text): text for row in self.valid_on(day) for text in (row["short_name"], row["unit_name"])
        }
        printed |= {key(row["phrase"]): row["phrase"] for row in self.groups}
        return [printed[near] for near in difflib.get_close_matches(key(name), printed, n=3, cutoff=0.5)]

    @cached_property
    def _group_by_phrase(self) -> dict[str, str]:
        return {key(row["phrase"]): row["group_code"] for row in self.groups}

    def _names_on(self, day: dt.date) -> dict[str, set[str]]:
        if day not in self._names_cache:
            self._names_cache[day] = self._names_of(self.valid_on(day))
        return self._names_cache[day]

    def _names_of(self, units: list[Row]) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        ids = {row["unit_id"] for row in units}
        pairs = [
            (row[column], row["unit_id"])
            for row in units
            for column in ("unit_name", "short_name", "unit_id")
        ]
        pairs += [(row["alias"], row["unit_id"]) for row in self.aliases if row["unit_id"] in ids]
        for text, unit_id in pairs:
            if is_blank(text):  # a unit without a short name is not called ""
                continue
            names.setdefault(key(text), set()).add(unit_id)
        return names

    @cached_property
    def _names_ever(self) -> dict[str, set[str]]:
        return self._names_of(self.units)

    @cached_property
    def _names_cache(self) -> dict[dt.date, dict[str, set[str]]]:
        return {}


def _one_of(row: Row, column: str, words: tuple[str, ...]) -> None:
    if row[column] not in words:
        raise SourceError(
            f"{row.where} {column}", f"“{row[column]}”" if row[column] else "空白", " 或 ".join(words)
        )


def _once(rows: list[Row], columns: tuple[str, ...], expected: str) -> None:
    """Refuse a second row about the same thing: which of the two counts, nobody could say."""
    seen: dict[tuple[str | int, ...], Row] = {}
    for row in rows:
        about = tuple(row.integer(name) if name in NUMBERS else row[name] for name in columns)
        if first := seen.get(about):
            found = f"与 {first.where} 重复（{'、'.join(map(str, about))}）"
            raise SourceError(row.where, found, expected, "请删去其中一行")
        seen[about] = row
