"""The Dagster instance under var/dagster: its folder, configuration, storage and pool."""

import fcntl
import os

import dagster as dg

from orchestration.resources import WRITER_POOL
from orchestration.settings import Settings

_CONFIG = """\
# Written by zwgk at each start; see orchestration/instance.py.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    granularity: op
"""


def prepare(settings: Settings) -> None:
    """Make the instance; safe to call from several processes, and again after an update."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(home)
    config = home / "dagster.yaml"
    # Two processes that make the storage at the same time corrupt it.
    with (home / ".prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not config.exists() or config.read_text(encoding="utf-8") != _CONFIG:
            config.write_text(_CONFIG, encoding="utf-8")
        with dg.DagsterInstance.get() as instance:
            instance.event_log_storage.set_concurrency_slots(WRITER_POOL, 1)
