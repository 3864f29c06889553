"""Watches the inbox: what comes to rest there asks for a run."""

import datetime as dt
import hashlib
import json
from pathlib import PurePosixPath

import dagster as dg

from orchestration import run_lock
from orchestration.defs.warehouse.schedules import annual_job
from orchestration.settings import load_settings, now, today
from sources.registry.registry import Registry
from sources.returns.sender import unit_of
from sources.returns.watch import OFFICE_LISTS, Seen, look

_SETTINGS = load_settings().inbox_sensor


@dg.sensor(
    name="inbox",
    job=annual_job,
    minimum_interval_seconds=_SETTINGS.interval_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING if _SETTINGS.enabled else dg.DefaultSensorStatus.STOPPED,
    description="收件箱有新到的报送，或登记簿、处理意见有改动，且文件已写完，就运行一次；截至日期为当天。",
)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run for all that has arrived since the last look.

    The cursor is JSON: path → size, time and hash. The run key is made of units and hashes, so that the same
    bytes of the same unit never ask twice.
    """
    settings = load_settings()
    # The queue would wait for a run that died for ever.
    run_lock.bury_the_dead(settings.dagster_home, context.instance)
    before = {name: Seen(*values) for name, values in json.loads(context.cursor or "{}").items()}
    found = look(settings.inbox, before)
    cursor = json.dumps(found.seen, ensure_ascii=False, sort_keys=True)
    if not found.arrived and not found.gone:
        waiting = sum(not seen.sha256 for seen in found.seen.values())
        reason = f"没有新到的文件；{waiting} 个文件可能仍在写入，下次再看"
        return dg.SensorResult(skip_reason=reason, cursor=cursor)
    registry = Registry.load(settings.registry)
    keys = {
        _key(name, digest, registry) for name, digest in found.arrived.items() if name not in OFFICE_LISTS
    }
    # A list of the office, and what was taken away, may come to the same state twice and must be looked at each time.
    keys |= {f"{name}-{found.seen[name].modified_ns}" for name in found.arrived if name in OFFICE_LISTS}
    keys |= {
        f"gone-{_key(name, digest, registry)}-{before[name].modified_ns}"
        for name, digest in found.gone.items()
    }
    day = today().isoformat()
    period = {"report_year": settings.report_year, "as_of": day}
    request = dg.RunRequest(
        run_key=_unfailed(_run_key(sorted(keys)), context.instance),
        run_config={"resources": {"period": {"config": period}}},
        tags={"zwgk/launched_by": "inbox_sensor", "zwgk/files": str(len(found.arrived)), run_lock.AS_OF: day},
    )
    return dg.SensorResult(run_requests=[request], cursor=cursor)


def _key(name: str, sha256: str, registry: Registry) -> str:
    """Return ``2021-shi-caizhengju-<hash>``."""
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return f"{name}-{sha256[:12]}"
    unit = unit_of(parts[1], dt.date(int(parts[0]), 12, 31), registry) if len(parts) > 2 else None
    return f"{parts[0]}-{unit or 'unfiled'}-{sha256[:12]}"


def _run_key(keys: list[str]) -> str:
    if len(keys) == 1:
        return keys[0]
    return f"{len(keys)}-files-{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:16]}"


def _unfailed(run_key: str, instance: dg.DagsterInstance) -> str:
    """Return the key, marked anew where a run with it has failed: what comes again after that is asked for again."""
    of_key = {"dagster/run_key": run_key}
    if not instance.get_runs(dg.RunsFilter(tags=of_key, statuses=[dg.DagsterRunStatus.FAILURE])):
        return run_key
    return f"{run_key}-{now():%Y%m%d%H%M%S}"
