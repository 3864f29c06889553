"""The catalogue and the results of checks as landed tables."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from expectations.catalogue import rules
from expectations.runner import Failure
from orchestration.defs.checks.landed import deliver_failures, deliver_rules, newest_failures
from sources.landing import deliveries

FAILURE = Failure(
    *(
        "coverage",
        "OBL-03",
        2021,
        "cangshan",
        None,
        "2021-cangshan",
        "某区",
        "至少一个",
        "0",
        None,
        "units.csv",
    )
)


def test_the_landed_catalogue_is_the_catalogue(tmp_path: Path) -> None:
    assert deliver_rules(tmp_path) == len(rules())
    rows = pq.read_table(deliveries(tmp_path, "rules", None)[-1] / "rules.parquet").to_pylist()
    assert [
        {name: row[name] for name in rule._fields} for row, rule in zip(rows, rules().values(), strict=True)
    ] == [rule._asdict() for rule in rules().values()]


def test_the_published_rules_are_the_catalogue(read_copy: duckdb.DuckDBPyConnection) -> None:
    published = read_copy.execute("select rule_code, severity, title from dim_rules").fetchall()
    assert set(published) == {(rule.rule_code, rule.severity, rule.title) for rule in rules().values()}


def test_every_flag_cites_a_rule_and_has_its_severity(read_copy: duckdb.DuckDBPyConnection) -> None:
    flags = read_copy.execute("select distinct rule_code, severity from fct_quality_flags").fetchall()
    assert flags
    assert all(rules()[code].severity == severity for code, severity in flags)


@pytest.mark.parametrize("year", [None, 2021])
def test_failures_come_back_as_they_were_landed(tmp_path: Path, year: int | None) -> None:
    other = FAILURE._replace(report_year=None, unit_id=None, task_id="2021-07", difference=3.5)
    deliver_failures(tmp_path, "coverage", year, [FAILURE, other])
    assert newest_failures(tmp_path, "coverage", year) == [FAILURE, other]


def test_a_clean_check_after_a_failed_one_counts(tmp_path: Path) -> None:
    deliver_failures(tmp_path, "coverage", None, [FAILURE])
    deliver_failures(tmp_path, "coverage", None, [])
    assert newest_failures(tmp_path, "coverage", None) == []


def test_what_failed_in_another_dataset_stays_there(tmp_path: Path) -> None:
    deliver_failures(tmp_path, "coverage", None, [FAILURE])
    deliver_failures(tmp_path, "progress", None, [])
    assert newest_failures(tmp_path, "coverage", None) == [FAILURE]
