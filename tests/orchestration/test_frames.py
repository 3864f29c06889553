"""The SQL frames on the demo run: what the suites get is what the tables hold."""

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from expectations.runner import KEYS, OPTIONAL_KEYS, run_suite
from orchestration.defs.checks.frames import INCOMING, MARTS, incoming_frame, mart_frames
from orchestration.defs.checks.landed import newest_failures
from sources.landing import deliver, deliveries
from tests.conftest import REGISTRY, YEAR

SOURCES = {"units": ("registry", None), "tasks": ("notices", YEAR)}
# dataset → how many rows its frame must have, said another way than in the frame's own query
COUNTS = {
    "progress": "select count(*) from fct_task_progress",
    "submissions": "select count(*) from fct_submissions",
    "obligations": "select count(*) from fct_obligations",
    "coverage": "select count(distinct unit_id) from dim_units where group_code is not null and valid_to is null",
}


@pytest.fixture(scope="module")
def frames(demo_home: Path) -> dict[str, pd.DataFrame]:
    landed = {name: incoming_frame(name, demo_home / "landing", *SOURCES[name]) for name in INCOMING}
    return mart_frames(demo_home / "warehouse.duckdb") | landed


@pytest.fixture
def warehouse(demo_home: Path, tmp_path: Path) -> Path:
    """A copy of the warehouse to change."""
    return Path(shutil.copy(demo_home / "warehouse.duckdb", tmp_path / "warehouse.duckdb"))


def _change(warehouse: Path, statement: str) -> dict[str, pd.DataFrame]:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)
    return mart_frames(warehouse)


def _failing(dataset: str, frame: pd.DataFrame) -> dict[str, set[str | None]]:
    found = run_suite(dataset, frame)
    return {code: {item.unit_id for item in failures} for code, failures in found.items() if failures}


@pytest.mark.parametrize("dataset", [*MARTS, *INCOMING])
def test_a_frame_says_who_what_and_where_of_each_row(dataset: str, frames: dict[str, pd.DataFrame]) -> None:
    frame = frames[dataset]
    assert set(KEYS) <= set(frame.columns)
    assert set(frame.columns) & set(OPTIONAL_KEYS) in (set(), set(OPTIONAL_KEYS))
    assert frame["row_key"].is_unique
    assert frame[["row_key", "subject", "source_locator"]].notna().all(axis=None)
    if dataset != "tasks":
        assert frame["row_key"].is_monotonic_increasing
    if dataset != "units":
        assert set(frame["report_year"]) == {YEAR}


