"""What became of a spoilt file: refused, read as before, read otherwise with a finding about it, or silently."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sources.returns.figure_findings import TABLE_NAMES
from sources.returns.model import FORM_NAMES, FORM_STATISTICS, FORM_TASK_PROGRESS, Finding, Return

PROGRESS = "progress"
_SPOT = re.compile(r"^(.*?)(?:!?[A-Z]+(\d+)|第(\d+)行(?:第\d+列)?)$")
Key = tuple[str, str, str]
Said = tuple[object, str, str]  # what is read, the raw text, the place


class Silent(NamedTuple):
    """A figure read otherwise than before, without a finding on its table."""

    key: Key
    before: object
    after: object
    raw: str
    place: str


class Verdict(NamedTuple):
    """``outcome``: rejected, same, told or silent; with what is silent."""

    outcome: str
    silent: tuple[Silent, ...] = ()


def judge(before: list[Return], after: list[Return]) -> Verdict:
    """Compare what a file said with what it says now."""
    if all(result.is_rejected for result in after):
        return Verdict("rejected")
    changed = list(_changed(before, after))
    if not changed:
        return Verdict("same")
    told = _tables_told(before, after)
    silent = tuple(one for one in changed if one.key[0] not in told)
    return Verdict("silent" if silent else "told", silent)


def _changed(before: list[Return], after: list[Return]) -> Iterator[Silent]:
    was, now = _said(before), _said(after)
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        if one is None or other is None or one[0] != other[0]:
            _, raw, place = other or (None, "", "")
            yield Silent(key, one and one[0], other and other[0], raw, place)


def _said(returns: list[Return]) -> dict[Key, Said]:
    said: dict[Key, Said] = {
        f[:3]: ((f.cell_state, f.value), f.raw_text, f.place) for r in returns for f in r.figures
    }
    lines = [line for r in returns for line in r.lines]
    for number, line in enumerate(lines):
        values = {k: v for k, v in line.__dict__.items() if k not in ("line_no", "place")}
        for name, value in values.items():
            said[PROGRESS, str(number), name] = (value, str(value), line.place)
    return said


def _tables_told(before: list[Return], after: list[Return]) -> set[str]:
    """Return the tables that a new finding is about."""
    known = {(f.rule_code, f.place, f.found) for r in before for f in r.findings}
    told: set[str] = set()
    rows = _rows_of(before), _rows_of(after)
    for result in after:
        for finding in result.findings:
            if (finding.rule_code, finding.place, finding.found) in known:
                continue
            if result.lines:
                told.add(PROGRESS)
            told |= {code for code, name in TABLE_NAMES.items() if name in finding.found}
            if FORM_NAMES[FORM_TASK_PROGRESS] in finding.found:
                told.add(PROGRESS)
            if FORM_NAMES[FORM_STATISTICS] in finding.found:
                told |= set(TABLE_NAMES) - {"website"}
            told |= {code for some in rows for code, spots in some.items() if _is_near(finding, spots)}
    return told


def _rows_of(returns: list[Return]) -> dict[str, set[tuple[str, int]]]:
    spots: dict[str, set[tuple[str, int]]] = {}
    for figure in (f for r in returns for f in r.figures):
        if spot := _spot(figure.place):
            spots.setdefault(figure.table_code, set()).add(spot)
    return spots


def _spot(place: str) -> tuple[str, int] | None:
    match = _SPOT.match(place)
    return (match[1], int(match[2] or match[3])) if match else None


def _is_near(finding: Finding, spots: set[tuple[str, int]]) -> bool:
    """Tell whether a finding stands in a table, its headings or the line below."""
    spot = _spot(finding.place)
    rows = [row for name, row in spots if spot and name == spot[0]]
    return bool(spot and rows and min(rows) - 3 <= spot[1] <= max(rows) + 1)
