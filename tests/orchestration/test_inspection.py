"""An inspection as it is asked for: which unit, whose contact, and the looks between two crawls."""

import dataclasses
import datetime as dt
import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.inspection import inspect, probe_homes, unit_named
from orchestration.settings import Settings, load_settings
from sources.errors import SourceError
from tests.conftest import Zwgk, zwgk_environment

DAY = dt.date(2022, 2, 15)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(load_settings(), home=tmp_path)


def test_no_portal_is_asked_before_somebody_says_whom_it_may_call(settings: Settings) -> None:
    with pytest.raises(SourceError, match="没有填写联系方式"):
        inspect(settings, DAY, None, False, lambda site, pages: None)
    with pytest.raises(SourceError, match="没有填写联系方式"):
        probe_homes(settings, DAY)
    assert not (settings.landing / "portals").exists()


def test_a_unit_without_a_portal_is_told_so(settings: Settings) -> None:
    contact = dataclasses.replace(settings.inspection, contact="0591-1234567")
    with pytest.raises(SourceError, match="没有登记门户网站"):
        inspect(dataclasses.replace(settings, inspection=contact), DAY, "minqing", False, lambda s, p: None)


@pytest.mark.parametrize(
    ("name", "expected"), [("鼓楼区政府", "gulou"), ("gulou", "gulou"), ("鼓楼区人民政府", "gulou")]
)
def test_a_unit_may_be_named_as_people_do(settings: Settings, name: str, expected: str) -> None:
    assert unit_named(name, settings, DAY) == expected


@pytest.mark.parametrize(("name", "said"), [("各县(市)区政府", "是一类单位"), ("不知道局", "不在单位名录中")])
def test_a_name_that_is_no_unit(settings: Settings, name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        unit_named(name, settings, DAY)


def test_the_home_pages_are_looked_at_between_two_crawls_but_not_during_one(settings: Settings) -> None:
    found = probe_homes(settings, DAY, is_demo=True)
    assert found is not None
    sites, failed = found
    (path,) = (settings.landing / "portal_probes" / f"day={DAY}").glob("*/probes.parquet")
    statuses = pq.ParquetFile(path).read()["status"].to_pylist()
    # One site lets nobody in, as its robots.txt says.
    assert (len(statuses), failed) == (sites, 1) and statuses.count("robots_unavailable") == 1
    with (settings.dagster_home / ".inspection.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert probe_homes(settings, DAY, is_demo=True) is None


def test_an_inspection_that_is_stopped_ends_at_once_and_goes_on_where_it_was(
    tmp_path: Path, zwgk: Zwgk
) -> None:
    (tmp_path / "inbox").mkdir()
    arguments = ("crawl", "--demo", "--as-of", "2022-02-15")
    command = [str(Path(sys.executable).with_name("zwgk")), *arguments]
    with subprocess.Popen(
        command, env=zwgk_environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None and not any(
            path.stat().st_size for path in tmp_path.glob("crawl/*/*.jsonl")
        ):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1 and "已中断；再次运行会从中断处接着做" in said
    assert not any(tmp_path.glob("landing/portals/day=*/[0-9]*"))
    assert any(tmp_path.glob("crawl/*/*.jsonl"))
    done = zwgk(tmp_path, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("landing/portals/day=*/[0-9]*"))) == 1
    assert not any((tmp_path / "crawl").iterdir())


def test_one_units_portal_from_the_command_line(tmp_path: Path, zwgk: Zwgk) -> None:
    (tmp_path / "inbox").mkdir()
    done = zwgk(tmp_path, "crawl", "--demo", "--unit", "鼓楼区政府", "--as-of", "2022-02-15")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("完成：巡检门户网站") == 1
    (path,) = tmp_path.glob("landing/portals/day=2022-02-15/*/sites.parquet")
    assert pq.ParquetFile(path).read()["site_id"].to_pylist() == ["gulou"]
    refused = zwgk(tmp_path, "crawl", "--unit", "市商务局")
    assert refused.returncode == 1 and "请在 zwgk.toml 的 [inspection] contact" in refused.stderr
