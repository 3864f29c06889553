"""A report that speaks as another body than the one that made it; silent where a name is not certain."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns.documents.model import Line
from sources.returns.model import Finding
from sources.returns.texts.sentences import excerpt
from sources.text import key

_WORDS = Path(__file__).parents[1] / "words"
_AND = re.compile(r"以及|[及和与或、]")
# People turn to other bodies with these, and a report may say so.
_OTHER_BUSINESS = re.compile(r"复议|诉讼|起诉|信访|举报|投诉|建议|提案")
_OWN = re.compile(r"^(?:我|本|各|该)")


@dataclass(frozen=True)
class Reporter:
    """Who made a report, and whom else it may speak for.

    Attributes:
        unit_type: Its type in the registry; None where it is not known.
        names: All its names, as :func:`sources.text.key` has them.
        stands_for: Units that it reports for, or that report for it.
        registry: Knows the other units.
        day: The last day of the year.
    """

    unit_type: str | None
    names: frozenset[str]
    stands_for: frozenset[str]
    registry: Registry
    day: dt.date

    @classmethod
    def of(cls, unit_id: str | None, registry: Registry, day: dt.date) -> "Reporter":
        """Return the reporter of a unit, as the registry knows it."""
        rows = [row for row in registry.units if row["unit_id"] == unit_id]
        aliases = [row["alias"] for row in registry.aliases if row["unit_id"] == unit_id]
        names = {key(name) for row in rows for name in (row["unit_name"], row["short_name"])}
        joint = [
            row
            for row in registry.reports_for
            if row["report_year"] == str(day.year) and unit_id in (row["unit_id"], row["reported_by"])
        ]
        return cls(
            rows[0]["unit_type"] if rows else None,
            frozenset(names | set(map(key, aliases))),
            frozenset(row[column] for row in joint for column in ("unit_id", "reported_by"))
            | {unit_id or ""},
            registry,
            day,
        )

    def is_own(self, name: str) -> bool:
        """Tell whether a name is the reporter's, or a part of it (市政府 in 市政府办公厅)."""
        match = self.registry.match(name, self.day)
        return (
            _OWN.match(name) is not None
            or any(name in own or own in name for own in self.names)
            or (match is not None and match.unit_id in self.stands_for)
        )

    def is_other(self, name: str) -> bool:
        """Tell whether a name is certainly that of another body: a registered unit, or a government's usual name."""
        match = self.registry.match(name, self.day)
        if self.is_own(name) or self.unit_type in _bodies().get(name, ()):
            return False
        return (match is not None and match.unit_id is not None) or name in _bodies()


def wrong_bodies(sentences: Iterable[Line], reporter: Reporter) -> Iterator[Finding]:
    """Yield a finding for each sentence in which another body is asked for information, or makes the report."""
    if not reporter.names:
        return
    for sentence in sentences:
        if _OTHER_BUSINESS.search(sentence.text):
            continue
        for pattern in _wordings():
            if match := pattern.search(sentence.text):
                names = [key(name) for name in _AND.split(match["body"]) if name]
                others = [name for name in names if reporter.is_other(name)]
                if others and not any(map(reporter.is_own, names)):
                    found = f"“{excerpt(match)}”：写的是“{'”“'.join(others)}”"
                    expected, remedy = "本单位", "请核对是否套用了其他单位的报告，改为本单位"
                    yield Finding("TXT-05", sentence.place, found, expected, remedy)
                    break


@cache
def _wordings() -> list[re.Pattern[str]]:
    return [re.compile(row["pattern"]) for row in read_rows(_WORDS / "wrong_bodies.csv", ("pattern",))]


@cache
def _bodies() -> dict[str, list[str]]:
    """Return name → the types of units whose own name it may be."""
    rows = read_rows(_WORDS / "government_bodies.csv", ("name", "may_be_said_by"))
    return {key(row["name"]): row["may_be_said_by"].split("|") for row in rows}
