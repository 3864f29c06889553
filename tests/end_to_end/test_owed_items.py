"""What the readers say a unit owes is what the warehouse chases it for, in both directions."""

import dataclasses
import datetime as dt
import shutil
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from sources.notices.listed import listed_notice
from sources.notices.model import Assignment, Directive, Milestone, Notice
from sources.owed import owed_items, statistics_due
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry
from tests.conftest import REGISTRY, YEAR

Owed = Counter[tuple[object, ...]]
TYPES = {"阶段任务": "milestone", "牵头汇总": "summary", "完成情况": "completion"}
_SETUP = """
create table staging.frozen as select * from staging.{view};
drop view staging.{view};
alter table staging.frozen rename to {view};
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(REGISTRY)


@pytest.fixture(scope="module")
def notice(registry: Registry) -> Notice:
    return listed_notice(REGISTRY, YEAR, registry)[0]


def _told(notice: Notice, registry: Registry) -> Owed:
    """Unit, task, type, deadline, role and words of everything owed, as the readers tell it."""
    assert notice.issued_on
    told: Owed = Counter()
    for unit_id, items in owed_items(notice, registry).items():
        for item in items:
            words = item.milestone or None
            told[(unit_id, item.task_no, TYPES[item.item_kind], item.due_date, item.role, words)] += 1
    for unit in registry.valid_on(notice.issued_on):
        if due := statistics_due(registry, notice.report_year, unit):
            told[(unit["unit_id"], None, "statistics", due, "reporting", None)] += 1
    return told


def _chased(connection: duckdb.DuckDBPyConnection, table: str, owed: str) -> Owed:
    query = (
        "select unit_id, cast(split_part(task_id, '-', 2) as integer), obligation_type, due_date, role, milestone "
        f"from {table} where report_year = {YEAR} and {owed}"
    )
    return Counter(connection.execute(query).fetchall())


def test_the_warehouse_chases_exactly_what_is_told(
    read_copy: duckdb.DuckDBPyConnection, notice: Notice, registry: Registry
) -> None:
    told = _told(notice, registry)
    chased = _chased(read_copy, "fct_obligations", "status <> 'exempt'")
    assert sum(chased.values()) > 1000
    assert (told - chased, chased - told) == (Counter(), Counter())


@pytest.fixture
def altered(demo_home: Path, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """The warehouse of the demo run, with other decisions and other orders put before the same models."""
    copy = shutil.copy(demo_home / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    connection = duckdb.connect(str(copy))
    for view in ("stg_registry__overrides", "stg_registry__units", "stg_registry__deadlines"):
        connection.execute(_SETUP.format(view=view))
    for view in ("stg_notices__directives", "stg_notices__milestones", "stg_notices__assignments"):
        connection.execute(_SETUP.format(view=view))
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"insert into staging.{table} ({', '.join(values)}) values ({marks})", list(values.values())
    )


# (task, unit, action): one of a class, the lead itself, and a task that concerns two counties beside its lead.
DECISIONS = [
    (24, "shi-tongjiju", "exempt"),
    (23, "shi-sifaju", "exempt"),
    (31, "gulou", "concerns"),
    (31, "mawei", "concerns"),
]


def _decide(connection: duckdb.DuckDBPyConnection, registry: Registry) -> Registry:
    rows = []
    for task_no, unit_id, action in DECISIONS:
        row = {"report_year": str(YEAR), "task_no": str(task_no), "unit_id": unit_id, "action": action}
        rows.append(Row(row, Path("overrides.csv"), 2))
        rows.append(Row({**row, "report_year": str(YEAR - 1), "task_no": "1"}, Path("overrides.csv"), 3))
        about = {"task_id": f"{YEAR}-{task_no:02d}", "report_year": YEAR, "unit_id": unit_id}
        _insert(connection, "stg_registry__overrides", **about, action=action)
        about = {"task_id": f"{YEAR - 1}-01", "report_year": YEAR - 1, "unit_id": unit_id}
        _insert(connection, "stg_registry__overrides", **about, action=action)
    units = [
        Row(
            {**row, "valid_to": "2021-06-03"} if row["unit_id"] == "shi-tiyuju" else row, Path("units.csv"), 2
        )
        for row in registry.units
    ]
    deadlines = [
        Row({**row, "local_due": "2022-01-20"} if row["legal_due"] == "2022-03-31" else row, Path("d.csv"), 2)
        for row in registry.deadlines
    ]
    connection.execute(
        "update staging.stg_registry__units set valid_to = date '2021-06-03' where unit_id = 'shi-tiyuju';"
        "update staging.stg_registry__deadlines set local_due = date '2022-01-20' "
        "where legal_due = date '2022-03-31'"
    )
    return dataclasses.replace(registry, overrides=rows, units=units, deadlines=deadlines)


def _order(connection: duckdb.DuckDBPyConnection, notice: Notice) -> Notice:
    """Orders the shipped notice does not give: a task of the body, a second summary, a step nobody leads."""
    directives = [
        Directive(8, "unit_milestone", "shi-jiaoyuju", "拿出方案", dt.date(2021, 9, 30), "stated", "", ""),
        Directive(9, "lead_summary", None, "再报一次", dt.date(2021, 9, 15), "stated", "", ""),
    ]
    step = Milestone(13, 1, "6月底前拿出清单", dt.date(2021, 6, 30), "stated", "6月底前", "")
    twice = Assignment(24, "responsible", "市教育局", "shi-jiaoyuju", None, "", "")
    for one in directives:
        row = dataclasses.asdict(one)
        columns = {name: row[name] for name in ("directive_no", "kind", "unit_id", "directive", "due_date")}
        _insert(connection, "stg_notices__directives", report_year=YEAR, **columns)
    about = {"task_id": f"{YEAR}-13", "report_year": YEAR, "task_no": 13, "milestone_no": 1}
    _insert(connection, "stg_notices__milestones", **about, milestone=step.milestone, due_date=step.due_date)
    about = {"task_id": f"{YEAR}-24", "report_year": YEAR, "task_no": 24, "assignment_no": 99}
    _insert(
        connection,
        "stg_notices__assignments",
        **about,
        role="responsible",
        unit_id="shi-jiaoyuju",
        assigned_as="市教育局",
    )
    return dataclasses.replace(
        notice,
        directives=[*notice.directives, *directives],
        milestones=[*notice.milestones, step],
        assignments=[*notice.assignments, twice],
    )


def test_they_agree_after_other_decisions_and_orders(
    altered: duckdb.DuckDBPyConnection, notice: Notice, registry: Registry
) -> None:
    before = _chased(altered, "intermediate.int_obligations", "not is_exempt")
    told = _told(_order(altered, notice), _decide(altered, registry))
    chased = _chased(altered, "intermediate.int_obligations", "not is_exempt")
    assert (told - chased, chased - told) == (Counter(), Counter())
    came = {(unit, task, kind, str(due)) for unit, task, kind, due, *_ in chased - before}
    gone = {(unit, task, kind) for unit, task, kind, *_ in before - chased}
    assert ("shi-jiaoyuju", None, "milestone", "2021-09-30") in came
    assert ("shi-jiaoyuju", 13, "milestone", "2021-06-30") in came
    assert ("shi-sifaju", 23, "completion") in gone
    assert ("shi-tongjiju", 24, "completion") in gone
    assert {unit for unit, task, _ in gone if task == 31} >= {"taijiang", "minqing"}
    assert not {unit for unit, *_ in chased if unit == "shi-tiyuju"}
    assert ("gulou", None, "statistics", "2022-01-20") in came
    assert {due for _, _, kind, due, *_ in chased if kind == "summary"} == {dt.date(2021, 9, 15)}


def test_it_is_told_at_once(notice: Notice, registry: Registry) -> None:
    owed_items(notice, registry)
    started = time.perf_counter()
    owed_items(notice, registry)
    assert time.perf_counter() - started < 0.05
