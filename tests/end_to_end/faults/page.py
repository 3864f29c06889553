"""What a run found of the faults put into it, and the page of docs that says so."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from sources.registry.registry import Registry
from tests.conftest import PROJECT
from tests.end_to_end.faults.model import Fault, Raised
from tests.end_to_end.helpers import rows

PAGE = PROJECT / "docs" / "faults.md"
KINDS = {
    "municipal_department": "市直部门",
    "county_government": "县（市）区",
    "development_zone": "开发区",
    "party_organ": "党委机关",
    "city_government": "本级单位",
}
_OF_RETURN = re.compile(r"[^/ ]+/[^/]+?\.(?:xlsx|csv|html|doc)(?: (?P<cell>.+))?")
_OF_PAGE = re.compile(r"https?://[^/]+(?P<path>/\S*)(?: (?P<cell>.+))?")
_OF_NOTICE = re.compile(r"notice\.html (?P<cell>.+)")


class Flag(NamedTuple):
    """One row of the flags: whose it is, which rule, and where."""

    unit_id: str
    rule_code: str
    place: str


def flags(home: Path) -> list[Flag]:
    """Return every flag of a run."""
    query = "select unit_id, rule_code, task_id, source_locator from fct_quality_flags"
    return [
        Flag(str(unit_id or ""), str(rule_code), place(task_id, str(locator)))
        for unit_id, rule_code, task_id, locator in rows(home, query)
    ]


def place(task_id: object, locator: str) -> str:
    """Return where a flag points to, without the names of units and files."""
    task = f"任务{int(str(task_id).split('-')[1])}" if task_id else ""
    if locator.startswith("archive/"):
        return "原件"
    if locator.startswith("《"):
        return "时限表"
    if match := _OF_PAGE.fullmatch(locator):
        where = f"门户{match['path']}"
    elif match := _OF_RETURN.fullmatch(locator):
        where = "" if task or match["cell"] else "文件"
    elif match := _OF_NOTICE.fullmatch(locator):
        return task or f"通知{match['cell']}"
    else:
        return f"{task} {locator}".strip()
    return " ".join(part for part in (task, where, match["cell"]) if part)


def found_by_fault(faults: list[Fault], found: list[Flag]) -> tuple[list[Counter[Raised]], list[Flag]]:
    """Tell which flags are whose.

    A unit has one fault at most: all flags on it are that fault's, whatever they say. What is on nobody is the
    fault's that expects it.

    Returns:
        The flags of each fault, in the order of the faults, and those of no fault.
    """
    left = Counter(found)
    of_faults = []
    for fault in faults:
        wanted = {(one.rule_code, one.place) for one in fault.raises}
        mine = [
            flag
            for flag in left
            if (flag.unit_id and flag.unit_id == fault.unit_id)
            or (not flag.unit_id and (flag.rule_code, flag.place) in wanted)
        ]
        of_faults.append(Counter[Raised]())
        for flag in mine:
            of_faults[-1][Raised(flag.rule_code, flag.place)] += left.pop(flag)
    return of_faults, sorted(left.elements())


def expected_of(fault: Fault) -> Counter[Raised]:
    """Return what a fault must raise, counted."""
    counted: Counter[Raised] = Counter()
    for one in fault.raises:
        counted[one._replace(count=1)] += one.count
    return counted


def section(title: str, faults: list[Fault], found: list[Counter[Raised]], registry: Registry) -> str:
    """Return the table of one run."""
    kinds = {row["unit_id"]: KINDS[row["unit_type"]] for row in registry.units}
    lines = [f"## {title}", "", "| 故障 | 放在 | 报出的规则（位置） |", "|---|---|---|"]
    for fault, raised in zip(faults, found, strict=True):
        places: dict[str, list[str]] = {}
        for one in sorted(raised, key=_in_order):
            times = f" ×{raised[one]}" if raised[one] > 1 else ""
            places.setdefault(one.rule_code, []).append(one.place + times)
        told = "；".join(f"{code}（{'、'.join(where)}）" for code, where in places.items())
        lines.append(f"| {fault.name} | {kinds.get(fault.unit_id, '—')} | {told} |")
    return "\n".join(lines) + "\n"


def _in_order(one: Raised) -> list[str | int]:
    """By rule and place, 任务2 before 任务11."""
    parts = re.split(r"(\d+)", f"{one.rule_code} {one.place}")
    return [int(part) if part.isdigit() else part for part in parts]


def told(title: str) -> str:
    """Return the section of the page as it stands; empty where there is none."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    start = text.find(f"## {title}\n")
    return "" if start < 0 else text[start:].split("\n## ", 1)[0].rstrip("\n") + "\n"


def write(title: str, new: str) -> None:
    """Put a section into the page, in its place or at the end."""
    text = PAGE.read_text(encoding="utf-8")
    old = told(title)
    PAGE.write_text(text.replace(old, new) if old else f"{text.rstrip()}\n\n{new}", encoding="utf-8")
