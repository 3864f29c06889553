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

    @classmethod
    def load(cls, folder: Path) -> "Registry":
        """Read the registry of a city.

        Args:
            folder: Holds units.csv, aliases.csv, groups.csv, deadlines.csv and overrides.csv.

        Raises:
            SourceError: A file or column is missing, or an alias points to no unit.
        """
        registry = cls(
            folder,
            read_rows(folder / "units.csv", UNIT_COLUMNS),
            read_rows(folder / "aliases.csv", ("unit_id", "alias")),
            read_rows(folder / "groups.csv", ("group_code", "phrase")),
            read_rows(folder / "deadlines.csv", DEADLINE_COLUMNS),
            read_rows(folder / "overrides.csv", OVERRIDE_COLUMNS),
        )
        known = {row["unit_id"] for row in registry.units}
        for row in (*registry.aliases, *registry.overrides):
            if row["unit_id"] not in known:
                raise SourceError(row.where, f"单位编号“{row['unit_id']}”不在 units.csv 中")
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
            names: dict[str, set[str]] = {}
            valid = self.valid_on(day)
            ids = {row["unit_id"] for row in valid}
            pairs = [
                (row[column], row["unit_id"])
                for row in valid
                for column in ("unit_name", "short_name", "unit_id")
            ]
            pairs += [(row["alias"], row["unit_id"]) for row in self.aliases if row["unit_id"] in ids]
            for text, unit_id in pairs:
                if is_blank(text):  # a unit without a short name is not called ""
                    continue
                names.setdefault(key(text), set()).add(unit_id)
            self._names_cache[day] = names
        return self._names_cache[day]

    @cached_property
    def _names_cache(self) -> dict[dt.date, dict[str, set[str]]]:
        return {}
