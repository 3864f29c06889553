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
    "coverage": "select count(distinct unit_id) from dim_units where valid_to is null",
    "chase": "select count(*) from fct_obligation_findings",
    "freshness": "select 3",
    "portals": "select count(*) from fct_portal_findings",
    "probes": "select count(*) from fct_task_probes where due_date < date '2022-02-15'",
    "reports": "select count(*) from fct_report_findings",
}
# Links that the demo portal does not keep.
PLANTED = {"PRT-17": {"shi-gongxinju", "shi-kejiju", "shi-minzongju"}}


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
    if dataset == "portals":
        assert frame["report_year"].isna().all()
    elif dataset == "freshness":
        assert frame["report_year"].dropna().tolist() == [YEAR]
    elif dataset != "units":
        assert set(frame["report_year"]) == {YEAR}


@pytest.mark.parametrize("dataset", list(MARTS))
def test_a_frame_has_a_row_for_each_thing_checked(
    dataset: str, frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    assert [(len(frames[dataset]),)] == read_copy.execute(COUNTS[dataset]).fetchall()
    # What is planted in the demo portal, and found.
    assert len(frames[dataset]) > {"portals": 20, "reports": 2, "chase": 5, "freshness": 2}.get(dataset, 40)


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


def _units_changed(warehouse: Path, statement: str) -> dict[str, pd.DataFrame]:
    """The frames after a change of the registry, which the demo's views read from the landing area."""
    return _change(
        warehouse,
        "create table staging.changed as from staging.stg_registry__units;"
        f"{statement.format('staging.changed')};"
        "create or replace view staging.stg_registry__units as from staging.changed;"
        f"{statement.format('marts.dim_units')}",
    )


@pytest.mark.parametrize(
    ("change", "is_expected"),
    [
        ("valid_from = date '2021-12-01'", False),
        ("valid_to = date '2021-12-01'", True),
        ("valid_to = date '2021-01-01'", False),
        ("valid_from = date '2021-01-01', valid_to = date '2021-12-01'", True),
    ],
)
def test_a_unit_is_expected_where_it_stood_on_the_day_of_the_notice(
    warehouse: Path, change: str, is_expected: bool
) -> None:
    frame = _units_changed(warehouse, f"update {{}} set {change} where unit_id = 'cangshan'")["coverage"]
    assert ("cangshan" in set(frame["unit_id"])) == is_expected
    frame = _change(warehouse, "delete from marts.fct_obligations where unit_id = 'cangshan'")["coverage"]
    assert _failing("coverage", frame) == ({"OBL-03": {"cangshan"}} if is_expected else {})


def test_a_unit_of_no_class_may_owe_nothing(warehouse: Path) -> None:
    frame = _change(warehouse, "delete from marts.fct_obligations where unit_id = 'shi-wangxinban'")[
        "coverage"
    ]
    assert frame.set_index("unit_id").loc["shi-wangxinban", "owed_count"] == 0
    assert _failing("coverage", frame) == {}


@pytest.mark.parametrize(
    ("gone", "units"),
    [
        ("unit_type = 'party_organ' and report_year = 2021", {"shi-wangxinban"}),
        ("unit_type = 'development_zone' and report_year = 2021", {"gaoxinqu"}),
        ("report_year = 2022", set()),
    ],
)
def test_a_type_without_a_deadline_in_the_year_fails(warehouse: Path, gone: str, units: set[str]) -> None:
    statement = (
        f"create table staging.changed as from staging.stg_registry__deadlines where not ({gone});"
        "create or replace view staging.stg_registry__deadlines as from staging.changed"
    )
    assert _failing("coverage", _change(warehouse, statement)["coverage"]) == (
        {"OBL-04": units} if units else {}
    )


def test_a_deadline_of_another_form_is_not_one_of_the_statistics(warehouse: Path) -> None:
    statement = (
        "create table staging.changed as from staging.stg_registry__deadlines;"
        "update staging.changed set form = 'annual_report' where unit_type = 'party_organ';"
        "create or replace view staging.stg_registry__deadlines as from staging.changed"
    )
    assert _failing("coverage", _change(warehouse, statement)["coverage"]) == {"OBL-04": {"shi-wangxinban"}}


def test_a_file_that_was_taken_away_is_said_to_be_so(warehouse: Path) -> None:
    statement = "update marts.fct_submissions set is_withdrawn = (unit_id = 'cangshan')"
    found = run_suite("submissions", _change(warehouse, statement)["submissions"])["RET-07"]
    assert {(item.unit_id, item.actual) for item in found} == {("cangshan", "已撤走")}


def test_a_file_that_the_register_says_was_withdrawn_is_said_to_be_so(warehouse: Path) -> None:
    statement = (
        "update marts.fct_submissions set is_withdrawn = true, withdrawn_at = timestamp '2022-01-05 17:20:00', "
        "withdrawal_reason = case when unit_id = 'cangshan' then '数据有误' end where unit_id in ('cangshan', 'gulou')"
    )
    found = run_suite("submissions", _change(warehouse, statement)["submissions"])["RET-07"]
    noted = "登记为 2022-01-05 撤回"
    assert {(item.unit_id, item.actual) for item in found} == {
        ("cangshan", f"{noted}：数据有误"),
        ("gulou", noted),
    }


def test_a_line_on_somebody_elses_task_fails_and_one_without_a_task_does_not(warehouse: Path) -> None:
    strip = "delete from marts.fct_task_assignments where unit_id = 'cangshan'"
    assert _failing("progress", _change(warehouse, strip)["progress"]) == {"PRG-04": {"cangshan"}} | PLANTED
    unread = "update marts.fct_task_progress set task_id = null where unit_id = 'cangshan'"
    assert _failing("progress", _change(warehouse, unread)["progress"]) == PLANTED


def test_a_line_done_after_its_file_arrived_or_without_proof_fails(warehouse: Path) -> None:
    statement = (
        "update marts.fct_task_progress set completed_on = date '2031-01-01' where unit_id = 'cangshan';"
        "update marts.fct_task_progress set completed_on = null, evidence_url = null where unit_id = 'changle'"
    )
    expected = {"PRG-01": {"changle"}, "PRG-02": {"changle"}, "PRG-03": {"cangshan"}} | PLANTED
    assert _failing("progress", _change(warehouse, statement)["progress"]) == expected


def test_incoming_units_are_the_rows_of_the_registry(frames: dict[str, pd.DataFrame]) -> None:
    lines = (REGISTRY / "units.csv").read_text(encoding="utf-8-sig").strip().splitlines()
    assert len(frames["units"]) == len(lines) - 1
    assert frames["units"]["is_group_known"].all()
    assert not frames["units"]["is_overlapping"].any()
    assert frames["units"]["shared_name"].isna().all()
    assert set(frames["units"].query("unit_id == 'changle'")["period"]) == {
        "不限 至 2017-11-05",
        "2017-11-06 至 不限",
    }


def test_incoming_tasks_are_those_of_the_notice(
    frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    tasks = read_copy.execute("select task_no, title from dim_tasks order by task_no").fetchall()
    assert list(zip(frames["tasks"]["task_no"], frames["tasks"]["title"], strict=True)) == tasks
    assert (frames["tasks"]["assigned_units"] > 0).all()
    assert frames["tasks"]["unreached"].isna().all()


def test_a_task_counts_each_unit_once(
    frames: dict[str, pd.DataFrame], read_copy: duckdb.DuckDBPyConnection
) -> None:
    query = "select task_id, count(distinct unit_id) from fct_task_assignments group by task_id"
    counted = dict(read_copy.execute(query).fetchall())
    assert dict(zip(frames["tasks"]["task_id"], frames["tasks"]["assigned_units"], strict=True)) == counted


def _redeliver(demo_home: Path, landing: Path, dataset: str, **changes: str) -> pd.DataFrame:
    """Deliver the demo's tables again, some of them changed: table name → query on ``rows``."""
    for source, year in SOURCES.values():
        folder = deliveries(demo_home / "landing", source, year)[-1]
        tables = {
            path.stem: pq.read_table(path, partitioning=None).drop_columns(["delivery_id"])
            for path in folder.glob("*.parquet")
            if path.stem != "deliveries"
        }
        deliver(landing, source, year, tables)
        for name in tables.keys() & changes.keys():
            rows = tables[name]
            tables[name] = duckdb.sql(changes[name]).to_arrow_table().cast(rows.schema)
        deliver(landing, source, year, tables)
    return incoming_frame(dataset, landing, *SOURCES[dataset])


def test_the_newest_delivery_counts(demo_home: Path, tmp_path: Path) -> None:
    frame = _redeliver(demo_home, tmp_path, "tasks", tasks="select * from rows limit 5")
    assert len(frame) == 5


def test_a_task_that_nobody_has_fails(demo_home: Path, tmp_path: Path) -> None:
    frame = _redeliver(demo_home, tmp_path, "tasks", assignments="select * from rows where task_no <> 7")
    assert [item.task_id for item in run_suite("tasks", frame)["TSK-03"]] == ["2021-07"]


def _set(unit_id: str, change: str) -> str:
    return f"select * replace ({change}) from rows where unit_id = '{unit_id}' union all by name select * from rows where unit_id <> '{unit_id}'"


def test_a_task_of_a_class_without_members_fails(demo_home: Path, tmp_path: Path) -> None:
    frame = _redeliver(
        demo_home, tmp_path, "tasks", units=_set("gaoxinqu", "date '2021-12-01' as valid_from")
    )
    found = run_suite("tasks", frame)
    assert found["TSK-03"] == []
    assert found["TSK-05"]
    assert {item.actual for item in found["TSK-05"]} == {"高新区管委会"}


def test_an_assignment_to_nobody_at_all_fails(demo_home: Path, tmp_path: Path) -> None:
    nobody = "select * replace (null as unit_id, null as group_code, null as assigned_as) from rows where task_no = 7"
    change = f"from rows union all by name ({nobody} limit 1)"
    found = run_suite("tasks", _redeliver(demo_home, tmp_path, "tasks", assignments=change))
    assert [(item.task_id, item.actual) for item in found["TSK-05"]] == [("2021-07", "未写名称")]
    assert found["TSK-03"] == []


def test_a_task_of_nobody_but_a_unit_that_is_gone_fails(demo_home: Path, tmp_path: Path) -> None:
    only = "select * replace ('shi-caizhengju' as unit_id, null as group_code, '市财政局' as assigned_as) from rows where task_no = 7"
    change = f"{only} union all by name select * from rows where task_no <> 7"
    gone = _set("shi-caizhengju", "date '2021-01-01' as valid_to")
    found = run_suite("tasks", _redeliver(demo_home, tmp_path, "tasks", assignments=change, units=gone))
    assert [(item.task_id, item.actual) for item in found["TSK-03"]] == [("2021-07", "0")]
    assert ("2021-07", "市财政局") in {(item.task_id, item.actual) for item in found["TSK-05"]}


@pytest.mark.parametrize(("day", "is_in_force"), [("2021-01-01", False), ("2031-01-01", True)])
def test_a_unit_counts_on_the_day_of_the_notice(
    demo_home: Path, tmp_path: Path, day: str, is_in_force: bool
) -> None:
    change = _set("gaoxinqu", f"date '{day}' as valid_to")
    frame = _redeliver(demo_home, tmp_path, "tasks", units=change)
    assert frame["unreached"].isna().all() == is_in_force


def test_a_unit_that_is_listed_twice_without_dates_fails(demo_home: Path, tmp_path: Path) -> None:
    change = "select * from rows union all select * from rows where unit_id = 'cangshan'"
    frame = _redeliver(demo_home, tmp_path, "units", units=change)
    assert _failing("units", frame) == {"UNT-01": {"cangshan"}}
    assert {item.actual for item in run_suite("units", frame)["UNT-01"]} == {"不限 至 不限"}


@pytest.mark.parametrize(
    ("first", "second", "is_overlapping"),
    [
        ("null, '2017-11-05'", "'2017-11-06', null", False),
        ("null, '2017-11-06'", "'2017-11-06', null", True),
        ("'2015-01-01', '2018-01-01'", "'2016-01-01', '2017-01-01'", True),
        ("'2015-01-01', null", "'2016-01-01', null", True),
        ("'2015-01-01', null", "null, '2014-12-31'", False),
    ],
)
def test_periods_of_a_unit_may_touch_but_not_overlap(
    demo_home: Path, tmp_path: Path, first: str, second: str, is_overlapping: bool
) -> None:
    change = " union all by name ".join(
        ["select * from rows where unit_id <> 'cangshan'"]
        + [
            "select * exclude (bounds)"
            " replace (cast(bounds[1] as date) as valid_from, cast(bounds[2] as date) as valid_to)"
            f" from (select rows.*, [{bounds}] as bounds from rows where unit_id = 'cangshan')"
            for bounds in (first, second)
        ]
    )
    frame = _redeliver(demo_home, tmp_path, "units", units=change)
    assert _failing("units", frame) == ({"UNT-01": {"cangshan"}} if is_overlapping else {})


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        ("'仓山区政府' as short_name", "仓山区政府"),
        ("'福州市仓山区人民政府' as unit_name", "福州市仓山区人民政府"),
        ("'仓山区政府' as unit_name", "仓山区政府"),
        ("'仓山区政府' as short_name, date '2020-01-01' as valid_to", "仓山区政府"),
    ],
)
def test_a_name_of_two_units_at_the_same_time_fails(
    demo_home: Path, tmp_path: Path, change: str, shared: str
) -> None:
    frame = _redeliver(demo_home, tmp_path, "units", units=_set("mawei", change))
    found = run_suite("units", frame)
    assert {code for code, items in found.items() if items} == {"UNT-06"}
    assert {(item.unit_id, item.actual) for item in found["UNT-06"]} == {
        ("mawei", shared),
        ("cangshan", shared),
    }


