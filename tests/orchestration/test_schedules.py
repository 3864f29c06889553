"""The schedules: on which days they run in Shanghai, on what, and how the settings file switches them."""

import dataclasses
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import duckdb
import pytest

from orchestration.settings import Schedules, load_settings
from sources.errors import SourceError
from tests.conftest import PROJECT, REGISTRY

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = [field.name for field in dataclasses.fields(Schedules)]


@pytest.fixture(autouse=True)
def on_the_demo_home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    monkeypatch.delenv("ZWGK_CONFIG", raising=False)


def schedule(name: str) -> dg.ScheduleDefinition:
    from orchestration.definitions import defs

    return defs.resolve_schedule_def(name)


@cache
def _instance() -> dg.DagsterInstance:
    """One for all ticks, for it takes its time to make; no tick leaves anything in it."""
    return dg.DagsterInstance.local_temp()


def asked(name: str, local: str) -> Any:
    """What a schedule answers to a tick at a local time; Dagster hands the time over in UTC."""
    tick = dt.datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(dt.UTC)
    context = dg.build_schedule_context(instance=_instance(), scheduled_execution_time=tick)
    return schedule(name)(context)


def period(answer: Any) -> tuple[int, str]:
    assert isinstance(answer, dg.RunRequest), answer
    told = answer.run_config["resources"]["period"]["config"]
    return told["report_year"], told["as_of"]


