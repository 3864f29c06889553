"""The deadline to the second, from the office's register to the status: midnight, a holiday, a day worked instead, new year."""

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from orchestration.settings import now
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from tests.conftest import AS_OF, REGISTRY, YEAR
from tests.dbt_project.calling import DBT_PROJECT, dbt

# What is due at the end of the year, a Friday; 1 to 3 January 2022 are off, and so is the week from 31 January.
DUE = dt.date(2021, 12, 31)


class Case(NamedTuple):
    unit_id: str
    received_at: str
    status: str
    days: int | None
    working_days: int | None


CASES = [
    Case("cangshan", "2021-12-31 23:59:59", "on_time", None, None),
    Case("taijiang", "2021-12-31 00:00:00", "on_time", None, None),
    # The first second of the new year, in the old year's report; nobody works on that day.
    Case("shi-jiaotongju", "2022-01-01 00:00:00", "late", 1, 0),
    Case("shi-renfangban", "2022-01-03 23:59:59", "late", 3, 0),
    Case("shi-gongjijin", "2022-01-04 00:00:00", "late", 4, 1),
    # A Saturday worked instead of a day of the Spring Festival, and the festival itself.
    Case("shi-weijianwei", "2022-01-29 10:00:00", "late", 29, 20),
    Case("shi-fagaiwei", "2022-02-01 10:00:00", "late", 32, 21),
    # As offices write it, without seconds, and a day without an hour.
    Case("shi-shangwuju", "2021-12-31 23:59", "on_time", None, None),
    Case("shi-yuanlin", "2022/1/1 0:00", "late", 1, 0),
]


@pytest.fixture(scope="module")
def statuses(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[object, ...]]]:
    """unit → status, days and working days late of what it owes by the end of the year, by the register's new times."""
    folder = tmp_path_factory.mktemp("deadline")
    for name in ("inbox", "landing", "archive"):
        shutil.copytree(demo_home / name, folder / name)
    shutil.copy(demo_home / "warehouse.duckdb", folder / "warehouse.duckdb")
    _register(folder / "inbox" / "register.csv", demo_home / "published" / "zwgk.duckdb")
    registry = Registry.load(REGISTRY)
    take_in(folder / "inbox", folder / "landing", folder / "archive", YEAR, registry, now)
    variables = json.dumps({"as_of": AS_OF, "due_soon_days": 7})
    arguments = ("run", "--select", "+fct_obligations", "--vars", variables)
    paths = {"ZWGK_WAREHOUSE": str(folder / "warehouse.duckdb"), "ZWGK_LANDING": str(folder / "landing")}
    done = dbt(DBT_PROJECT, folder / "target", *arguments, **paths)
    assert done.returncode == 0, done.stdout
    query = """
        select unit_id, status, days_late, working_days_late
        from marts.fct_obligations
        where obligation_type = 'completion' and due_date = ? and submission_id is not null
    """
    found: dict[str, set[tuple[object, ...]]] = {}
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        for unit_id, *told in connection.execute(query, [DUE]).fetchall():
            found.setdefault(unit_id, set()).add(tuple(told))
    return found


def _register(register: Path, read_copy: Path) -> None:
    """Write other times into the lines of the files that answer for what is due at the end of the year."""
    query = """
        select distinct unit_id, concat(files.report_year, '/', files.file_name)
        from fct_obligations as owed inner join fct_submissions as files using (submission_id, unit_id)
        where owed.obligation_type = 'completion' and owed.due_date = ?
    """
    with duckdb.connect(str(read_copy), read_only=True) as connection:
        files = dict(connection.execute(query, [DUE]).fetchall())
    times = {files[case.unit_id]: case.received_at for case in CASES}
    with register.open(encoding="utf-8-sig", newline="") as handle:
        heading, *lines = csv.reader(handle)
    assert times.keys() <= {name for name, *_ in lines}
    with register.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows(
            [heading, *([name, times.get(name, time), *rest] for name, time, *rest in lines)]
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.received_at)
def test_the_second_decides(statuses: dict[str, set[tuple[object, ...]]], case: Case) -> None:
    assert statuses[case.unit_id] == {(case.status, case.days, case.working_days)}
