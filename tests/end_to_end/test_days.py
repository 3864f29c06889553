"""The day of the run decides, and nothing else: same day, same bytes; another day, another status."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import AS_OF, YEAR, Zwgk, copy_inputs
from tests.dbt_project.calling import DBT_PROJECT, dbt
from tests.end_to_end.helpers import hashes

DAYS = ("2021-07-01", "2021-11-15", "2022-02-01")


@pytest.fixture(scope="module")
def seen(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The statuses as dbt builds them for each day, and their history."""
    folder = tmp_path_factory.mktemp("days")
    statuses: dict[str, object] = {}
    warehouse = folder / "warehouse.duckdb"
    shutil.copy(demo_home / "warehouse.duckdb", warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop schema snapshots cascade")
    for day in (*DAYS, AS_OF):
        statuses[day] = _build(demo_home, warehouse, day)
    statuses["history"] = _history(warehouse)
    _build(demo_home, warehouse, DAYS[1])
    statuses["looked back"] = _history(warehouse)
    return statuses


def _build(home: Path, warehouse: Path, day: str) -> dict[str, str]:
    """Build the obligations of a day and their history from what a home has landed, without the rest of the pipeline."""
    variables = json.dumps({"as_of": day, "due_soon_days": 7})
    models = ("+fct_obligations", "obligation_status", "fct_obligation_history", "fct_obligation_trend")
    kinds = ("--resource-type", "model", "--resource-type", "snapshot")
    arguments = ("build", *kinds, "--select", *models, "--vars", variables)
    landing = {"ZWGK_WAREHOUSE": str(warehouse), "ZWGK_LANDING": str(home / "landing")}
    done = dbt(DBT_PROJECT, warehouse.parent / "target", *arguments, **landing)
    assert done.returncode == 0, done.stdout
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = "select obligation_id, status from marts.fct_obligations"
        return dict(connection.execute(query).fetchall())


def _history(warehouse: Path) -> dict[str, object]:
    """What was known on the evening of 2021-11-30, and how many items were missing on each day of change."""
    known = """
        select obligation_id, status
        from marts.fct_obligation_history
        where known_from <= date '2021-11-30' and coalesce(known_until > date '2021-11-30', true)
    """
    trend = "select strftime(day, '%Y-%m-%d'), status, obligation_count from marts.fct_obligation_trend"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = {(day, status): count for day, status, count in connection.execute(trend).fetchall()}
        return {"known": dict(connection.execute(known).fetchall()), "trend": counts}


@pytest.mark.campaign
def test_same_inputs_and_day_give_the_same_bytes_whatever_ran_before(
    demo_home: Path, tmp_path: Path, zwgk: Zwgk
) -> None:
    """With an earlier run that was killed half-way: ``test_bad_day.py``."""
    home = tmp_path / "elsewhere"
    copy_inputs(demo_home, home)
    for day in (DAYS[-1], AS_OF):
        done = zwgk(home, "run", "--year", str(YEAR), "--as-of", day)
        assert done.returncode == 0, done.stderr
    assert hashes(home) == hashes(demo_home)


def test_an_obligation_moves_from_not_due_to_missing_to_late(seen: dict[str, dict[str, str]]) -> None:
    paths = {tuple(seen[day][owed] for day in DAYS) for owed in seen[AS_OF]}
    assert ("not_due", "missing", "late") in paths
    assert ("not_due", "missing", "missing") in paths
    assert ("not_due", "on_time", "on_time") in paths
    assert ("not_due", "not_due", "late") in paths


def test_nothing_is_known_before_it_is_received(seen: dict[str, dict[str, str]]) -> None:
    assert set(seen["2021-07-01"].values()) == {"not_due"}


def test_what_is_owed_does_not_depend_on_the_day(seen: dict[str, dict[str, str]]) -> None:
    assert seen[DAYS[0]].keys() == seen[DAYS[1]].keys() == seen[AS_OF].keys()


def test_what_was_known_on_a_day_has_an_answer(seen: dict[str, Any]) -> None:
    # The last run before that evening was on the second of the days.
    assert seen["history"]["known"] == seen[DAYS[1]]


def test_the_trend_counts_what_each_run_knew(seen: dict[str, Any]) -> None:
    for day in (*DAYS, AS_OF):
        for status, count in Counter(seen[day].values()).items():
            assert seen["history"]["trend"][day, status] == count


def test_a_look_back_changes_no_history(seen: dict[str, Any]) -> None:
    assert seen["looked back"] == seen["history"]
