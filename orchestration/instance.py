"""The Dagster instance under var/dagster, made once, and the lock that keeps two command-line runs apart."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg

from orchestration.resources import WRITER_POOL
from orchestration.settings import Settings

LAUNCHED_BY = "zwgk/launched_by"
COMMAND_LINE = "command_line"
_CONFIG = """\
# Written by zwgk; see orchestration/instance.py.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    granularity: op
"""


@contextlib.contextmanager
def open_instance(
    settings: Settings, on_wait: Callable[[], None] = lambda: None
) -> Iterator[dg.DagsterInstance]:
    """Open the instance for one run from the command line.

    A file lock is held meanwhile: the operating system frees it when the process ends, however it ends.
    Whoever holds it knows that every other unfinished command-line run is dead, and clears up after it.

    Args:
        settings: Says where the instance lives.
        on_wait: Called once when another run has to be waited for.
    """
    prepare(settings)
    with (settings.dagster_home / ".run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        with dg.DagsterInstance.get() as instance:
            _bury_dead_runs(instance)
            yield instance


def prepare(settings: Settings) -> None:
    """Make the instance's folder, configuration, storage and pool; safe to call from several processes."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(home)
    config: Path = home / "dagster.yaml"
    # Two processes that make the storage at the same time corrupt it.
    with (home / ".prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not config.exists():
            config.write_text(_CONFIG, encoding="utf-8")
        with dg.DagsterInstance.get() as instance:
            instance.event_log_storage.set_concurrency_slots(WRITER_POOL, 1)


def _bury_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark killed runs as failed and free the pool slots that they took with them."""
    unfinished = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.NOT_STARTED]
    tags = {LAUNCHED_BY: COMMAND_LINE}
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=unfinished, tags=tags)):
        instance.report_run_failed(run, "进程已终止，由下一次运行清理")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
