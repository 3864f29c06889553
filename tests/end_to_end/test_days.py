"""The day of the run decides, and nothing else: same day, same bytes; another day, another status."""

from pathlib import Path

import pytest

from tests.conftest import AS_OF, YEAR, Zwgk, copy_inputs
from tests.end_to_end.helpers import hashes, rows

DAYS = ("2021-07-01", "2021-11-15", "2022-02-01")


@pytest.fixture(scope="module")
def seen(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, zwgk: Zwgk) -> dict[str, object]:
    """Another home with the same inbox, run on other days first and on the demo's day last."""
    home = tmp_path_factory.mktemp("days") / "elsewhere"
    copy_inputs(demo_home, home)
    statuses: dict[str, object] = {}
    for day in (*DAYS, AS_OF):
        done = zwgk(home, "run", "--year", str(YEAR), "--as-of", day)
        assert done.returncode == 0, done.stderr
        statuses[day] = dict(rows(home, "select obligation_id, status from fct_obligations"))
    statuses["hashes"] = hashes(home)
    return statuses


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
