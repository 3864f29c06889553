"""What the jobs have in common."""

from typing import Any

import dagster as dg

from orchestration.progress import announce_failure, announce_success
from orchestration.run_lock import AGAIN, ALONE


def job_of(name: str, selection: Any, description: str, kind: str = "run") -> Any:
    """Make a job of some assets: in one process, told to the terminal, one at a time of its kind in the queue."""
    return dg.define_asset_job(
        name,
        selection=selection,
        # One process a run: Great Expectations and dbt's manifest are loaded once, not once a step.
        executor_def=dg.in_process_executor,
        hooks={announce_success, announce_failure},
        run_tags={ALONE: kind, **AGAIN},
        description=description,
    )
