"""The sensor on the inbox: a file at rest asks for one run, one still being written for none."""

import importlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

Tick = Callable[[], dg.SensorResult]


@pytest.fixture
def inbox(tmp_path: Path, demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty inbox; the definitions are loaded on the demo home, whose dbt project is prepared."""
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    importlib.import_module("orchestration.definitions")

    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def tick(inbox: Path, instance: dg.DagsterInstance) -> Tick:
    """Evaluate the sensor once, with the cursor that the last evaluation left."""
    from orchestration.defs.returns.sensors import inbox_sensor

    cursor: list[str | None] = [None]

    def evaluate() -> dg.SensorResult:
        with dg.build_sensor_context(instance=instance, cursor=cursor[0]) as context:
            result = inbox_sensor(context)
        assert isinstance(result, dg.SensorResult)
        cursor[0] = result.cursor
        return result

    return evaluate


def put(inbox: Path, name: str, content: bytes) -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def keys(result: dg.SensorResult) -> list[str | None]:
    return [request.run_key for request in result.run_requests or []]


def test_an_empty_inbox_asks_for_nothing(tick: Tick) -> None:
    result = tick()
    assert not result.run_requests
    assert result.skip_reason
    assert json.loads(str(result.cursor)) == {}


def test_a_new_file_asks_once_it_is_at_rest_and_only_once(inbox: Path, tick: Tick) -> None:
    put(inbox, "2021/市财政局/表.xlsx", b"abc")
    assert keys(tick()) == []
    result = tick()
    assert keys(result) == ["2021-shi-caizhengju-ba7816bf8f01"]
    (request,) = result.run_requests or []
    config = request.run_config["resources"]["period"]["config"]
    assert config["report_year"] == 2021
    assert len(config["as_of"]) == 10
    assert keys(tick()) == []


def test_a_file_still_being_written_is_left_alone(inbox: Path, tick: Tick) -> None:
    path = put(inbox, "2021/市财政局/表.xlsx", b"a")
    tick()
    for size in (2, 3, 4):
        path.write_bytes(b"a" * size)
        assert keys(tick()) == []
    assert len(keys(tick())) == 1


def test_a_file_rewritten_with_the_same_size_is_left_alone(inbox: Path, tick: Tick) -> None:
    path = put(inbox, "2021/市财政局/表.xlsx", b"aaa")
    tick()
    path.write_bytes(b"bbb")
    os.utime(path, ns=(1, 2**60))
    assert keys(tick()) == []
    assert len(keys(tick())) == 1


def test_several_files_ask_for_one_run(inbox: Path, tick: Tick) -> None:
    for unit in ("市财政局", "市司法局", "无此单位"):
        put(inbox, f"2021/{unit}/表.xlsx", unit.encode())
    tick()
    (run_key,) = keys(tick())
    assert str(run_key).startswith("3-files-")


def test_a_changed_register_asks_too_and_a_lock_file_does_not(inbox: Path, tick: Tick) -> None:
    put(inbox, "register.csv", "文件,收到时间\n".encode())
    put(inbox, "2021/市财政局/~$表.xlsx", b"x")
    put(inbox, "2021/市财政局/表.xlsx.part", b"x")
    put(inbox, "说明.txt", b"x")
    tick()
    (run_key,) = keys(tick())
    assert str(run_key).startswith("register.csv-")


def test_the_same_bytes_again_have_the_same_key(inbox: Path, tick: Tick) -> None:
    put(inbox, "2021/市财政局/表.xlsx", b"abc")
    tick()
    first = keys(tick())
    put(inbox, "2021/市财政局/又一份.xlsx", b"abc")
    tick()
    assert keys(tick()) == first


def test_the_cursor_is_json_and_survives_a_file_that_goes(inbox: Path, tick: Tick) -> None:
    path = put(inbox, "2021/市财政局/表.xlsx", b"abc")
    tick()
    path.unlink()
    assert json.loads(str(tick().cursor)) == {}


def test_a_file_taken_away_asks_for_a_run(inbox: Path, tick: Tick) -> None:
    path = put(inbox, "2021/市财政局/表.xlsx", b"abc")
    tick()
    tick()
    path.unlink()
    (run_key,) = keys(tick())
    assert str(run_key).startswith("gone-2021-shi-caizhengju-")
    assert keys(tick()) == []


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS])
def test_the_same_bytes_are_asked_for_again_once_a_run_on_them_has_failed(
    inbox: Path, tick: Tick, instance: dg.DagsterInstance, status: dg.DagsterRunStatus
) -> None:
    path = put(inbox, "2021/市财政局/表.xlsx", b"abc")
    tick()
    [key] = keys(tick())
    create_run_for_test(instance, status=status, tags={"dagster/run_key": str(key)})
    put(inbox, "2021/市财政局/又一份.xlsx", path.read_bytes())
    tick()
    [again] = keys(tick())
    assert str(again).startswith(str(key))
    assert (again == key) is (status == dg.DagsterRunStatus.SUCCESS)


def test_a_run_asked_for_carries_the_day_that_it_looks_from(inbox: Path, tick: Tick) -> None:
    put(inbox, "2021/市财政局/表.xlsx", b"abc")
    tick()
    (request,) = tick().run_requests or []
    assert request.tags["zwgk/as_of"] == request.run_config["resources"]["period"]["config"]["as_of"]


@pytest.mark.parametrize(
    ("name", "heading"),
    [("register.csv", "文件,收到时间"), ("verdicts.csv", "编号,结论,理由,决定人,决定日期")],
)
def test_a_list_of_the_office_asks_each_time_that_it_changes(
    inbox: Path, tick: Tick, name: str, heading: str
) -> None:
    path, asked = inbox / name, set()
    for number, text in enumerate((f"{heading}\n", f"{heading},备注\n", f"{heading}\n")):
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(number, 10**18 + number))
        tick()
        asked |= set(keys(tick()))
    assert len(asked) == 3 and all(str(key).startswith(f"{name}-") for key in asked)


def test_a_folder_that_is_no_year_is_passed_over(inbox: Path, tick: Tick) -> None:
    for name in ("20211028", "0", "99999", "草稿"):
        put(inbox, f"{name}/市财政局/表.xlsx", name.encode())
    tick()
    assert keys(tick()) == []


def test_a_missing_inbox_is_no_crash(inbox: Path, tick: Tick) -> None:
    inbox.rmdir()
    assert keys(tick()) == []
