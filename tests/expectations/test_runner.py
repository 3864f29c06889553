"""What the runner promises of any suite: which rows, in which order, with which kinds of values."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from expectations.runner import run_suite
from tests.conftest import PROJECT, zwgk_environment
from tests.expectations.cases import frame


def test_one_row_can_break_two_rules() -> None:
    found = run_suite("progress", frame("progress", {"completed_on": None, "evidence_url": None}))
    assert {code for code, failures in found.items() if failures} == {"PRG-01", "PRG-02"}


def test_failures_come_in_the_order_of_the_rows() -> None:
    table = frame("coverage", rows=40).assign(owed_count=[number % 2 for number in range(40)])
    keys = [item.row_key for item in run_suite("coverage", table)["OBL-03"]]
    assert keys == [f"coverage-{number}" for number in range(1, 41, 2)]


def test_rows_are_named_rightly_when_the_frame_was_filtered_before() -> None:
    table = frame("coverage", {"owed_count": 0}, rows=4).iloc[1:]
    assert [item.row_key for item in run_suite("coverage", table)["OBL-03"]] == ["coverage-2"]


def test_the_frame_handed_in_is_left_as_it_was() -> None:
    table = frame("tasks")
    before = table.copy(deep=True)
    run_suite("tasks", table)
    pd.testing.assert_frame_equal(table, before)


def test_more_than_a_thousand_failures_are_all_named() -> None:
    table = frame("submissions", rows=1500).assign(is_withdrawn=True)
    assert len(run_suite("submissions", table)["RET-07"]) == 1500


def test_values_are_plain_python_and_nothing_is_none() -> None:
    changes = {"status": "missing", "report_year": None, "task_id": None, "actual": None, "difference": 4}
    failure = run_suite("obligations", frame("obligations", changes))["OBL-01"][0]
    assert (failure.report_year, failure.task_id, failure.actual) == (None, None, None)
    assert type(failure.difference) is float
    assert type(failure.subject) is str
    whole = run_suite("coverage", frame("coverage", {"owed_count": 0}))["OBL-03"][0]
    assert type(whole.report_year) is int


def test_a_date_is_shown_without_a_time_and_a_time_with_it() -> None:
    changes = {"completed_on": dt.datetime(2021, 11, 1, 8, 30)}
    assert run_suite("progress", frame("progress", changes))["PRG-03"][0].actual == "2021-11-01 08:30:00"
    changes = {"completed_on": dt.datetime(2021, 11, 1)}
    assert run_suite("progress", frame("progress", changes))["PRG-03"][0].actual == "2021-11-01"


@pytest.mark.parametrize("module", ["expectations.runner", "orchestration.definitions"])
def test_great_expectations_is_imported_only_when_a_suite_runs(module: str, demo_home: Path) -> None:
    code = f"import sys, {module}; print('great_expectations' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    environment = zwgk_environment(demo_home)
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip().splitlines()[-1:] == ["False"], done.stderr
