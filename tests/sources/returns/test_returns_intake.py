"""Taking in: a file is read once, one bad file stops no other, and a rerun changes nothing."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.errors import SourceError
from sources.landing import deliveries
from sources.returns import intake
from sources.returns.intake import Intake

Make = Callable[..., bytes]
BAD = {
    "市司法局/坏.xlsx": b"PK\x03\x04 broken",
    "市司法局/旧.xls": b"\xd0\xcf\x11\xe0",
    "市司法局/宏.xlsm": b"x",
    "市司法局/表.csv": "任务编号,完成状态\n".encode(),
    "市司法局/空.xlsx": b"",
    "无名/表.docx": b"x",
}


def fill(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook())
    box.put("2021/市司法局/表.xlsx", make_workbook(unit="市司法局"))
    box.put("2021/市司法局/坏.xlsx", b"PK broken")


def test_a_return_lands_with_its_lines_and_its_bytes_in_the_archive(box: Any, make_workbook: Make) -> None:
    content = make_workbook()
    box.put("2021/市财政局/表.xlsx", content)
    assert box.take() == Intake(1, 1, 0)
    (row,) = box.rows("returns", "submissions")
    digest = hashlib.sha256(content).hexdigest()
    assert row["submission_id"] == f"2021-shi-caizhengju-{digest[:12]}"
    assert (row["unit_id"], row["file_name"]) == ("shi-caizhengju", "市财政局/表.xlsx")
    assert (row["outcome"], row["sha256"], row["form"]) == ("accepted", digest, "task_progress")
    assert row["first_seen_at"] == dt.datetime(2021, 11, 8, 9, 30, 15)
    (line,) = box.rows("returns", "progress")
    assert (line["submission_id"], line["task_no"]) == (row["submission_id"], 7)
    assert line["source_locator"] == "市财政局/表.xlsx 任务落实情况!A4"
    assert (box.root / "archive" / "sha256" / digest[:2] / digest).read_bytes() == content


def test_findings_land_numbered_with_file_and_cell(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook((7, "", "", "x", "y", "", "", "")))
    box.take()
    assert box.outcomes() == {"市财政局/表.xlsx": "accepted_with_warnings"}
    found = [
        (row["finding_no"], row["rule_code"], row["source_locator"])
        for row in box.rows("returns", "findings")
    ]
    assert found == [
        (1, "RET-10", "市财政局/表.xlsx 任务落实情况!D4"),
        (2, "RET-11", "市财政局/表.xlsx 任务落实情况!E4"),
    ]


def test_one_bad_file_never_stops_the_others(box: Any, make_workbook: Make) -> None:
    for name, content in BAD.items():
        box.put(f"2021/{name}", content)
    box.put("2021/市财政局/表.xlsx", make_workbook())
    box.put("2021/鼓楼区政府/表.xlsx", make_workbook(unit="鼓楼区政府"))
    assert box.take() == Intake(8, 8, 6)
    outcomes = box.outcomes()
    assert {name for name, outcome in outcomes.items() if outcome == "rejected"} == set(BAD)
    assert {row["unit_id"] for row in box.rows("returns", "submissions")} == {
        *("shi-sifaju", "shi-caizhengju", "gulou", None)
    }
    findings = {row["source_locator"]: row for row in box.rows("returns", "findings")}
    assert set(findings) == {f"{name} 文件" for name in BAD}
    assert findings["市司法局/旧.xls 文件"]["found"] == "格式“.xls”暂不受理"
    assert findings["市司法局/旧.xls 文件"]["rule_code"] == "RET-02"
    assert findings["市司法局/坏.xlsx 文件"]["rule_code"] == "RET-01"


def test_bytes_are_archived_even_when_rejected(box: Any) -> None:
    box.put("2021/市司法局/坏.xlsx", b"PK broken")
    box.take()
    digest = hashlib.sha256(b"PK broken").hexdigest()
    assert (box.root / "archive" / "sha256" / digest[:2] / digest).exists()


def test_a_second_look_reads_nothing_and_lands_nothing(box: Any, make_workbook: Make) -> None:
    fill(box, make_workbook)
    assert box.take() == Intake(3, 3, 1)
    before = sorted(box.root.rglob("*.parquet"))
    assert box.take() == Intake(3, 0, 0)
    assert sorted(box.root.rglob("*.parquet")) == before


def test_a_new_file_is_the_only_one_read(box: Any, make_workbook: Make) -> None:
    fill(box, make_workbook)
    box.take()
    box.put("2021/鼓楼区政府/表.xlsx", make_workbook(unit="鼓楼区政府"))
    assert box.take() == Intake(4, 1, 0)
    assert len(box.rows("returns", "submissions")) == 4


def test_a_changed_registry_reads_all_again_under_the_same_ids(
    box: Any, make_workbook: Make, city: Any
) -> None:
    box.registry = city.load()
    fill(box, make_workbook)
    box.take()
    first = {row["submission_id"] for row in box.rows("returns", "submissions")}
    box.registry = city.add("aliases.csv", "shi-caizhengju,财政口,").load()
    assert box.take() == Intake(3, 3, 1)
    assert {row["submission_id"] for row in box.rows("returns", "submissions")} == first
    assert len({row["reader_fingerprint"] for row in box.rows("returns", "submissions")}) == 2


def test_the_same_name_with_new_bytes_is_a_second_submission(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook((7, "", "", "", "己完成", "", "文", "")))
    box.take()
    box.put("2021/市财政局/表.xlsx", make_workbook())
    assert box.take() == Intake(1, 1, 0)
    rows = box.rows("returns", "submissions")
    assert [row["outcome"] for row in rows] == ["accepted_with_warnings", "accepted"]
    assert len({row["submission_id"] for row in rows}) == 2
    assert [row["submission_id"] for row in box.newest("inventory")] == [rows[1]["submission_id"]]


def test_the_same_bytes_twice_are_one_submission_in_two_places(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/一.xlsx", make_workbook())
    box.put("2021/福州市财政局/二.xlsx", make_workbook())
    assert box.take() == Intake(2, 1, 0)
    assert {row["submission_id"] for row in box.newest("inventory")} == {
        box.rows("returns", "submissions")[0]["submission_id"]
    }


def test_the_same_bytes_from_two_units_are_two_submissions(box: Any, make_workbook: Make) -> None:
    content = make_workbook(unit=None)
    box.put("2021/市财政局/表.xlsx", content)
    box.put("2021/市司法局/表.xlsx", content)
    assert box.take() == Intake(2, 2, 0)
    assert {row["unit_id"] for row in box.rows("returns", "submissions")} == {"shi-caizhengju", "shi-sifaju"}


def test_a_file_taken_away_leaves_the_inventory_but_not_the_landing(box: Any, make_workbook: Make) -> None:
    fill(box, make_workbook)
    box.take()
    (box.inbox / "2021/市财政局/表.xlsx").unlink()
    assert box.take() == Intake(2, 0, 0)
    assert "市财政局/表.xlsx" not in {row["file_name"] for row in box.newest("inventory")}
    assert "市财政局/表.xlsx" in box.outcomes()


def test_an_empty_inbox_lands_empty_tables(box: Any) -> None:
    assert box.take() == Intake(0, 0, 0)
    assert len(deliveries(box.root / "landing", "returns", 2021)) == 1
    assert box.rows("returns", "submissions") == box.newest("inventory") == []


def test_a_missing_inbox_is_an_error_not_an_empty_one(box: Any) -> None:
    box.inbox.rmdir()
    with pytest.raises(SourceError) as caught:
        box.take()
    assert str(caught.value).startswith("inbox：收件箱文件夹不存在。办法：请检查磁盘是否挂载")
    assert not (box.root / "landing").exists()


@pytest.mark.parametrize("source", ["returns", "inbox"])
def test_a_kill_in_the_middle_and_a_rerun_end_as_if_undisturbed(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str
) -> None:
    def landed(root: Path) -> dict[str, bytes]:
        files = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    fill(box, make_workbook)
    box.take()
    undisturbed = landed(box.root / "landing")
    (box.root / "landing").rename(tmp_path / "aside")
    real = intake.deliver

    def deliver_or_die(root: Path, name: str, *rest: Any) -> object:
        if name == source:
            raise KeyboardInterrupt
        return real(root, name, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(intake, "deliver", deliver_or_die)
        with pytest.raises(KeyboardInterrupt):
            box.take()
    box.take()
    assert landed(box.root / "landing") == undisturbed
