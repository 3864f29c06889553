"""The registry as shipped: effective dates, names, counts, deadlines."""

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any

import pytest

from sources.registry.csv_rows import Row
from sources.registry.landed import registry_tables
from sources.registry.registry import Match, Registry, UnknownName

IN_2021 = dt.date(2021, 6, 4)


@pytest.mark.parametrize(
    ("name", "day", "unit_id"),
    [
        ("长乐市政府", dt.date(2016, 6, 1), "changle"),
        ("长乐市人民政府", dt.date(2017, 11, 5), "changle"),
        ("长乐区政府", dt.date(2017, 11, 6), "changle"),
        ("福州市长乐区人民政府", IN_2021, "changle"),
    ],
)
def test_a_renamed_unit_is_known_by_the_name_of_the_day(
    registry: Registry, name: str, day: dt.date, unit_id: str
) -> None:
    assert registry.resolve(name, day, "") == Match(unit_id, None)


@pytest.mark.parametrize(
    ("name", "day"), [("长乐区政府", dt.date(2016, 6, 1)), ("福州市长乐区人民政府", dt.date(2017, 11, 5))]
)
def test_a_later_name_is_not_known_before_its_day(registry: Registry, name: str, day: dt.date) -> None:
    with pytest.raises(UnknownName) as caught:
        registry.resolve(name, day, "第3行")
    assert f"“{name}”不在单位名录中" in caught.value.found


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1990, 1, 1), dt.date(2099, 1, 1), dt.date.max])
def test_empty_bounds_are_open(registry: Registry, day: dt.date) -> None:
    ids = [row["unit_id"] for row in registry.valid_on(day)]
    assert "shi-caizhengju" in ids
    assert ids.count("changle") == 1


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("福州市财政局", Match("shi-caizhengju", None)),
        ("市财政局", Match("shi-caizhengju", None)),
        ("shi-caizhengju", Match("shi-caizhengju", None)),
        ("市发展改革委", Match("shi-fagaiwei", None)),
        (" 市 财政局\u3000", Match("shi-caizhengju", None)),
        ("市行政（市民）服务中心管委会", Match("shi-fuwuzhongxin", None)),
        ("市直各有关单位", Match(None, "municipal")),
        ("各县（市、区）人民政府", Match(None, "county")),
        ("高新区管委会", Match(None, "hightech")),
    ],
)
def test_full_short_other_and_class_names_are_known(registry: Registry, name: str, match: Match) -> None:
    assert registry.resolve(name, IN_2021, "") == match
    assert registry.match(name, IN_2021) == match


@pytest.mark.parametrize("name", ["", " ", "\u00a0", "市财政"])
def test_blank_and_half_names_mean_nobody(registry: Registry, name: str) -> None:
    assert registry.match(name, IN_2021) is None
    with pytest.raises(UnknownName):
        registry.resolve(name, IN_2021, "第1行")


def test_a_unit_without_a_short_name_is_not_what_a_blank_means(city: Any) -> None:
    whole = city.load()
    units = [Row({**row, "short_name": ""}, city.folder / "units.csv", 1) for row in whole.units]
    nameless = dataclasses.replace(whole, units=units)
    assert nameless.match("", IN_2021) is None
    assert nameless.match("福州市财政局", IN_2021) == Match("shi-caizhengju", None)


def test_a_name_of_two_units_is_no_match(city: Any) -> None:
    twice = city.add("aliases.csv", "shi-jiaoyuju,市财政局,").load()
    assert twice.match("市财政局", IN_2021) is None
    with pytest.raises(UnknownName) as caught:
        twice.resolve("市财政局", IN_2021, "第7行")
    assert str(caught.value).startswith("第7行：“市财政局”对应多个单位（shi-caizhengju、shi-jiaoyuju）")


