"""One run at a time, whoever started it, and no trace left of runs that died.

Every run, from the command line, the UI or the schedule, holds one file lock from its first step to its
last: the steps of two runs never mix. The operating system frees the lock when the process ends, however
it ends. A second file lock for each run tells whether it is alive, so that the next run, or the next look of
a schedule or sensor, can clear up.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import dagster as dg

from orchestration.settings import today

# The tag of what runs one at a time; the queue in the UI goes by it, the lock is what keeps two apart.
ALONE = "zwgk/alone"
AS_OF = "zwgk/as_of"
# A run that lost its process is run again as a whole: what it had done may have been undone by another since.
AGAIN = {"dagster/retry_strategy": "ALL_STEPS"}
_NEVER_AGAIN = {"dagster/max_retries": "0"}


@contextlib.contextmanager
def hold(
    dagster_home: Path,
    instance: dg.DagsterInstance,
    run_id: str,
    on_wait: Callable[[], None],
    kind: str,
) -> Iterator[None]:
    """Hold the lock of runs; wait for it where another run of the kind has it.

    Args:
        dagster_home: Where the locks lie.
        instance: Knows the runs; those that died are marked as failed and lose their pool slots.
        run_id: The run that takes the lock.
        on_wait: Called once when another run has to be waited for.
        kind: What runs one at a time: a run of the pipeline, or an inspection, which may go on beside it.
    """
    alive = dagster_home / "alive"
    alive.mkdir(parents=True, exist_ok=True)
    with (dagster_home / f".{run_id}").open("w") as mine, (dagster_home / f".{kind}.lock").open("w") as lock:
        fcntl.flock(mine, fcntl.LOCK_EX)
        # Locked first, seen afterwards: nobody may find it unlocked while we live.
        Path(mine.name).rename(alive / run_id)
        if not _try(lock):
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        bury_the_dead(dagster_home, instance)
        try:
            yield
        finally:
            (alive / run_id).unlink(missing_ok=True)


def _try(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def bury_the_dead(dagster_home: Path, instance: dg.DagsterInstance) -> None:
    """Mark runs that were killed as failed, and free the pool slots that they took with them.

    Nobody locks the file of such a run any more. The daemon runs it again, unless it looked from an earlier day:
    that would set the tables back.
    """
    alive = dagster_home / "alive"
    for path in list(alive.iterdir()) if alive.is_dir() else []:
        # Another process may clear up at the same time.
        with contextlib.suppress(FileNotFoundError), path.open("r+") as handle:
            if not _try(handle):
                continue
            run = instance.get_run_by_id(path.name)
            if run is not None and not run.is_finished:
                if run.tags.get(AS_OF, today().isoformat()) != today().isoformat():
                    instance.add_run_tags(run.run_id, _NEVER_AGAIN)
                instance.report_run_failed(run, "进程已终止，已清理")
            instance.event_log_storage.free_concurrency_slots_for_run(path.name)
            path.unlink()
