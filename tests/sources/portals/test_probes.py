"""The probes of tasks as data: what is read, what is refused, what a reference to a fact becomes."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from sources.errors import SourceError
from sources.portals.probe_facts import load_facts
from sources.portals.probes import PROBE_COLUMNS, load_probes, probe_tables, schemas
from sources.registry.registry import Registry
from tests.conftest import PROJECT, REGISTRY, YEAR

# The row of a probe that can be read, and the facts that it may refer to.
SOUND = {
    "report_year": "2021",
    "probe_id": "2021-07-budget",
    "task_no": "7",
    "kind": "named",
    "column_code": "budget",
    "pattern": "预算",
    "expected": "@subordinate_unit",
    "period_from": "",
    "period_to": "",
    "what": "每个所属单位的预算",
    "basis": "任务7",
}
FACTS = "task_no,unit_id,fact,value\n"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(REGISTRY)


def _write(folder: Path, *changes: dict[str, str], facts: str = FACTS) -> Path:
    with (folder / "task_probes.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, PROBE_COLUMNS)
        writer.writeheader()
        writer.writerows({**SOUND, **change} for change in changes or ({},))
    (folder / "probe_facts.csv").write_text(facts, encoding="utf-8")
    return folder


def _tables(folder: Path, registry: Registry) -> tuple[list[dict], list[tuple]]:
    tables = probe_tables(folder, registry)
    assert {name: table.schema for name, table in tables.items()} == schemas()
    return tables["task_probes"].to_pylist(), [tuple(r.values()) for r in tables["probe_facts"].to_pylist()]


def test_facts_of_all_units_and_of_one_stand_beside_each_other(tmp_path: Path, registry: Registry) -> None:
    facts = (
        FACTS
        + "7,,subordinate_unit,服务中心\n7,gulou,subordinate_unit,档案馆\n8,,subordinate_unit,别的任务\n"
    )
    _, found = _tables(_write(tmp_path, facts=facts), registry)
    assert found == [(2021, "2021-07-budget", None, "服务中心"), (2021, "2021-07-budget", "gulou", "档案馆")]


def test_a_list_is_taken_apart_and_what_nobody_knows_is_nothing(tmp_path: Path, registry: Registry) -> None:
    folder = _write(tmp_path, {"expected": "甲| 乙 |甲|"}, {"probe_id": "b", "expected": "@nobody_knows"})
    probes, found = _tables(folder, registry)
    assert [row[3] for row in found] == ["甲", "乙"]
    assert [probe["expected_number"] for probe in probes] == [None, None]


def test_numbers_and_days_may_be_facts(tmp_path: Path, registry: Registry) -> None:
    facts = FACTS + "28,,last,12\n28,,from,12-01\n28,,to,2021-12-10\n"
    changes = {"task_no": "28", "kind": "numbered", "pattern": r"第(\d+)期", "expected": "@last"}
    days = {"period_from": "@from", "period_to": "@to"}
    (probe,), _ = _tables(_write(tmp_path, changes | days, facts=facts), registry)
    assert probe["expected_number"] == 12
    assert (probe["period_from"], probe["period_to"]) == (dt.date(2021, 12, 1), dt.date(2021, 12, 10))
    assert probe["source_locator"] == "task_probes.csv 第2行"


def test_a_fact_of_another_year_is_not_of_this_one(tmp_path: Path, registry: Registry) -> None:
    facts = "report_year,task_no,fact,value\n2022,7,subordinate_unit,甲\n2021,7,subordinate_unit,乙\n"
    _, found = _tables(_write(tmp_path, facts=facts), registry)
    assert [row[3] for row in found] == ["乙"]


def test_a_figure_is_taken_apart(tmp_path: Path, registry: Registry) -> None:
    changes = {"kind": "counted", "expected": "disclosures/rules/in_force", "column_code": "rules"}
    (probe,), _ = _tables(_write(tmp_path, changes), registry)
    assert [probe[name] for name in ("table_code", "row_code", "figure_column")] == [
        "disclosures",
        "rules",
        "in_force",
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"kind": "guessed"}, "kind"),
        ({"column_code": "no_such"}, "column_code"),
        ({"column_code": ""}, "column_code"),
        ({"pattern": "("}, "pattern"),
        ({"kind": "listed", "expected": "1", "pattern": ""}, "pattern"),
        ({"kind": "numbered", "expected": "1", "pattern": "第.期"}, "pattern"),
        ({"expected": ""}, "expected"),
        ({"kind": "listed", "expected": "many"}, "expected"),
        ({"kind": "counted", "expected": "rules"}, "expected"),
        ({"period_from": "spring"}, "period_from"),
        ({"task_no": "seven"}, "task_no"),
        ({"probe_id": ""}, "probe_id"),
    ],
)
def test_a_row_that_cannot_work_is_refused_with_its_place(
    tmp_path: Path, registry: Registry, changes: dict[str, str], where: str
) -> None:
    with pytest.raises(SourceError) as refused:
        probe_tables(_write(tmp_path, changes), registry)
    assert str(refused.value).startswith(f"task_probes.csv 第2行 {where}")


def test_a_probe_is_there_once(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(SourceError, match="第3行 probe_id"):
        probe_tables(_write(tmp_path, {}, {}), registry)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("7,nobody,subordinate_unit,甲", "第2行"),
        ("7,,subordinate_unit,", "第2行 value"),
        ("x,,a,b", "task_no"),
    ],
)
def test_a_fact_that_says_nothing_is_refused(
    tmp_path: Path, registry: Registry, line: str, place: str
) -> None:
    with pytest.raises(SourceError, match=place):
        probe_tables(_write(tmp_path, facts=f"{FACTS}{line}\n"), registry)


@pytest.mark.parametrize("lines", ["7,,n,1\n7,,n,2\n", "7,gulou,n,1\n", "7,,n,many\n"])
def test_a_number_is_one_for_all_units(tmp_path: Path, registry: Registry, lines: str) -> None:
    changes = {"kind": "illustrated", "expected": "@n", "column_code": "interpretation"}
    with pytest.raises(SourceError, match=r"probe_facts\.csv 第2行"):
        probe_tables(_write(tmp_path, changes, facts=FACTS + lines), registry)


def test_the_shipped_probes_are_about_the_tasks_that_a_page_can_show(registry: Registry) -> None:
    probes, _ = _tables(REGISTRY, registry)
    asked = {1, 2, 3, 4, 7, 8, 9, 10, 14, 16, 18, 23, 24, 27, 28, 30, 32, 37}
    assert {probe["task_no"] for probe in probes if probe["report_year"] == YEAR} == asked
    assert all(probe["what"] and probe["basis"] for probe in probes)


def test_the_facts_of_the_demo_are_those_that_the_probes_refer_to(registry: Registry) -> None:
    facts = PROJECT / "sources" / "demo" / "portal" / "facts.csv"
    probes = {probe.values["probe_id"]: probe for probe in load_probes(REGISTRY, load_facts(facts, registry))}
    assert len(probes["2021-07-budget"].facts) == 3
    assert probes["2021-10-bulletin"].values["period_to"] == dt.date(YEAR, 12, 10)
    assert probes["2021-28-gazette"].values["expected_number"] == 12
