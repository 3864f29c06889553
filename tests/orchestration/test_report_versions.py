"""A final report becomes a version when its figures are new; what has been landed is never changed."""

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.defs.warehouse.report_versions import SOURCE, begin_versions, keep_versions
from sources.landing import deliveries

DAY, RECEIVED = dt.date(2022, 2, 15), dt.date(2022, 2, 10)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema intermediate")
        connection.execute(
            "create table marts.rpt_report_standing (report_year integer, scope varchar, scope_name varchar, "
            "scope_kind_label varchar, is_rollup boolean, template_version varchar, as_of date, data_as_of date, data_version varchar, "
            "is_synthetic boolean, is_final boolean)"
        )
        connection.execute(
            "create table marts.rpt_report_cells as select * from (values (2021, 'city', 'foi_requests', 'new', 'total', "
            "1, cast(5 as numeric(20, 6)), 'number', 2, 2, null, null)) as t(report_year, scope, table_code, row_code, column_code, "
            "cell_order, value, cell_state, owing_count, counted_count, uncounted_units, raw_text)"
        )
        connection.execute(
            "create table intermediate.int_report_members as select * from (values (2021, 'city', 'dongqu', 'a')) "
            "as t(report_year, scope, unit_id, submission_id)"
        )
        connection.execute(
            "create table marts.rpt_report_remarks as select * from (values (2021, 'city', 1, false, '附注'), "
            "(2021, 'city', 2, true, '理由')) as t(report_year, scope, remark_order, is_blocking, remark)"
        )
    return path


def stand(warehouse: Path, data_version: str, is_final: bool = True, as_of: dt.date = DAY) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from marts.rpt_report_standing")
        connection.execute(
            "insert into marts.rpt_report_standing values (2021, 'city', '某市', '全口径', true, '30', ?, ?, ?, false, ?)",
            [as_of, min(as_of, RECEIVED), data_version, is_final],
        )


def kept(landing: Path, table: str = "versions") -> list[dict[str, object]]:
    folders = deliveries(landing, SOURCE, 2021)
    return [row for folder in folders for row in pq.read_table(folder / f"{table}.parquet").to_pylist()]


def test_a_draft_makes_no_version(warehouse: Path, tmp_path: Path) -> None:
    stand(warehouse, "aa", is_final=False)
    assert keep_versions(warehouse, tmp_path / "landing", 2021) == {"new": 0, "versions": 0}
    assert deliveries(tmp_path / "landing", SOURCE, 2021) == []


def test_there_is_always_something_to_read(tmp_path: Path) -> None:
    assert [begin_versions(tmp_path, 2021) for _ in range(2)] == [1, 1]
    assert kept(tmp_path) == []


def test_new_figures_make_the_next_version_and_the_same_ones_none(warehouse: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    for data_version, expected in (("aa", 1), ("aa", 1), ("bb", 2), ("aa", 3)):
        stand(warehouse, data_version)
        assert keep_versions(warehouse, landing, 2021)["versions"] == expected
    assert [(row["version"], row["data_version"]) for row in kept(landing)] == [
        (1, "aa"),
        (2, "bb"),
        (3, "aa"),
    ]
    assert [row["version"] for row in kept(landing, "cells")] == [1, 2, 3]
    assert [row["submission_id"] for row in kept(landing, "members")] == ["a", "a", "a"]
    assert {row["note"] for row in kept(landing, "notes")} == {"理由", "附注"}


def test_a_look_back_from_an_earlier_day_is_no_correction(warehouse: Path, tmp_path: Path) -> None:
    stand(warehouse, "aa")
    keep_versions(warehouse, tmp_path / "landing", 2021)
    # Later than the newest return in the version: what was taken back since then was not yet on that day.
    stand(warehouse, "bb", as_of=DAY - dt.timedelta(days=1))
    assert keep_versions(warehouse, tmp_path / "landing", 2021) == {"new": 0, "versions": 1}


def test_another_year_begins_anew(warehouse: Path, tmp_path: Path) -> None:
    stand(warehouse, "aa")
    keep_versions(warehouse, tmp_path / "landing", 2021)
    assert keep_versions(warehouse, tmp_path / "landing", 2022) == {"new": 0, "versions": 0}
