"""What the real 2021 notice must come to in the published copy."""

import datetime as dt

import duckdb
import pytest

NO_LEAD = [1, 2, 13, 16, 17, 18, 19, 20, 22, 29, 30, 32, 33, 34, 36]
Copy = duckdb.DuckDBPyConnection


def _numbers(copy: Copy, query: str) -> list[int]:
    return [number for (number,) in copy.execute(query).fetchall()]


def test_37_tasks_in_4_themes_and_13_sections(read_copy: Copy) -> None:
    query = "select count(*), count(distinct theme), count(distinct theme || section) from dim_tasks where report_year = 2021"
    assert read_copy.execute(query).fetchall() == [(37, 4, 13)]


@pytest.mark.parametrize(("role", "expected"), [("lead", NO_LEAD), ("responsible", [23, 28])])
def test_tasks_without_a_unit_in_a_role(read_copy: Copy, role: str, expected: list[int]) -> None:
    query = (
        "select task_no from dim_tasks where task_id not in "
        f"(select task_id from fct_task_assignments where role = '{role}') order by 1"
    )
    assert _numbers(read_copy, query) == expected


def test_only_task_5_has_no_requirement(read_copy: Copy) -> None:
    assert _numbers(read_copy, "select task_no from dim_tasks where requirement is null") == [5]


def test_tasks_30_and_31_do_not_reach_the_high_tech_zone(read_copy: Copy) -> None:
    reached = _numbers(
        read_copy,
        "select distinct task_no from fct_task_assignments inner join dim_tasks using (task_id) "
        "inner join dim_units using (unit_id) where group_code = 'hightech' order by 1",
    )
    assert {30, 31}.isdisjoint(reached)
    assert {2, 3, 8, 15, 35} <= set(reached)
    assert {17, 23, 28, 29}.isdisjoint(reached)


def test_the_four_scope_notes_are_kept(read_copy: Copy) -> None:
    query = (
        "select task_no, assigned_as, scope_note from fct_task_assignments inner join dim_tasks using (task_id) "
        "where scope_note is not null order by 1"
    )
    assert read_copy.execute(query).fetchall() == [
        (3, "市大数据委", "负责专题建设"),
        (23, "市司法局", "负责市政府规章"),
        (27, "市大数据委", "负责市直部门信息公开专栏改版"),
        (31, "市行政(市民)服务中心管委会", "负责市级线下专区建设"),
    ]


def test_milestones_of_tasks_23_and_25(read_copy: Copy) -> None:
    query = (
        "select task_no, unit_id, role, due_date, due_basis from fct_obligations inner join dim_tasks using (task_id) "
        "where obligation_type = 'milestone' order by task_no, due_date"
    )
    assert read_copy.execute(query).fetchall() == [
        (23, "shi-sifaju", "lead", dt.date(2021, 12, 31), "stated"),
        (25, "shi-dashujuwei", "lead", dt.date(2021, 7, 31), "stated"),
        (25, "shi-dashujuwei", "lead", dt.date(2021, 10, 31), "stated"),
    ]


def test_summaries_are_due_on_the_damaged_date_with_a_warning(read_copy: Copy) -> None:
    query = (
        "select count(*), min(due_date), max(due_date), min(due_basis), max(due_basis) "
        "from fct_obligations where obligation_type = 'summary'"
    )
    day = dt.date(2021, 10, 30)
    assert read_copy.execute(query).fetchall() == [(29, day, day, "inferred", "inferred")]
    flags = "select severity, actual, source_locator from fct_quality_flags where rule_code = 'NTC-01'"
    [(severity, actual, place)] = read_copy.execute(flags).fetchall()
    assert (severity, actual) == ("warning", "1030日前")
    assert "第20行" in str(place)


def test_the_july_proposal_in_the_body_is_not_owed_twice(read_copy: Copy) -> None:
    [(unit, due)] = read_copy.execute(
        "select unit_id, due_date from dim_directives where kind = 'unit_milestone'"
    ).fetchall()
    assert (unit, due) == ("shi-dashujuwei", dt.date(2021, 7, 31))
    owed = "select count(*) from fct_obligations where unit_id = 'shi-dashujuwei' and due_date = date '2021-07-31'"
    assert read_copy.execute(owed).fetchall() == [(1,)]


def test_completion_falls_due_at_the_last_milestone_or_the_year_end(read_copy: Copy) -> None:
    query = (
        "select distinct case when task_no = 25 then 25 else 0 end, due_date, due_basis "
        "from fct_obligations inner join dim_tasks using (task_id) "
        "where obligation_type = 'completion' and task_no <> 23 order by 1"
    )
    assert read_copy.execute(query).fetchall() == [
        (0, dt.date(2021, 12, 31), "year_end_default"),
        (25, dt.date(2021, 10, 31), "stated"),
    ]


def test_statistics_are_owed_by_every_unit_but_the_party_organ(read_copy: Copy) -> None:
    query = (
        "select unit_type, count(*), min(due_date), max(due_date) from fct_obligations "
        "inner join dim_units using (unit_id) where obligation_type = 'statistics' and valid_to is null "
        "group by 1 order by 1"
    )
    january, march = dt.date(2022, 1, 31), dt.date(2022, 3, 31)
    assert read_copy.execute(query).fetchall() == [
        ("county_government", 12, march, march),
        ("development_zone", 1, january, january),
        ("municipal_department", 41, january, january),
    ]


def test_every_missing_and_late_obligation_has_its_flag(read_copy: Copy) -> None:
    query = "select status, count(*) from fct_obligations where status in ('missing', 'late') group by 1 order by 1"
    flags = (
        "select case rule_code when 'OBL-01' then 'missing' else 'late' end, count(*) from fct_quality_flags "
        "where rule_code in ('OBL-01', 'OBL-02') group by 1 order by 1"
    )
    assert read_copy.execute(query).fetchall() == read_copy.execute(flags).fetchall()


def test_every_flag_names_where_to_look(read_copy: Copy) -> None:
    query = "select count(*) from fct_quality_flags where source_locator is null or detail is null or severity is null"
    assert read_copy.execute(query).fetchall() == [(0,)]


def test_columns_say_what_they_mean(read_copy: Copy) -> None:
    query = "select count(*) filter (comment is null), count(*) from duckdb_columns() where not internal and table_name <> 'data_dictionary'"
    [(without, total)] = read_copy.execute(query).fetchall()
    assert without == 0
    assert total > 100
