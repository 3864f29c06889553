"""The day of the run decides, and nothing else: same day, same bytes; another day, another status."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import AS_OF, YEAR, Zwgk, copy_inputs
from tests.dbt_project.calling import DBT_PROJECT, dbt
from tests.end_to_end.helpers import hashes

DAYS = ("2021-07-01", "2021-11-15", "2022-02-01")


@pytest.fixture(scope="module")
def seen(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, zwgk: Zwgk) -> dict[str, object]:
    """The statuses as dbt builds them for each day, and the files of another home that ran on an earlier day first."""
    folder = tmp_path_factory.mktemp("days")
    statuses: dict[str, object] = {}
    for day in (*DAYS, AS_OF):
        statuses[day] = _statuses(demo_home, folder / f"{day}.duckdb", day)
    home = folder / "elsewhere"
    copy_inputs(demo_home, home)
    for day in (DAYS[-1], AS_OF):
        done = zwgk(home, "run", "--year", str(YEAR), "--as-of", day)
        assert done.returncode == 0, done.stderr
    statuses["hashes"] = hashes(home)
    return statuses


def _statuses(home: Path, warehouse: Path, day: str) -> dict[str, str]:
    """Build the obligations of a day from what a home has landed, without the rest of the pipeline."""
    shutil.copy(home / "warehouse.duckdb", warehouse)
    variables = json.dumps({"as_of": day, "due_soon_days": 7})
    arguments = ("run", "--select", "+fct_obligations", "--vars", variables)
    landing = {"ZWGK_WAREHOUSE": str(warehouse), "ZWGK_LANDING": str(home / "landing")}
    done = dbt(DBT_PROJECT, warehouse.parent / "target", *arguments, **landing)
    assert done.returncode == 0, done.stdout
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = "select obligation_id, status from marts.fct_obligations"
        return dict(connection.execute(query).fetchall())


def test_same_inputs_and_day_give_the_same_bytes_whatever_ran_before(
    seen: dict[str, object], demo_home: Path
) -> None:
    assert seen["hashes"] == hashes(demo_home)


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