def reason(answer: Any) -> str:
    assert isinstance(answer, dg.SkipReason), answer
    return str(answer.skip_message)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a settings file of the shipped one, with something replaced, the one in use."""

    def use(old: str, new: str) -> None:
        text = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
        assert text.count(old) == 1
        text = text.replace(old, new).replace(REGISTRY.relative_to(PROJECT).as_posix(), REGISTRY.as_posix())
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "own.toml"))

    return use


def test_every_schedule_of_the_file_is_defined_in_shanghai() -> None:
    from orchestration.definitions import defs

    found = {one.name: one for one in defs.schedules or []}
    assert sorted(found) == sorted(NAMES)
    for name in NAMES:
        one, how = schedule(name), getattr(load_settings().schedules, name)
        assert (one.cron_schedule, one.execution_timezone) == (how.cron, "Asia/Shanghai")


def test_as_shipped_only_what_asks_portals_is_off() -> None:
    off = [name for name in NAMES if schedule(name).default_status == dg.DefaultScheduleStatus.STOPPED]
    assert sorted(off) == ["hourly_probe", "nightly_inspection"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_switched_and_set_in_the_file(name: str, config: Any) -> None:
    from orchestration.defs.ticks import scheduled
    from orchestration.defs.warehouse.schedules import annual_job

    text = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    section = text[text.index(f"[schedules.{name}]") :].split("\n[")[0]
    was = getattr(load_settings().schedules, name)
    shown = f"enabled = {str(was.enabled).lower()}", f"enabled = {str(not was.enabled).lower()}"
    config(section, section.replace(*shown).replace(was.cron, "5 6 * * *"))
    made = scheduled(name, annual_job, "试")(lambda context: dg.RunRequest())
    assert (made.default_status == dg.DefaultScheduleStatus.RUNNING) is not was.enabled
    assert made.cron_schedule == "5 6 * * *"


def test_a_cron_that_is_none_is_told_with_file_and_key(config: Any) -> None:
    from orchestration.defs.ticks import scheduled
    from orchestration.defs.warehouse.schedules import annual_job

    config('cron = "0 8 * * *"', 'cron = "8点"')
    with pytest.raises(SourceError, match=r"own.toml \[schedules.checks\] cron：“8点”.*五段 cron"):
        scheduled("checks", annual_job, "试")


@pytest.mark.parametrize(
    "local",
    [
        "2021-09-30 08:00",  # Thursday
        "2021-10-08 08:00",  # the first day after 国庆
        "2021-10-09 08:00",  # a Saturday that is worked instead
        "2021-09-26 08:00",  # a Sunday that is worked instead
    ],
)
def test_the_checks_run_on_working_days(local: str) -> None:
    answer = asked("checks", local)
    assert period(answer) == (2021, local[:10])
    assert (answer.run_key, answer.tags["zwgk/as_of"]) == (local[:10], local[:10])


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ("2021-10-01 08:00", "2021-10-01 是国庆节，不是工作日，不运行"),
        ("2021-10-07 08:00", "2021-10-07 是国庆节，不是工作日，不运行"),
        ("2022-02-02 08:00", "2022-02-02 是春节，不是工作日，不运行"),
        ("2021-10-10 08:00", "2021-10-10 是周末，不是工作日，不运行"),
    ],
)
def test_the_checks_rest_on_holidays_and_weekends(local: str, said: str) -> None:
    assert reason(asked("checks", local)) == said


def test_the_checks_run_on_a_holiday_too_when_the_file_says_so(config: Any) -> None:
    config("on_holidays = false", "on_holidays = true")
    assert period(asked("checks", "2021-10-01 08:00")) == (2021, "2021-10-01")


def test_the_day_is_that_of_shanghai_across_the_new_year(config: Any) -> None:
    # In UTC it is still the year before.
    config("on_holidays = false", "on_holidays = true")
    assert period(asked("checks", "2022-01-01 00:30")) == (2021, "2022-01-01")
    assert period(asked("january", "2022-01-04 00:30")) == (2021, "2022-01-04")
    assert asked("nightly_inspection", "2022-01-01 02:00").partition_key == "2022-01-01"


def test_a_year_that_the_calendar_does_not_cover_runs_from_monday_to_friday_and_says_so() -> None:
    answer = asked("checks", "2099-10-01 08:00")  # a Thursday
    assert period(answer) == (2021, "2099-10-01")
    assert answer.tags["zwgk/calendar"] == "2099年放假安排未知，按周一至周五运行"
    assert "zwgk/calendar" not in asked("checks", "2021-09-30 08:00").tags
    assert reason(asked("checks", "2099-10-03 08:00")) == "2099-10-03 是周末，不是工作日，不运行"


@pytest.mark.parametrize(
    ("name", "month", "saturday"), [("january", "01", "2022-01-08"), ("june", "06", "2022-06-11")]
)
def test_the_year_before_is_worked_on_in_january_and_june(name: str, month: str, saturday: str) -> None:
    assert schedule(name).cron_schedule.split()[3] == str(int(month))  # type: ignore[union-attr]
    assert period(asked(name, f"2022-{month}-10 08:30")) == (2021, f"2022-{month}-10")
    assert "不是工作日" in reason(asked(name, f"{saturday} 08:30"))
    assert reason(asked(name, f"2024-{month}-11 08:30")) == "2023 年没有登记通知，不运行"


@pytest.mark.parametrize(
    ("local", "year"),
    [("2022-01-04 09:00", 2021), ("2021-04-01 09:00", 2021), ("2021-10-08 09:00", 2021)],
)
def test_the_bulletin_is_of_the_quarter_that_has_ended(local: str, year: int) -> None:
    answer = asked("bulletin", local)
    assert period(answer) == (year, local[:10])
    # A bulletin that was lost is made later too: no day of its own keeps it from being tried again.
    assert "zwgk/as_of" not in answer.tags


@pytest.mark.parametrize("local", ["2022-01-03 09:00", "2022-01-05 09:00", "2021-10-01 09:00"])
def test_the_bulletin_comes_on_the_first_working_day_alone(local: str) -> None:
    assert reason(asked("bulletin", local)) == f"{local[:10]} 不是当月第一个工作日，不运行"


def test_every_first_working_day_of_the_quarters_is_a_day_of_the_bulletins_cron() -> None:
    from orchestration.defs.ticks import first_workday

    _, _, days, months, _ = load_settings().schedules.bulletin.cron.split()
    last = int(days.split("-")[1])
    for year in range(2015, 2031):
        for month in map(int, months.split(",")):
            assert first_workday(dt.date(year, month, 28)).day <= last


def test_a_tick_that_is_evaluated_again_has_the_same_key() -> None:
    assert asked("checks", "2021-09-30 08:00").run_key == asked("checks", "2021-09-30 08:00").run_key


def test_the_units_are_reminded_on_mondays_that_are_worked() -> None:
    assert schedule("chase").cron_schedule == "0 9 * * 1"
    answer = asked("chase", "2021-09-27 09:00")
    assert period(answer) == (2021, "2021-09-27")
    assert "zwgk/as_of" not in answer.tags
    assert reason(asked("chase", "2021-10-04 09:00")) == "2021-10-04 是国庆节，不是工作日，不运行"


# The final set


def test_no_final_set_while_the_gate_is_shut() -> None:
    told = reason(asked("final", "2022-01-10 09:30"))
    assert told.startswith("2021 年未过关口：")
    assert "市教育局未报送年度统计报表" in told


def test_no_final_set_on_a_day_off_or_of_a_year_without_a_notice() -> None:
    assert "不是工作日" in reason(asked("final", "2022-01-09 09:30"))
    assert "2024 年没有登记通知" in reason(asked("final", "2025-01-10 09:30"))


def test_no_final_set_without_a_read_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    assert reason(asked("final", "2022-01-10 09:30")) == "还没有只读副本，不出定稿"


def test_the_final_set_of_the_year_before_once_the_gate_is_open(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(own_home))
    with duckdb.connect(str(own_home / "published" / "zwgk.duckdb")) as copy:
        copy.execute("update rpt_report_standing set is_final = true")
    assert period(asked("final", "2022-01-10 09:30")) == (2021, "2022-01-10")
