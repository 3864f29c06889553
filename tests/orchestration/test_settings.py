"""One settings file and one home folder decide where everything is."""

import dataclasses
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orchestration import settings
from orchestration.settings import load_settings, now, today
from tests.conftest import PROJECT, REGISTRY


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