def test_an_alias_counts_only_while_its_unit_is_in_force(city: Any) -> None:
    line = "shi-jiu,福州市旧局,市旧局,municipal_department,municipal,,2018-12-31,190,"
    closed = city.add("units.csv", line).add("aliases.csv", "shi-jiu,旧局,").load()
    assert closed.match("旧局", dt.date(2018, 12, 31)) == Match("shi-jiu", None)
    assert closed.match("旧局", dt.date(2019, 1, 1)) is None


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("长乐市政府", Match("changle", None)),
        ("长乐区政府", Match("changle", None)),
        ("长乐市人民政府", Match("changle", None)),
        (" 福州市长乐区 人民政府", Match("changle", None)),
        ("长乐市", Match("changle", None)),
        ("changle", Match("changle", None)),
        ("市直各有关单位", Match(None, "municipal")),
        ("没有的单位", None),
        ("", None),
        ("\u3000", None),
    ],
)
def test_a_unit_is_known_by_every_name_it_ever_bore(
    registry: Registry, name: str, match: Match | None
) -> None:
    assert registry.match_ever(name) == match


def test_a_closed_unit_is_known_by_its_names_unless_another_bears_them_too(city: Any) -> None:
    line = "shi-jiu,福州市旧局,{},municipal_department,municipal,,2021-09-30,190,"
    closed = city.add("units.csv", line.format("市旧局")).add("aliases.csv", "shi-jiu,旧局,").load()
    for name in ("福州市旧局", "市旧局", "旧局"):
        assert closed.match(name, dt.date(2021, 12, 31)) is None
        assert closed.match_ever(name) == Match("shi-jiu", None)
    twice = city.add("aliases.csv", "shi-jiaoyuju,旧局,").load()
    assert twice.match_ever("旧局") is None
    assert twice.match("旧局", dt.date(2021, 12, 31)) == Match("shi-jiaoyuju", None)


def test_there_are_about_60_units_in_2021(registry: Registry) -> None:
    kinds = Counter(row["unit_type"] for row in registry.valid_on(dt.date(2021, 12, 31)))
    assert 41 <= kinds.pop("municipal_department") <= 45
    assert kinds == {"county_government": 12, "development_zone": 1, "city_government": 1, "party_organ": 1}


def test_every_class_of_the_notice_has_members(registry: Registry) -> None:
    members = Counter(row["group_code"] for row in registry.valid_on(IN_2021) if row["group_code"])
    assert set(members) == {row["group_code"] for row in registry.groups}
    assert (members["county"], members["hightech"]) == (12, 1)


def test_no_name_means_two_units(registry: Registry) -> None:
    for day in (dt.date(2016, 6, 1), IN_2021):
        for row in (*registry.valid_on(day), *registry.aliases):
            for column in ("unit_name", "short_name", "alias"):
                if row.get(column):
                    assert registry.match(row[column], day), f"{row.where} {row[column]}"


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_every_unit_type_has_one_deadline_a_year(registry: Registry, year: int) -> None:
    types = {row["unit_type"] for row in registry.units}
    rows = [row for row in registry.deadlines if row.integer("report_year") == year]
    assert sorted(row["unit_type"] for row in rows) == sorted(types)
    for row in rows:
        due = row.date("legal_due")
        assert (due is None) == (row["owed"] == "no")
        assert due is None or due.year == year + 1


def test_the_landed_registry_is_typed_and_empty_is_null(registry: Registry) -> None:
    tables = registry_tables(registry)
    units = tables["units"].to_pylist()
    assert len(units) == len(registry.units)
    assert [row["valid_to"] for row in units if row["unit_id"] == "changle"] == [dt.date(2017, 11, 5), None]
    assert units[0]["valid_from"] is None
    assert units[0]["source_locator"] == "units.csv 第2行"
    assert {row["is_owed"] for row in tables["deadlines"].to_pylist()} == {True, False}
    assert len(tables["overrides"]) == 0
    assert tables["overrides"].schema.names[:3] == ["report_year", "task_no", "unit_id"]