@pytest.mark.parametrize("dataset", list(MARTS))
def test_a_frame_has_a_row_for_each_thing_checked(
    dataset: str, frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    assert [(len(frames[dataset]),)] == read_copy.execute(COUNTS[dataset]).fetchall()
    assert len(frames[dataset]) > 40


def test_missing_and_late_obligations_are_exactly_the_failures(
    frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    found = run_suite("obligations", frames["obligations"])
    for rule_code, status in (("OBL-01", "missing"), ("OBL-02", "late")):
        query = (
            "select obligation_id, unit_id, cast(days_late as double) from fct_obligations where status = ?"
        )
        owed = set(read_copy.execute(query, [status]).fetchall())
        assert owed == {(item.row_key, item.unit_id, item.difference) for item in found[rule_code]}
        assert owed
    assert all(str(item.actual).startswith("收到 20") for item in found["OBL-02"])


def test_a_missing_obligation_says_that_nothing_was_received(frames: dict[str, pd.DataFrame]) -> None:
    found = run_suite("obligations", frames["obligations"])
    assert {item.actual for item in found["OBL-01"]} == {"未收到"}


@pytest.mark.parametrize("dataset", list(MARTS))
def test_what_was_landed_and_flagged_is_what_the_suite_says(
    dataset: str, frames: dict[str, pd.DataFrame], demo_home: Path, read_copy: duckdb.DuckDBPyConnection
) -> None:
    failures = [item for items in run_suite(dataset, frames[dataset]).values() for item in items]
    assert failures == newest_failures(demo_home / "landing", dataset, None)
    codes = Counter(item.rule_code for item in failures)
    query = "select rule_code, count(*) from fct_quality_flags where list_contains(?, rule_code) group by 1"
    assert dict(read_copy.execute(query, [list(codes)]).fetchall()) == codes


def test_a_unit_that_owes_nothing_fails_coverage(warehouse: Path) -> None:
    frame = _change(warehouse, "delete from marts.fct_obligations where unit_id = 'cangshan'")["coverage"]
    assert _failing("coverage", frame) == {"OBL-03": {"cangshan"}}


def test_a_line_on_somebody_elses_task_fails_and_one_without_a_task_does_not(warehouse: Path) -> None:
    strip = "delete from marts.fct_task_assignments where unit_id = 'cangshan'"
    assert _failing("progress", _change(warehouse, strip)["progress"]) == {"PRG-04": {"cangshan"}}
    unread = "update marts.fct_task_progress set task_id = null where unit_id = 'cangshan'"
    assert _failing("progress", _change(warehouse, unread)["progress"]) == {}


def test_a_line_done_after_its_file_arrived_or_without_proof_fails(warehouse: Path) -> None:
    statement = (
        "update marts.fct_task_progress set completed_on = date '2031-01-01' where unit_id = 'cangshan';"
        "update marts.fct_task_progress set completed_on = null, evidence_url = null where unit_id = 'changle'"
    )
    expected = {"PRG-01": {"changle"}, "PRG-02": {"changle"}, "PRG-03": {"cangshan"}}
    assert _failing("progress", _change(warehouse, statement)["progress"]) == expected


def test_incoming_units_are_the_rows_of_the_registry(frames: dict[str, pd.DataFrame]) -> None:
    lines = (REGISTRY / "units.csv").read_text(encoding="utf-8-sig").strip().splitlines()
    assert len(frames["units"]) == len(lines) - 1
    assert frames["units"]["is_group_known"].all()


def test_incoming_tasks_are_those_of_the_notice(
    frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    tasks = read_copy.execute("select task_no, title from dim_tasks order by task_no").fetchall()
    assert list(zip(frames["tasks"]["task_no"], frames["tasks"]["title"], strict=True)) == tasks
    assert (frames["tasks"]["assigned_units"] > 0).all()


def _redeliver(demo_home: Path, landing: Path, dataset: str, table: str, change: str) -> pd.DataFrame:
    """Deliver the demo's tables again with one changed; ``change`` is a query on ``rows``."""
    source, year = SOURCES[dataset]
    folder = deliveries(demo_home / "landing", source, year)[-1]
    tables = {
        path.stem: pq.read_table(path) for path in folder.glob("*.parquet") if path.stem != "deliveries"
    }
    tables = {name: table.drop_columns(["delivery_id"]) for name, table in tables.items()}
    deliver(landing, source, year, tables)
    rows = tables[table]
    tables[table] = duckdb.sql(change).to_arrow_table().cast(rows.schema)
    deliver(landing, source, year, tables)
    return incoming_frame(dataset, landing, source, year)


def test_the_newest_delivery_counts(demo_home: Path, tmp_path: Path) -> None:
    frame = _redeliver(demo_home, tmp_path, "tasks", "tasks", "select * from rows limit 5")
    assert len(frame) == 5


def test_a_task_that_nobody_has_fails(demo_home: Path, tmp_path: Path) -> None:
    frame = _redeliver(demo_home, tmp_path, "tasks", "assignments", "select * from rows where task_no <> 7")
    assert [item.task_id for item in run_suite("tasks", frame)["TSK-03"]] == ["2021-07"]


def test_a_unit_that_is_listed_twice_without_dates_fails(demo_home: Path, tmp_path: Path) -> None:
    change = "select * from rows union all select * from rows where unit_id = 'cangshan'"
    frame = _redeliver(demo_home, tmp_path, "units", "units", change)
    assert _failing("units", frame) == {"UNT-01": {"cangshan"}}


@pytest.mark.parametrize("code", ["'other'", "null"])
def test_a_unit_of_an_unknown_class_fails(demo_home: Path, tmp_path: Path, code: str) -> None:
    change = f"select case group_code when 'county' then {code} else group_code end as group_code, phrase from rows"
    frame = _redeliver(demo_home, tmp_path, "units", "groups", change)
    assert "cangshan" in _failing("units", frame)["UNT-05"]