def test_a_name_may_pass_from_one_unit_to_another_and_be_missing(demo_home: Path, tmp_path: Path) -> None:
    passed = "'长乐市政府' as short_name, date '2017-11-06' as valid_from"
    assert _failing("units", _redeliver(demo_home, tmp_path, "units", units=_set("mawei", passed))) == {}
    missing = "select * replace (null as short_name) from rows"
    assert _failing("units", _redeliver(demo_home, tmp_path, "units", units=missing)) == {}


@pytest.mark.parametrize("code", ["'other'", "null"])
def test_a_unit_of_an_unknown_class_fails(demo_home: Path, tmp_path: Path, code: str) -> None:
    change = f"select case group_code when 'county' then {code} else group_code end as group_code, phrase from rows"
    frame = _redeliver(demo_home, tmp_path, "units", groups=change)
    assert "cangshan" in _failing("units", frame)["UNT-05"]
    assert {item.actual for item in run_suite("units", frame)["UNT-05"]} >= {"county"}


def test_what_does_not_concern_a_unit_waits_for_the_offices_decision_and_no_longer(warehouse: Path) -> None:
    line = "unit_id = 'cangshan' and task_id = '2021-01'"
    said = f"update marts.fct_task_progress set progress_status = 'not_applicable' where {line}"
    assert _failing("progress", _change(warehouse, said)["progress"]) == {"PRG-05": {"cangshan"}} | PLANTED
    decided = f"update marts.fct_obligations set status = 'exempt' where {line}"
    assert _failing("progress", _change(warehouse, decided)["progress"]) == PLANTED
