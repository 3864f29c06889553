"""Taking in: a file is read once, one bad file stops no other, and a rerun changes nothing."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.errors import SourceError
from sources.landing import deliveries
from sources.returns import chunks, intake
from sources.returns.intake import Intake

Make = Callable[..., bytes]
SOURCES = Path(intake.__file__).parents[1]
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
    assert row["receipt_id"] == f"2021-shi-caizhengju-{digest[:12]}"
    assert row["submission_id"] == f"{row['receipt_id']}-task_progress"
    assert (row["unit_id"], row["file_name"]) == ("shi-caizhengju", "市财政局/表.xlsx")
    assert (row["outcome"], row["sha256"], row["form"]) == ("accepted", digest, "task_progress")
    (seen,) = box.rows("sightings", "sightings")
    assert (seen["receipt_id"], seen["sha256"]) == (row["receipt_id"], digest)
    assert seen["first_seen_at"] == dt.datetime(2021, 11, 8, 9, 30, 15)
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
    places = {f"{name} 文件" for name in BAD} - {"市司法局/表.csv 文件"} | {"市司法局/表.csv 表1"}
    assert set(findings) == places
    assert findings["市司法局/旧.xls 文件"]["rule_code"] in ("RET-01", "RET-02")
    assert findings["市司法局/坏.xlsx 文件"]["rule_code"] == "RET-01"
    assert findings["市司法局/表.csv 表1"]["rule_code"] == "RET-03"
    assert all(row["remedy"] for row in findings.values())


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


def test_only_the_newest_reading_counts(box: Any, make_workbook: Make, city: Any) -> None:
    box.registry = city.load()
    box.put("2021/市财政局/表.xlsx", make_workbook(unit="财政口"))
    box.take()
    aliases = city.folder / "aliases.csv"
    before = aliases.read_text(encoding="utf-8")
    box.registry = city.add("aliases.csv", "shi-caizhengju,财政口,").load()
    box.take()
    aliases.write_text(before, encoding="utf-8")
    box.registry = city.load()
    assert box.take() == Intake(1, 1, 1)
    assert [row["outcome"] for row in box.rows("returns", "submissions")] == [
        *("rejected", "accepted", "rejected")
    ]
    assert box.take() == Intake(1, 0, 0)


@pytest.mark.parametrize(
    "name", ["returns/cells.py", "returns/sender.py", "text.py", "safety.py", "registry/registry.py"]
)
def test_a_changed_reader_reads_all_again(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    copy = Path(shutil.copytree(SOURCES, tmp_path / "sources"))
    monkeypatch.setattr(intake, "_SOURCES", copy)
    fill(box, make_workbook)
    assert box.take() == Intake(3, 3, 1)
    (copy / "notices" / "reader.py").write_text("# not a reader of returns", encoding="utf-8")
    assert box.take() == Intake(3, 0, 0)
    with (copy / name).open("a", encoding="utf-8") as handle:
        handle.write("# changed")
    assert box.take() == Intake(3, 3, 1)


def deny(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let nobody open a file, as one without the rights; root may open all."""
    real = Path.open

    def opened(self: Path, *rest: Any, **more: Any) -> Any:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *rest, **more)

    monkeypatch.setattr(Path, "open", opened)


def test_a_file_that_cannot_be_opened_still_lies_in_the_inbox(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(box, make_workbook)
    box.take()
    with monkeypatch.context() as patch:
        deny(patch, box.inbox / "2021/市财政局/表.xlsx")
        assert box.take() == Intake(3, 0, 0)
    states = {row["file_name"]: (row["receipt_id"], row["sha256"]) for row in box.newest("inventory")}
    assert states.pop("市财政局/表.xlsx") == (None, None)
    assert len(states) == 2
    assert all(one and two for one, two in states.values())
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-01", "市财政局/表.xlsx")
    assert finding["found"] == "文件打不开（Permission denied）"
    assert box.take() == Intake(3, 0, 0)
    assert box.newest("register_findings") == []


@pytest.mark.parametrize("step", ["archive", "archived"])
def test_a_file_that_cannot_be_kept_stops_no_other_and_is_tried_again(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fill(box, make_workbook)
    digest = hashlib.sha256((box.inbox / "2021/市财政局/表.xlsx").read_bytes()).hexdigest()
    real: Callable[..., object] = getattr(chunks, step)

    def fails(root: Path, what: Path | str) -> object:
        if what in (box.inbox / "2021/市财政局/表.xlsx", digest):
            raise OSError(5, "Input/output error")
        return real(root, what)

    with monkeypatch.context() as patch:
        patch.setattr(chunks, step, fails)
        assert box.take() == Intake(3, 2, 1)
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-01", "市财政局/表.xlsx")
    assert finding["found"] == "文件打不开（Input/output error）"
    assert box.take() == Intake(3, 1, 0)


def test_what_is_read_is_what_was_archived(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is overwritten after its bytes were kept: the reading belongs to the hash all the same."""
    path, real = box.put("2021/市财政局/表.xlsx", make_workbook()), chunks.archive

    def archive_then_change(root: Path, source: Path) -> str:
        digest: str = real(root, source)
        path.write_bytes(b"PK broken")
        return digest

    monkeypatch.setattr(chunks, "archive", archive_then_change)
    assert box.take() == Intake(1, 1, 0)


def test_a_file_that_changes_while_we_look_is_for_the_next_run(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put("2021/市财政局/一.xlsx", make_workbook(title="2021年任务落实情况表"))
    box.put("2021/市财政局/二.xlsx", make_workbook())
    real = chunks.archive

    def changed(root: Path, source: Path) -> str:
        digest: str = real(root, source)
        return "0" * 64 if source.name == "一.xlsx" else digest

    monkeypatch.setattr(chunks, "archive", changed)
    assert box.take() == Intake(2, 1, 0)
    assert box.outcomes() == {"市财政局/二.xlsx": "accepted"}


def test_the_same_name_with_new_bytes_is_a_second_submission(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook((7, "", "", "", "己完成", "", "文", "")))
    box.take()
    box.put("2021/市财政局/表.xlsx", make_workbook())
    assert box.take() == Intake(1, 1, 0)
    rows = box.rows("returns", "submissions")
    assert [row["outcome"] for row in rows] == ["accepted_with_warnings", "accepted"]
    assert len({row["submission_id"] for row in rows}) == 2
    assert [row["receipt_id"] for row in box.newest("inventory")] == [rows[1]["receipt_id"]]


def test_the_same_bytes_twice_are_one_submission_in_two_places(box: Any, make_workbook: Make) -> None:
    content = make_workbook()  # made twice, its clock may have moved on
    box.put("2021/市财政局/一.xlsx", content)
    box.put("2021/福州市财政局/二.xlsx", content)
    assert box.take() == Intake(2, 1, 0)
    assert {row["receipt_id"] for row in box.newest("inventory")} == {
        box.rows("returns", "submissions")[0]["receipt_id"]
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

    def die(_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "deliver", deliver_or_die)
        if source == "returns":  # written batch by batch
            patch.setattr(intake, "batch_tables", die)
        with pytest.raises(KeyboardInterrupt):
            box.take()
    box.take()
    assert landed(box.root / "landing") == undisturbed
