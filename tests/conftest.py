"""Shared by all tests: the pipeline run once on the demo returns, and a way to run the command."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parent.parent
REGISTRY = PROJECT / "sources" / "registry" / "fuzhou"
NOTICE = next((REGISTRY / "notices").glob("*.txt"))
YEAR, AS_OF = 2021, "2022-02-15"
# What a page said before tells whether it is back-dated.
INSPECTED = ("2022-02-14", AS_OF)

Zwgk = Callable[..., subprocess.CompletedProcess[str]]


def zwgk_environment(home: Path) -> dict[str, str]:
    """The environment of a user whose home folder this is, and who has nobody to send messages to."""
    own = {"ZWGK_HOME": str(home), "DAGSTER_HOME": str(home / "dagster"), "COLUMNS": "200", "ZWGK_NOTIFY": ""}
    return {**os.environ, **own}


def call_zwgk(home: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command on a home folder, as a user would; ``extra`` goes into the environment."""
    command = [str(Path(sys.executable).with_name("zwgk")), *arguments]
    environment = zwgk_environment(home) | extra
    # On a busy machine a run takes its time.
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)


@pytest.fixture(scope="session")
def zwgk() -> Zwgk:
    return call_zwgk


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home folder after `make run`: demo returns, two inspections of the demo portal, one run. Read only."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home = shared / "demo_home"
    with (shared / "demo_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".done").exists():
            for arguments in (
                ("demo", "--year", str(YEAR)),
                *(("crawl", "--demo", "--as-of", day) for day in INSPECTED),
                ("run", "--year", str(YEAR), "--as-of", AS_OF),
            ):
                done = call_zwgk(home, *arguments)
                assert done.returncode == 0, done.stdout + done.stderr
                (home / f"{arguments[0]}.out").write_text(done.stdout, encoding="utf-8")
            (home / ".done").touch()
    return home


def copy_inputs(demo_home: Path, home: Path) -> None:
    """Give another home what came from outside: the inbox, and what the inspections landed."""
    shutil.copytree(demo_home / "inbox", home / "inbox")
    for source in ("portals", "portal_probes", "portal_registry", "published_reports"):
        shutil.copytree(demo_home / "landing" / source, home / "landing" / source)


@pytest.fixture
def own_home(demo_home: Path, tmp_path: Path) -> Path:
    """A copy of the demo home after its run, to change at will."""
    return Path(shutil.copytree(demo_home, tmp_path / "home"))


@pytest.fixture
def read_copy(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy of the demo run."""
    with duckdb.connect(str(demo_home / "published" / "zwgk.duckdb"), read_only=True) as connection:
        yield connection
