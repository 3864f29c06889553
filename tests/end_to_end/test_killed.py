"""Killed at any moment, again and again: the next run ends with the same register and the same marts."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.conftest import AS_OF, PROJECT, REGISTRY, YEAR, Zwgk, copy_inputs, zwgk_environment
from tests.end_to_end.helpers import hashes

RUN = ("run", "--year", str(YEAR), "--as-of", AS_OF)
MOVES = 10
TAKE_IN = """
import datetime as dt, sys
from pathlib import Path
from sources.registry.registry import Registry
from sources.returns.intake import take_in

home, registry, clock = sys.argv[1:]
now = dt.datetime.fromisoformat(clock)
folders = (Path(home) / name for name in ("inbox", "landing", "archive"))
print(take_in(*folders, 2021, Registry.load(Path(registry)), lambda: now))
"""


def _start(command: list[str], **more: Any) -> "subprocess.Popen[bytes]":
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, cwd=PROJECT, **quiet, **more)


def _kill_after(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Kill a process with its children; tell whether it was still at work."""
    time.sleep(seconds)
    is_alive = process.poll() is None
    if is_alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return is_alive


def _take_in(home: Path, clock: str) -> list[str]:
    return [sys.executable, "-c", TAKE_IN, str(home), str(REGISTRY), clock]


def _landed(home: Path, source: str, table: str) -> list[dict[str, Any]]:
    """The rows landed of a table, without what names their delivery, in a fixed order."""
    rows: list[dict[str, Any]] = []
    for path in sorted((home / "landing" / source).glob(f"*/[0-9]*/{table}.parquet")):
        rows += pq.ParquetFile(path).read().drop_columns(["delivery_id"]).to_pylist()
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


def test_an_intake_killed_ten_times_ends_as_if_undisturbed(demo_home: Path, tmp_path: Path) -> None:
    homes = {name: tmp_path / name for name in ("undisturbed", "killed")}
    for home in homes.values():
        shutil.copytree(demo_home / "inbox", home / "inbox")
        # Two files that nobody registered: their time is when they were first seen.
        some = sorted((home / "inbox" / str(YEAR)).rglob("*.html"))[0]
        for number in (1, 2):
            some.with_name(f"未登记{number}.html").write_bytes(some.read_bytes() + b" " * number)
    start = time.perf_counter()
    subprocess.run(
        _take_in(homes["undisturbed"], "2022-02-01T09:00:00"), check=True, cwd=PROJECT, capture_output=True
    )
    whole = time.perf_counter() - start
    draw = random.Random(YEAR)
    for move in range(MOVES):
        # A run that ends before its kill has nothing left to disturb: begin anew, and kill sooner.
        while not _kill_after(
            _start(_take_in(homes["killed"], f"2022-02-01T09:{move:02d}:00")), draw.uniform(0.05, 0.9) * whole
        ):
            whole *= 0.8
            shutil.rmtree(homes["killed"] / "landing")
    subprocess.run(
        _take_in(homes["killed"], "2022-02-02T09:00:00"), check=True, cwd=PROJECT, capture_output=True
    )
    for table in ("submissions", "progress", "figures", "findings"):
        assert _landed(homes["killed"], "returns", table) == _landed(homes["undisturbed"], "returns", table)
    for name in ("inventory", "withdrawals", "register_findings"):
        newest = {
            home: sorted((path / "landing" / "inbox").glob(f"*/[0-9]*/{name}.parquet"))[-1]
            for home, path in homes.items()
        }
        killed, undisturbed = (
            pq.ParquetFile(newest[home]).read().to_pylist() for home in ("killed", "undisturbed")
        )
        assert killed == undisturbed
    seen = {
        row["receipt_id"]: row["first_seen_at"] for row in _landed(homes["killed"], "sightings", "sightings")
    }
    assert len(seen) == len(_landed(homes["killed"], "sightings", "sightings"))
    assert seen.keys() == {
        row["receipt_id"] for row in _landed(homes["undisturbed"], "sightings", "sightings")
    }
    # Recorded by the first run that got so far, and never moved by a later one.
    assert {time.date().isoformat() for time in seen.values()} == {"2022-02-01"}


@pytest.mark.campaign
def test_a_run_killed_ten_times_ends_as_if_undisturbed(demo_home: Path, tmp_path: Path, zwgk: Zwgk) -> None:
    home = tmp_path / "killed"
    copy_inputs(demo_home, home)
    start = time.perf_counter()
    assert zwgk(shutil.copytree(demo_home, tmp_path / "measured"), *RUN).returncode == 0
    whole = time.perf_counter() - start
    command = [str(Path(sys.executable).with_name("zwgk")), *RUN]
    draw = random.Random(YEAR)
    for _ in range(MOVES):
        while not _kill_after(_start(command, env=zwgk_environment(home)), draw.uniform(0.05, 0.9) * whole):
            whole *= 0.8
    done = zwgk(home, *RUN)
    assert done.returncode == 0, done.stderr
    assert hashes(home) == hashes(demo_home)
