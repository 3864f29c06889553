"""The Dagster instance under var/dagster: its folder, configuration, storage and pool."""

import fcntl
import os

import dagster as dg

from orchestration.resources import WRITER_POOL
from orchestration.run_lock import bury_the_dead
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
  runs:
    # What runs one at a time waits in the queue, where it is seen; orchestration/run_lock.py keeps it apart.
    tag_concurrency_limits:
      - key: zwgk/alone
        limit: 1
        value:
          applyLimitPerUniqueValue: true
run_retries:
  # Of runs whose process died; a step that failed would fail again, but for the few of orchestration/retries.py.
  enabled: true
  max_retries: 2
  retry_on_asset_or_op_failure: false
run_monitoring:
  # Finds what never started or never ends; orchestration/run_lock.py finds what was killed.
  enabled: true
  start_timeout_seconds: 600
  max_runtime_seconds: 43200
scheduler:
  module: dagster._core.scheduler
  class: DagsterDaemonScheduler
  config:
    # A tick that could not be evaluated or launched is tried again.
    max_tick_retries: 3
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
            bury_the_dead(home, instance)
            instance.event_log_storage.set_concurrency_slots(WRITER_POOL, 1)
