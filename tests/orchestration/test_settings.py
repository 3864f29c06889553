"""One settings file and one home folder decide where everything is."""

import dataclasses
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orchestration import settings
from orchestration.settings import load_settings, now, today
from sources.errors import SourceError
from tests.conftest import PROJECT, REGISTRY, Zwgk


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZWGK_HOME", "ZWGK_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_home_everything_goes_under_var() -> None:
    assert load_settings().home == PROJECT / "var"


def test_zwgk_home_moves_everything_written_at_run_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    found = load_settings()
    written = ("landing", "archive", "inbox", "warehouse", "published", "read_copy", "dagster_home")
    assert all(getattr(found, name).is_relative_to(tmp_path) for name in written)
    assert found.exports(2021) == tmp_path / "exports" / "2021"
    assert found.registry == REGISTRY


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZWGK_HOME", "here")
    assert load_settings().home == tmp_path / "here"


def test_another_city_is_another_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    other = shipped.replace(REGISTRY.relative_to(PROJECT).as_posix(), "registry/elsewhere")
    (tmp_path / "other.toml").write_text(other.replace("2021", "2022"), encoding="utf-8")
    monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "other.toml"))
    assert (load_settings().registry, load_settings().report_year) == (
        tmp_path / "registry" / "elsewhere",
        2022,
    )


def test_settings_cannot_be_changed_by_the_way() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_settings().report_year = 1999  # type: ignore[misc]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_today_is_the_day_in_shanghai_wherever_the_machine_stands(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = dt.datetime(2021, 12, 31, 20, 0, tzinfo=ZoneInfo("UTC"))

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return late.astimezone(tz or ZoneInfo(zone))

    monkeypatch.setattr(settings.dt, "datetime", Clock)
    assert today() == dt.date(2022, 1, 1)
    assert now().utcoffset() == dt.timedelta(hours=8)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("report_year = 2021", "report_year = '2021'", "own.toml [run] report_year：“2021”。应为：整数"),
        ("report_year = 2021", "", "own.toml [run] report_year：缺少这一项"),
        (
            "report_year = 2021",
            "reportyear = 2021",
            "own.toml [run] reportyear：没有这一项。应为：report_year 之一",
        ),
        (
            "on_holidays = false",
            "on_holidays = 0",
            "own.toml [schedules.checks] on_holidays：“0”。应为：true 或 false",
        ),
        (
            "interval_seconds = 60",
            "interval_seconds = true",
            "own.toml [sensors.inbox] interval_seconds：“True”",
        ),
        ("[schedules.june]", "[schedules.juni]", "own.toml [schedules] juni：没有这一项"),
        ("\n[inspection]", "\n[inspektion]", "own.toml inspektion：没有这一项"),
        ("[thresholds]\n", "", "own.toml thresholds：缺少这一项"),
        (
            "timeout_seconds = 15",
            "timeout_seconds = '15'",
            "own.toml [inspection] timeout_seconds：“15”。应为：数",
        ),
        ("[sensors.inbox]", "[sensors]\ninbox = 1\n[other]", "own.toml other：没有这一项"),
        ("[city]", "[city", "own.toml：不是有效的 TOML"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told_with_file_and_key(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    assert shipped.count(old) == 1
    (tmp_path / "own.toml").write_text(shipped.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "own.toml"))
    with pytest.raises(SourceError) as told:
        load_settings()
    assert said in str(told.value)


def test_a_value_where_a_table_should_be_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    head, tail = shipped.split("[city]")
    (tmp_path / "own.toml").write_text(
        "city = 1\n" + head + "[run]" + tail.partition("[run]")[2], encoding="utf-8"
    )
    monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "own.toml"))
    with pytest.raises(SourceError, match=r"own.toml city：应是一节"):
        load_settings()


def test_a_settings_file_that_is_not_there_is_told_with_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(SourceError, match=r"none.toml：打不开.*ZWGK_CONFIG"):
        load_settings()


def test_a_wrong_setting_is_one_chinese_line_for_whoever_types_the_command(
    tmp_path: Path, zwgk: Zwgk
) -> None:
    shipped = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(shipped.replace("= 2021", "= '2021'"), encoding="utf-8")
    done = zwgk(tmp_path, "demo", ZWGK_CONFIG=str(tmp_path / "own.toml"))
    assert done.returncode == 1
    assert done.stderr == "own.toml [run] report_year：“2021”。应为：整数。\n"
