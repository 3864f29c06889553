"""What the annual reports are sums of: the city's own files, and every mistake in them with file and line."""

from decimal import Decimal
from typing import Any

import pytest

from sources.errors import SourceError
from sources.registry.registry import Registry
from sources.registry.rollups import SCHEMAS, rollup_tables
from tests.conftest import REGISTRY

CASE = "2021,city,disclosures,penalties,decisions"


def refused(city: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        rollup_tables(city.folder, city.load())
    return caught.value


def test_the_shipped_files_are_read() -> None:
    tables = rollup_tables(REGISTRY, Registry.load(REGISTRY))
    assert set(tables) == set(SCHEMAS)
    [rollup] = tables["rollups"].to_pylist()
    assert (rollup["scope"], rollup["scope_kind"]) == ("city", "all_levels")
    assert len(tables["rollup_members"]) == 3
    assert (len(tables["reports_for"]), len(tables["joint_cases"])) == (0, 0)


def test_every_type_of_unit_has_a_kind_of_scope() -> None:
    registry = Registry.load(REGISTRY)
    kinds = rollup_tables(REGISTRY, registry)["scope_kinds"].to_pylist()
    of_types = {row["unit_type"] for row in kinds if row["unit_id"] is None}
    assert of_types == {row["unit_type"] for row in registry.units}


def test_a_joint_case_is_read_with_its_place(city: Any) -> None:
    city.add("joint_cases.csv", f"{CASE},1.5,市公安局、市城管委,联合执法,公开处,2022-01-20")
    [case] = rollup_tables(city.folder, city.load())["joint_cases"].to_pylist()
    assert case["deduct"] == Decimal("1.5")
    assert (str(case["decided_on"]), case["source_locator"]) == ("2022-01-20", "joint_cases.csv 第2行")


@pytest.mark.parametrize(
    ("name", "line", "where", "found"),
    [
        ("joint_cases.csv", f"{CASE},,甲,理由,,", "joint_cases.csv 第2行 deduct", "空白"),
        ("joint_cases.csv", f"{CASE},一,甲,理由,,", "joint_cases.csv 第2行 deduct", "“一”不是数字"),
        ("joint_cases.csv", f"{CASE},1,甲,,,", "joint_cases.csv 第2行 reason", "空白"),
        (
            "joint_cases.csv",
            "2021,city,disclosures,penalties,total,1,甲,理由,,",
            "joint_cases.csv 第2行 row_code",
            "“disclosures.penalties.total”",
        ),
        (
            "joint_cases.csv",
            "2021,省,disclosures,penalties,decisions,1,甲,理由,,",
            "joint_cases.csv 第2行 scope",
            "“省”",
        ),
        ("joint_cases.csv", f"{CASE},-1,甲,理由,,", "joint_cases.csv 第2行 deduct", "“-1”"),
        ("joint_cases.csv", f"{CASE},0,甲,理由,,", "joint_cases.csv 第2行 deduct", "“0”"),
        ("joint_cases.csv", f"{CASE},NaN,甲,理由,,", "joint_cases.csv 第2行 deduct", "“NaN”"),
        ("joint_cases.csv", f"{CASE},1e30,甲,理由,,", "joint_cases.csv 第2行 deduct", "“1e30”"),
        (
            "joint_cases.csv",
            "2021,city,foi_requests,others,total,1,甲,理由,,",
            "joint_cases.csv 第2行 row_code",
            "“foi_requests.others.total”",
        ),
        ("rollup_members.csv", "county,county_government,", "rollup_members.csv 第5行 scope", "“county”"),
        ("rollups.csv", "county,县,whole,,", "rollups.csv 第3行 scope_kind", "“whole”"),
        ("rollups.csv", "county,县,own,shi-wu,", "rollups.csv 第3行 own_unit_id", "“shi-wu”"),
        ("scope_kinds.csv", "school,,school,", "scope_kinds.csv 第8行 scope_kind", "“school”"),
        ("reports_for.csv", "2021,gulou,shi-wu,来函", "reports_for.csv 第2行 reported_by", "“shi-wu”"),
        ("reports_for.csv", "2021,gulou,,来函", "reports_for.csv 第2行 reported_by", "空白"),
        (
            "gate_overrides.csv",
            "2021,shi-wu,理由,公开处,（测试）,2022-02-15",
            "gate_overrides.csv 第2行 scope",
            "“shi-wu”",
        ),
        (
            "gate_overrides.csv",
            "2021,city,,公开处,（测试）,2022-02-15",
            "gate_overrides.csv 第2行 reason",
            "空白",
        ),
        (
            "gate_overrides.csv",
            "2021,city,理由,公开处,,2022-02-15",
            "gate_overrides.csv 第2行 decided_by",
            "空白",
        ),
        ("rule_makers.csv", "shi-wu,", "rule_makers.csv 第5行 unit_id", "“shi-wu”"),
    ],
)
def test_a_mistake_is_named(city: Any, name: str, line: str, where: str, found: str) -> None:
    error = refused(city.add(name, line))
    assert (error.where, error.found) == (where, found)


def test_a_joint_case_entered_twice_is_deducted_once_or_not_at_all(city: Any) -> None:
    line = f"{CASE},1,市公安局、市城管委,联合执法,公开处,2022-01-20"
    error = refused(city.add("joint_cases.csv", line).add("joint_cases.csv", line))
    assert (error.where, error.found) == ("joint_cases.csv 第3行 reason", "与 joint_cases.csv 第2行 重复")


def test_nobody_reports_for_a_unit_and_leaves_its_own_to_another(city: Any) -> None:
    city.add("reports_for.csv", "2021,gulou,taijiang,来函").add(
        "reports_for.csv", "2021,taijiang,cangshan,来函"
    )
    error = refused(city)
    assert error.where == "reports_for.csv 第2行 reported_by"
    assert error.found == "“taijiang”自己也由别的单位合并报送"


@pytest.mark.parametrize("name", [f"{name}.csv" for name in SCHEMAS if name != "reports_for"])
def test_a_missing_file_is_named(city: Any, name: str) -> None:
    registry = city.load()
    (city.folder / name).unlink()
    with pytest.raises(SourceError) as caught:
        rollup_tables(city.folder, registry)
    assert caught.value.where == name
