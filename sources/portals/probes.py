"""What a page can show about a task (``task_probes.csv``): the probes, with the facts that they refer to put in."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sources.errors import SourceError
from sources.portals.probe_facts import Fact, day, listed, load_facts, number
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry

if TYPE_CHECKING:
    import pyarrow as pa

PROBE_COLUMNS = (
    *("report_year", "probe_id", "task_no", "kind", "column_code", "pattern", "expected"),
    *("period_from", "period_to", "what", "basis"),
)
_WORDS = Path(__file__).parent / "words"
_FACTS_FILE = "probe_facts.csv"


class Probe(NamedTuple):
    """One row of ``task_probes.csv`` with what it refers to put in.

    Attributes:
        values: The columns of the landed table.
        facts: Unit (None: every unit) and what must be seen of it, for the kinds that expect a list.
    """

    values: dict[str, object]
    facts: list[tuple[str | None, str]]


def load_probes(folder: Path, facts: list[Fact]) -> list[Probe]:
    """Read the probes and put in the facts that they refer to as ``@name``.

    Args:
        folder: Holds task_probes.csv.
        facts: What is known; a probe that refers to what nobody knows expects nothing.

    Raises:
        SourceError: The file or a column is missing; a kind, a column or a pattern is none; a cell that the
            kind needs is empty; a probe is there twice.
    """
    kinds = {row["kind"]: row for row in read_rows(_WORDS / "probe_kinds.csv", ("kind", "expects"))}
    probes, seen = [], set()
    for row in read_rows(folder / "task_probes.csv", PROBE_COLUMNS):
        if row["kind"] not in kinds:
            raise SourceError(f"{row.where} kind", f"“{row['kind']}”不是核查方式", "、".join(kinds))
        if not row["probe_id"] or row["probe_id"] in seen:
            raise SourceError(f"{row.where} probe_id", f"“{row['probe_id']}”空白或重复", "不重复的编号")
        seen.add(row["probe_id"])
        kind = kinds[row["kind"]]
        _check(row, kind)
        probes.append(_probe(row, kind["expects"], facts))
    return probes


def probe_tables(folder: Path, registry: Registry, facts: Path | None = None) -> "dict[str, pa.Table]":
    """Return the landed tables: ``task_probes`` and ``probe_facts``.

    Args:
        folder: The registry's folder, with task_probes.csv and probe_facts.csv.
        registry: Knows the units.
        facts: Another file of facts instead of the folder's (the demo's ``facts.csv``).

    Raises:
        SourceError: See :func:`load_probes` and :func:`load_facts`.
    """
    from sources.landing import rows_to_table

    probes = load_probes(folder, load_facts(facts or folder / _FACTS_FILE, registry))
    wanted = [
        {**{name: probe.values[name] for name in ("report_year", "probe_id")}, "unit_id": unit, "fact": fact}
        for probe in probes
        for unit, fact in probe.facts
    ]
    of = schemas()
    return {
        "task_probes": rows_to_table([probe.values for probe in probes], of["task_probes"]),
        "probe_facts": rows_to_table(wanted, of["probe_facts"]),
    }


def schemas() -> "dict[str, pa.Schema]":
    """Return table name → schema of its rows."""
    import pyarrow as pa

    text, number, day = pa.string(), pa.int32(), pa.date32()
    return {
        "task_probes": pa.schema(
            [
                *(("report_year", number), ("probe_id", text), ("task_no", number), ("kind", text)),
                *(("column_code", text), ("pattern", text), ("expected", text), ("expected_number", number)),
                *(("table_code", text), ("row_code", text), ("figure_column", text)),
                *(("period_from", day), ("period_to", day), ("what", text), ("basis", text)),
                ("source_locator", text),
            ]
        ),
        "probe_facts": pa.schema(
            [("report_year", number), ("probe_id", text), ("unit_id", text), ("fact", text)]
        ),
    }


def _check(row: Row, kind: Row) -> None:
    """Refuse a row that its kind cannot work with."""
    code = row["column_code"]
    if (code or kind["needs_column"] == "yes") and code not in _column_codes():
        raise SourceError(f"{row.where} column_code", f"“{code}”不在 column_types.csv 中")
    if kind["is_pattern_needed"] == "yes" and not row["pattern"]:
        raise SourceError(f"{row.where} pattern", "空白", kind["meaning"])
    try:
        groups = re.compile(row["pattern"]).groups
    except re.error as error:
        raise SourceError(f"{row.where} pattern", f"“{row['pattern']}”不是正则表达式：{error}") from None
    if row["kind"] == "numbered" and groups != 1:
        raise SourceError(f"{row.where} pattern", f"有 {groups} 个括号", "一个括号，取出期号")
    if kind["expects"] in ("list", "figure") and not row["expected"]:
        raise SourceError(f"{row.where} expected", "空白", kind["meaning"])


@cache
def _column_codes() -> frozenset[str]:
    return frozenset(row["column_code"] for row in read_rows(_WORDS / "column_types.csv", ("column_code",)))


def _probe(row: Row, expects: str, facts: list[Fact]) -> Probe:
    year, task_no = row.integer("report_year"), row.integer("task_no")
    of_task = [f for f in facts if f.task_no == task_no and f.report_year in (None, year)]
    values: dict[str, object] = {name: row[name] or None for name in PROBE_COLUMNS}
    values |= {"report_year": year, "task_no": task_no, "source_locator": row.where}
    values |= {name: day(row, name, year, of_task) for name in ("period_from", "period_to")}
    if expects == "number":
        values["expected_number"] = number(row, of_task)
    if expects == "figure":
        parts = row["expected"].split("/")
        if len(parts) != 3:
            raise SourceError(f"{row.where} expected", f"“{row['expected']}”", "表/行/列")
        values |= dict(zip(("table_code", "row_code", "figure_column"), parts, strict=True))
    items = listed(row["expected"], of_task) if expects == "list" else ()
    return Probe(values, list(dict.fromkeys(items)))
