"""Dagster's daemon and web server for real, with a clock made short: what they start by themselves."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import PROJECT, REGISTRY, YEAR, call_zwgk, zwgk_environment
from tests.end_to_end.helpers import ask, free_port

PATIENCE = 600
GRACE = 20
SHORT = {
    "interval_seconds = 60": "interval_seconds = 3",
    'cron = "0 8 * * *"': 'cron = "* * * * *"',
    # The test runs on any day.
    "on_holidays = false": "on_holidays = true",
    REGISTRY.relative_to(PROJECT).as_posix(): REGISTRY.as_posix(),
}
RUNS = """{ runsOrError { ... on Runs { results { runId jobName status startTime endTime parentRunId
    tags { key value } } } } }"""
TICKS = """{ sensorOrError(sensorSelector: {repositoryName: "__repository__",
    repositoryLocationName: "orchestration.definitions", sensorName: "inbox"})
    { ... on Sensor { sensorState { status ticks { status } } } } }"""


class Run(NamedTuple):
    run_id: str
    job: str
    status: str
    start: float | None
    end: float | None
    parent: str | None
    tags: dict[str, str]

    @property
    def asker(self) -> str:
        return self.tags.get("dagster/schedule_name") or self.tags.get("dagster/sensor_name") or ""


class Dev:
    """`dagster dev` on a home: web server, daemon and code server."""

    def __init__(self, home: Path, address: str, process: "subprocess.Popen[bytes]") -> None:
        self.home, self.address, self.process = home, address, process
        self.deadline = time.monotonic() + PATIENCE

    def history(self) -> list[Run]:
        """All runs, the first one first."""
        found = ask(self.address, RUNS)["runsOrError"]["results"]
        return [
            Run(
                run["runId"],
                run["jobName"],
                run["status"],
                run["startTime"],
                run["endTime"],
                run["parentRunId"],
                {tag["key"]: tag["value"] for tag in run["tags"]},
            )
            for run in reversed(found)
        ]

    def runs(self) -> list[Run]:
        """The runs that nobody started by hand; never are two of them at work."""
        runs = [run for run in self.history() if run.asker]
        at_work = [run for run in runs if run.status in ("STARTING", "STARTED")]
        assert len(at_work) < 2, at_work
        return runs

    def wait(self, what: str, find: Callable[[], Any]) -> Any:
        """Ask every second until there is an answer."""
        while time.monotonic() < self.deadline:
            assert self.process.poll() is None, self.log()
            if found := find():
                return found
            time.sleep(1)
        raise AssertionError(f"not seen in time: {what}\n{self.log()}")

    def log(self) -> str:
        return (self.home / "dev.log").read_text(encoding="utf-8", errors="replace")[-4000:]


def _config(folder: Path) -> Path:
    text = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    for shipped, short in SHORT.items():
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, short)
    path = folder / "short.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def dev(own_home: Path, tmp_path: Path) -> Iterator[Dev]:
    shutil.rmtree(own_home / "inbox" / str(YEAR))
    (own_home / "inbox" / "register.csv").unlink()
    assert call_zwgk(own_home, "prepare").returncode == 0
    port = free_port()
    program = str(Path(sys.executable).with_name("dagster"))
    command = [program, "dev", "-h", "127.0.0.1", "-p", str(port), "-m", "orchestration.definitions"]
    environment = zwgk_environment(own_home) | {"ZWGK_CONFIG": str(_config(tmp_path))}
    with (own_home / "dev.log").open("wb") as output:
        # A session of its own: whatever it starts can be ended with it.
        process = subprocess.Popen(
            command, env=environment, cwd=PROJECT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield Dev(own_home, f"http://127.0.0.1:{port}", process)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _is_up(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/server_info", timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


def _is_handed_in(dev: Dev, demo_home: Path) -> None:
    """Hand in one return once the inbox has been looked at."""
    dev.wait("the web server", lambda: _is_up(dev.address))
    dev.wait("a look at the inbox", lambda: ask(dev.address, TICKS)["sensorOrError"]["sensorState"]["ticks"])
    source = sorted((demo_home / "inbox" / str(YEAR) / "市财政局").iterdir())[0]
    target = dev.home / "inbox" / str(YEAR) / "市财政局" / source.name
    target.parent.mkdir(parents=True)
    shutil.copy(source, target)


def _both_asked(dev: Dev) -> list[Run]:
    """Wait until the sensor and the schedule have each asked for a run; return these two, the earlier first."""
    dev.wait("both to ask", lambda: {run.asker for run in dev.runs()} >= {"inbox", "checks"})
    first_of = {run.asker: run for run in reversed(dev.runs())}
    return [run for run in dev.runs() if run in first_of.values()]


def _process(dev: Dev, run: Run) -> int:
    """The process of a run, as the event log tells it."""
    query = f"""{{ logsForRun(runId: "{run.run_id}") {{ ... on EventConnection {{ events {{
        ... on MessageEvent {{ message }} }} }} }} }}"""
    told = " ".join(event["message"] for event in ask(dev.address, query)["logsForRun"]["events"])
    [pid] = re.findall(r"Started process for run \(pid: (\d+)\)", told)
    return int(pid)


def _evaluation(dev: Dev, rule: str, run: Run) -> Any:
    """What a run found on a rule, as the web server tells it."""
    query = f"""{{ assetCheckExecutions(assetKey: {{path: ["marts", "fct_obligations"]}}, checkName: "{rule}",
        limit: 20) {{ runId status evaluation {{ severity success }} }} }}"""
    [found] = [one for one in ask(dev.address, query)["assetCheckExecutions"] if one["runId"] == run.run_id]
    return found["evaluation"]


def test_what_comes_and_what_is_due_run_one_at_a_time_and_again_when_their_process_dies(
    dev: Dev, demo_home: Path
) -> None:
    _is_handed_in(dev, demo_home)
    by_hand = [run for run in dev.history() if run.job == "zwgk_annual" and not run.asker][-1]
    assert _evaluation(dev, "OBL_01", by_hand) == {"severity": "WARN", "success": False}
    first, second = _both_asked(dev)
    [of_sensor] = [run for run in (first, second) if run.asker == "inbox"]
    assert (of_sensor.job, of_sensor.tags["zwgk/files"]) == ("zwgk_annual", "1")
    # While one is at work the other waits in the queue, where everybody sees it.
    first = dev.wait("the first run at work", lambda: [run for run in dev.runs() if run.start])[0]
    dev.wait("the other in the queue", lambda: "QUEUED" in {run.status for run in dev.runs()})
    os.kill(_process(dev, first), signal.SIGKILL)
    again = dev.wait("a second try", lambda: [run for run in dev.runs() if run.parent == first.run_id])[0]
    assert again.tags["dagster/retry_strategy"] == "ALL_STEPS"
    next_one = dev.wait("the next run at work", lambda: [run for run in dev.runs() if run.start][1:])[0]
    dead = dev.runs()[0]
    assert (dead.run_id, dead.status) == (first.run_id, "FAILURE")
    assert dead.end is not None and next_one.start is not None and dead.end <= next_one.start


@pytest.mark.campaign
def test_two_runs_end_one_after_the_other_and_their_checks_show(dev: Dev, demo_home: Path) -> None:
    _is_handed_in(dev, demo_home)
    dev.wait("two runs at their end", lambda: [run for run in dev.runs() if run.end][1:])
    first, second = [run for run in dev.runs() if run.end][:2]
    assert {first.status, second.status} == {"SUCCESS"}, dev.log()
    assert {first.asker, second.asker} == {"inbox", "checks"}
    query = f"""{{ runOrError(runId: "{second.run_id}") {{ ... on Run {{ stepStats {{ startTime }} }} }} }}"""
    steps = ask(dev.address, query)["runOrError"]["stepStats"]
    assert first.end <= min(step["startTime"] for step in steps)
    for run in (first, second):
        assert _evaluation(dev, "OBL_01", run) == {"severity": "WARN", "success": False}
        assert _evaluation(dev, "OBL_03", run)["success"] is True
