"""Faults in the inbox, each on its own unit, in one run: nothing stops, nothing is lost, nothing spreads."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.conftest import AS_OF, YEAR, Zwgk
from tests.end_to_end.helpers import rows, scalar

# unit folder → unit_id; all of them in time in the demo set
DELETED, DAMAGED, STRANGER, RENAMED = "市公安局", "市统计局", "市体育局", "市审计局"
IDS = {DELETED: "shi-gonganju", DAMAGED: "shi-tongjiju", STRANGER: "shi-tiyuju", RENAMED: "shi-shenjiju"}

# The single faults in ``faults/`` are put into each run of the tests; these are all in one inbox.
pytestmark = pytest.mark.campaign


@pytest.fixture(scope="module")
def bad_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, zwgk: Zwgk) -> Path:
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("bad") / "home"))
    inbox = home / "inbox" / str(YEAR)
    shutil.rmtree(inbox / DELETED)
    (newest,) = (inbox / DAMAGED).glob("*全年.xlsx")
    newest.write_bytes(newest.read_bytes()[:3000])
    shutil.copy(next((inbox / "市水利局").glob("*.xlsx")), inbox / STRANGER / "别的单位的表.xlsx")
    (inbox / RENAMED).rename(inbox / "不存在的局")
    (inbox / "散落文件.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    with (home / "inbox" / "register.csv").open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow([f"{YEAR}/{STRANGER}/别的单位的表.xlsx", "2022/2/10 9:15", ""])
        writer.writerow([f"{YEAR}/散落文件.doc", "2021-12-30", ""])
        writer.writerow([f"{YEAR}/市林业局/来函.xlsx", "去年底", ""])
    done = zwgk(home, "run", "--year", str(YEAR), "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def _statuses(home: Path, unit_id: str) -> list[tuple[object, ...]]:
    return rows(
        home, f"select obligation_id, status from fct_obligations where unit_id = '{unit_id}' order by 1"
    )


def test_a_unit_whose_files_are_gone_is_missing_with_a_flag_each(bad_home: Path) -> None:
    unit = IDS[DELETED]
    owed = _statuses(bad_home, unit)
    assert len(owed) == 29
    assert {status for _, status in owed} == {"missing"}
    flags = scalar(
        bad_home, f"select count(*) from fct_quality_flags where rule_code = 'OBL-01' and unit_id = '{unit}'"
    )
    assert flags == 29


def test_what_was_taken_back_leaves_a_trace_and_its_bytes(bad_home: Path) -> None:
    query = "select file_name, source_locator from fct_quality_flags inner join fct_submissions using (unit_id) where rule_code = 'RET-07' and is_withdrawn"
    found = [row for row in rows(bad_home, query) if DELETED in str(row[0])]
    assert found
    assert all((bad_home / str(place)).is_file() for _, place in found)


def test_the_other_units_are_unchanged(bad_home: Path, demo_home: Path) -> None:
    touched = ", ".join(f"'{unit}'" for unit in IDS.values())
    query = f"select * from fct_obligations where unit_id not in ({touched}) order by obligation_id"
    assert rows(bad_home, query) == rows(demo_home, query)


def test_a_damaged_replacement_does_not_take_away_what_was_accepted(bad_home: Path, demo_home: Path) -> None:
    assert _statuses(bad_home, IDS[DAMAGED]) == _statuses(demo_home, IDS[DAMAGED])
    query = "select outcome, is_active from fct_submissions where unit_id = 'shi-tongjiju' and outcome = 'rejected'"
    assert rows(bad_home, query) == [("rejected", False)]


def test_a_workbook_of_another_unit_is_turned_down_by_cell(bad_home: Path) -> None:
    query = "select detail, actual, source_locator from fct_quality_flags where rule_code = 'RET-04' and unit_id = 'shi-tiyuju'"
    [(detail, actual, place)] = rows(bad_home, query)
    assert "填报单位" in str(detail)
    assert "市水利局" in str(actual)
    assert str(place).endswith("下发时的模板")


def test_a_folder_that_is_no_unit_does_not_hide_who_sent_the_file(bad_home: Path, demo_home: Path) -> None:
    on_time = (
        "select count(*) from fct_obligations where unit_id = 'shi-shenjiju' and submission_id is not null"
    )
    assert scalar(bad_home, on_time) == scalar(demo_home, on_time)


def test_a_stray_file_and_a_bad_register_line_are_flagged(bad_home: Path) -> None:
    query = (
        "select rule_code, actual from fct_quality_flags where rule_code in ('RET-02', 'RET-06') order by 1"
    )
    assert rows(bad_home, query) == [("RET-02", "这是旧版 Word 文件（.doc），不受理"), ("RET-06", "去年底")]


def test_every_file_that_came_in_is_in_the_archive(bad_home: Path) -> None:
    stored = {path.name for path in (bad_home / "archive" / "sha256").glob("*/*")}
    assert {sha for (sha,) in rows(bad_home, "select sha256 from fct_submissions")} <= stored
