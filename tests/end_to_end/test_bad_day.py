"""The bad day: the notice cut off, the inbox gone, a run killed half way, two runs at once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import AS_OF, NOTICE, PROJECT, REGISTRY, YEAR, Zwgk, copy_inputs, zwgk_environment
from tests.end_to_end.helpers import hashes, rows

RUN = ("run", "--year", str(YEAR), "--as-of", AS_OF)


@pytest.fixture
def own_city(tmp_path: Path) -> Path:
    """A settings file whose registry is a copy, to change at will."""
    shutil.copytree(REGISTRY, tmp_path / "registry")
    settings = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    path = tmp_path / "zwgk.toml"
    path.write_text(settings.replace("sources/registry/fuzhou", "registry"), encoding="utf-8")
    return path


def test_a_notice_cut_in_half_stops_the_run_and_leaves_the_old_copy(
    own_home: Path, own_city: Path, zwgk: Zwgk
) -> None:
    before = hashes(own_home)
    cut = own_city.parent / "registry" / "notices" / NOTICE.name
    text = cut.read_text(encoding="utf-8")
    cut.write_text(text[: text.index("20.及时了解") + 40], encoding="utf-8")
    listed = own_city.parent / "registry" / "notices.csv"
    fields = listed.read_text(encoding="utf-8").splitlines()[1].split(",")
    fields[2] = ""
    listed.write_text(
        listed.read_text(encoding="utf-8").splitlines()[0] + "\n" + ",".join(fields) + "\n", encoding="utf-8"
    )
    done = zwgk(own_home, *RUN, ZWGK_CONFIG=str(own_city))
    assert done.returncode == 1
    assert "20.及时了解" in done.stderr
    assert "行" in done.stderr
    assert "截断" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(own_home) == before


def test_an_altered_notice_is_refused(own_home: Path, own_city: Path, zwgk: Zwgk) -> None:
    altered = own_city.parent / "registry" / "notices" / NOTICE.name
    altered.write_text(altered.read_text(encoding="utf-8").replace("7月底前", "9月底前"), encoding="utf-8")
    done = zwgk(own_home, *RUN, ZWGK_CONFIG=str(own_city))
    assert done.returncode == 1
    assert "sha256" in done.stderr


def test_a_missing_inbox_is_an_error_and_not_all_missing(own_home: Path, zwgk: Zwgk) -> None:
    before = hashes(own_home)
    (own_home / "inbox").rename(own_home / "inbox.away")
    done = zwgk(own_home, *RUN)
    assert done.returncode == 1
    assert "收件箱文件夹不存在" in done.stderr
    assert hashes(own_home) == before


def _killed_after(home: Path, label: str, delay: float) -> None:
    """Start a run that looks from an earlier day, and kill it with its children ``delay`` seconds after the step ``label`` has ended."""
    command = [str(Path(sys.executable).with_name("zwgk")), *RUN[:-1], "2022-02-01"]
    with subprocess.Popen(
        command, env=zwgk_environment(home), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if label in line:
                break
        time.sleep(delay)
        assert process.poll() is None, "the run ended before it was killed"
        os.killpg(process.pid, signal.SIGKILL)


def test_a_killed_run_is_made_good_by_the_next(demo_home: Path, tmp_path: Path, zwgk: Zwgk) -> None:
    """In the middle of dbt, on another day; ten random moves are in ``test_killed.py``."""
    home = tmp_path / "killed"
    copy_inputs(demo_home, home)
    _killed_after(home, "检查名录和任务表", 6.0)
    done = zwgk(home, *RUN)
    assert done.returncode == 0, done.stderr
    assert hashes(home) == hashes(demo_home)


@pytest.mark.campaign
def test_two_runs_at_once_take_turns(demo_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "both"
    copy_inputs(demo_home, home)
    command = [str(Path(sys.executable).with_name("zwgk")), *RUN]
    runs = [
        subprocess.Popen(command, env=zwgk_environment(home), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert sum("等待另一次运行结束" in output for output in outputs) == 1
    assert hashes(home) == hashes(demo_home)


SCHEDULED = """
import sys
import dagster as dg
from orchestration.definitions import defs
config = {"resources": {"period": {"config": {"report_year": 2021, "as_of": sys.argv[1]}}}}
with dg.DagsterInstance.get() as instance:
    print("go", flush=True)
    result = defs.resolve_job_def("zwgk_annual").execute_in_process(
        run_config=config, instance=instance, raise_on_error=False
    )
sys.exit(not result.success)
"""


@pytest.mark.campaign
def test_a_run_that_dagster_started_takes_turns_too(own_home: Path, zwgk: Zwgk) -> None:
    command = [sys.executable, "-c", SCHEDULED, "2021-11-15"]
    with subprocess.Popen(
        command, env=zwgk_environment(own_home), stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        while "go" not in other.stdout.readline():
            pass
        done = zwgk(own_home, *RUN)
        assert other.wait(timeout=300) == 0
    assert done.returncode == 0
    owed = rows(own_home, "select distinct as_of from fct_obligations")
    assert owed == rows(own_home, "select distinct as_of from fct_quality_flags")
    assert len(owed) == 1


@pytest.mark.campaign
def test_a_killed_run_that_dagster_started_holds_nobody_up(
    own_home: Path, demo_home: Path, zwgk: Zwgk
) -> None:
    command = [sys.executable, "-c", SCHEDULED, "2021-11-15"]
    with subprocess.Popen(
        command, env=zwgk_environment(own_home), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as other:
        assert other.stdout is not None
        while "go" not in other.stdout.readline():
            pass
        time.sleep(12)
        assert other.poll() is None
        os.killpg(other.pid, signal.SIGKILL)
    assert zwgk(own_home, *RUN).returncode == 0
    assert hashes(own_home) == hashes(demo_home)


@pytest.mark.campaign
def test_what_a_run_did_that_failed_half_way_is_done_by_the_next(
    demo_home: Path, tmp_path: Path, zwgk: Zwgk
) -> None:
    home = tmp_path / "home"
    copy_inputs(demo_home, home)
    # The warehouse is built, and then nothing can be published.
    (home / "published").touch()
    failed = zwgk(home, *RUN)
    assert failed.returncode == 1 and "发布只读副本" in failed.stderr
    assert not (home / "exports").exists()
    (home / "published").unlink()
    done = zwgk(home, *RUN)
    assert done.returncode == 0, done.stderr
    assert hashes(home) == hashes(demo_home)
