"""Synthetic returns: always the same, always labelled, with every fate among them."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from sources.demo.returns import make_demo_returns
from sources.notices.listed import listed_notice
from sources.notices.model import Notice
from sources.owed import owed_items
from sources.registry.registry import Registry
from sources.returns.inbox import list_inbox, read_register
from sources.returns.intake import take_in
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE, SYNTHETIC_MARK, Return
from sources.returns.reading import read_file

Made = tuple[Path, int]
Read = dict[str, list[Return]]


@pytest.fixture(scope="module")
def notice(city_folder: Path, registry: Registry) -> Notice:
    return listed_notice(city_folder, 2021, registry)[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, notice: Notice, registry: Registry) -> Made:
    inbox = tmp_path_factory.mktemp("demo") / "inbox"
    return inbox, make_demo_returns(inbox, notice, registry)


@pytest.fixture(scope="module")
def read(made: Made, registry: Registry) -> Read:
    """File name → the returns in it."""
    return {
        file.name: read_file(file.path.read_bytes(), file.name, file.folder, 2021, registry)
        for file in list_inbox(made[0], 2021, [])
    }


def times(inbox: Path) -> dict[str, dt.datetime]:
    register = read_register(inbox, 2021)
    assert register.findings == []
    return {line.name: line.received_at for line in register.lines if line.received_at}


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes(
    made: Made, tmp_path: Path, notice: Notice, registry: Registry
) -> None:
    assert make_demo_returns(tmp_path, notice, registry) == made[1]
    assert tree(tmp_path) == tree(made[0])


def test_another_seed_gives_other_returns(
    made: Made, tmp_path: Path, notice: Notice, registry: Registry
) -> None:
    make_demo_returns(tmp_path, notice, registry, seed=7)
    assert tree(tmp_path) != tree(made[0])


def test_a_second_call_writes_nothing(made: Made, notice: Notice, registry: Registry) -> None:
    before = tree(made[0])
    assert make_demo_returns(made[0], notice, registry, seed=7) == 0
    assert tree(made[0]) == before


def test_a_real_return_in_the_inbox_keeps_the_demo_out(
    tmp_path: Path, notice: Notice, registry: Registry
) -> None:
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "真.xlsx").write_bytes(b"x")
    assert make_demo_returns(tmp_path, notice, registry) == 0
    assert list(tree(tmp_path)) == ["2021/真.xlsx"]


def test_every_file_says_that_it_is_synthetic(made: Made, read: Read) -> None:
    sound = [one for results in read.values() for one in results if not one.is_rejected]
    assert sum(results[0].is_rejected for results in read.values()) == 1
    assert all(one.is_synthetic for one in sound)
    assert all(
        SYNTHETIC_MARK in (line.progress_text or SYNTHETIC_MARK) for one in sound for line in one.lines
    )
    assert all("演示" in name for name in read)
    assert SYNTHETIC_MARK in (made[0] / "说明（合成演示数据）.txt").read_text(encoding="utf-8")
    register = (made[0] / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all(line.endswith(SYNTHETIC_MARK) for line in register[1:])


def test_each_unit_gets_a_line_for_each_thing_it_owes(notice: Notice, registry: Registry) -> None:
    items = owed_items(notice, registry)
    assert len(items) == 41 + 12 + 1 + 1
    assert [(one.task_no, one.item_kind) for one in items["shi-wangxinban"]] == [(21, "牵头汇总")]
    steps = [(one.task_no, one.due_date) for one in items["shi-dashujuwei"] if one.item_kind == "阶段任务"]
    assert steps == [(25, dt.date(2021, 7, 31)), (25, dt.date(2021, 10, 31))]
    assert {one.due_date for one in items["shi-sifaju"] if one.item_kind == "牵头汇总"} == {
        dt.date(2021, 10, 30)
    }
    assert 31 not in {one.task_no for one in items["gaoxinqu"]}
    assert 17 not in {one.task_no for one in items["gulou"]}


def test_every_file_is_in_the_register_with_its_time(made: Made) -> None:
    assert set(times(made[0])) == {file.name for file in list_inbox(made[0], 2021, [])}


def test_some_units_are_missing_and_some_late(made: Made, notice: Notice, registry: Registry) -> None:
    received = times(made[0])
    last: dict[str, dt.datetime] = {}
    for name, time in received.items():
        last[name.split("/")[0]] = max(time, last.get(name.split("/")[0], time))
    assert len(owed_items(notice, registry)) - len(last) == 4
    assert sum(time.year == 2022 for time in last.values()) >= 5


def test_one_file_is_unreadable_and_one_is_handed_in_again(read: Read) -> None:
    (damaged,) = [results[0] for results in read.values() if results[0].is_rejected]
    assert [finding.rule_code for finding in damaged.findings] == ["RET-01"]
    (again,) = [name for name in read if name.endswith("（更正）.xlsx")]
    (first,), (second,) = read[again.replace("（更正）", "")], read[again]
    assert {finding.rule_code for finding in first.findings} == {"RET-11"}
    assert second.findings == []


def test_the_statistics_come_in_every_format_and_one_of_them_breaks_a_sum(read: Read) -> None:
    statistics = {
        name: one for name, results in read.items() for one in results if one.form == FORM_STATISTICS
    }
    assert {Path(name).suffix for name in statistics} == {".xlsx", ".html", ".csv", ".docx"}
    assert {one.template_version for one in statistics.values()} == {"30"}
    assert all(len(one.figures) in (200, 204) for one in statistics.values())
    broken = [{finding.rule_code for finding in one.findings} for one in statistics.values() if one.findings]
    assert broken == [{"STA-12", "STA-13"}]
    websites = [one for results in read.values() for one in results if one.form == FORM_WEBSITE]
    assert len(websites) == sum(name.endswith(".xlsx") for name in statistics)
    assert all(one.findings == [] for one in websites)


def test_the_demo_is_taken_in_like_real_returns(made: Made, registry: Registry, tmp_path: Path) -> None:
    now = dt.datetime(2022, 2, 15)
    taken = take_in(made[0], tmp_path / "landing", tmp_path / "archive", 2021, registry, lambda: now)
    assert (taken.files, taken.read_now, taken.rejected_now) == (made[1], made[1], 1)


def test_no_unit_hands_in_two_files_at_one_time(made: Made) -> None:
    counted = Counter((name.split("/")[0], time) for name, time in times(made[0]).items())
    assert set(counted.values()) == {1}


def test_an_inbox_that_holds_anything_is_left_alone(
    tmp_path: Path, notice: Notice, registry: Registry
) -> None:
    register = tmp_path / "register.csv"
    register.write_text("文件,收到时间\n", encoding="utf-8")
    assert make_demo_returns(tmp_path, notice, registry) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["register.csv"]


def test_a_kill_half_way_leaves_no_inbox_and_is_made_good(
    tmp_path: Path, notice: Notice, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            make_demo_returns(inbox, notice, registry)
    assert not inbox.exists()
    assert make_demo_returns(inbox, notice, registry) > 100
