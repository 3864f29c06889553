"""Each unit's files deleted in turn: it shows as missing everything it owes, and nobody else shows as anything."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.faults.of_returns import returns_faults
from tests.end_to_end.faults.registry import CityFolder
from tests.end_to_end.faults.without_a_unit import Warehouse
from tests.end_to_end.faults.year import CleanYear


@pytest.fixture(scope="module")
def warehouse(clean_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    copy = tmp_path_factory.mktemp("every_unit") / "warehouse.duckdb"
    shutil.copy(clean_home / "warehouse.duckdb", copy)
    (manifest,) = (clean_home / "dbt").glob("*/manifest.json")
    return Warehouse(copy, manifest.parent)


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(CleanYear(CityFolder(tmp_path_factory.mktemp("units"))).units)


def _is_led_for_others(name: str, unit_id: str, clean: dict[str, tuple[str, str]]) -> bool:
    """A lead that sums nothing up while others have told it what they did is told that too."""
    task, _, kind = name.partition(f"-{unit_id}-")
    return kind == "summary" and any(
        other.startswith(f"{task}-") and other.endswith("-completion") and unit != unit_id
        for other, (unit, _) in clean.items()
    )


def test_each_unit_in_turn_shows_as_missing_and_no_other(warehouse: Warehouse, units: list[str]) -> None:
    clean = warehouse.statuses()
    assert len(units) == 55
    assert {unit for unit, _ in clean.values()} == set(units)
    assert {status for _, status in clean.values()} == {"on_time"}
    for unit_id in units:
        owed = {name for name, (unit, _) in clean.items() if unit == unit_id}
        with warehouse.without(unit_id):
            now, failures = warehouse.statuses(), warehouse.failures()
        assert {name for name, (_, status) in now.items() if status == "missing"} == owed, unit_id
        assert {name: found for name, found in now.items() if name not in owed} == {
            name: found for name, found in clean.items() if name not in owed
        }
        assert {failure.unit_id for failure in failures} == {unit_id}
        raised = Counter(failure.rule_code for failure in failures)
        led = sum(_is_led_for_others(name, unit_id, clean) for name in owed)
        assert raised == Counter({"OBL-01": len(owed), "OBL-08": led, "OBL-09": 1}), unit_id
    assert warehouse.statuses() == clean


def test_it_is_what_a_run_says_whose_inbox_lacks_the_files(warehouse: Warehouse) -> None:
    """The run of the faults in returns really has one unit's folder deleted."""
    (fault,) = (one for one in returns_faults() if any(raised.rule_code == "OBL-09" for raised in one.raises))
    with warehouse.without(fault.unit_id):
        raised = Counter(failure.rule_code for failure in warehouse.failures())
    assert raised == Counter(one.rule_code for one in fault.raises)
