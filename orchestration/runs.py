"""Runs the Dagster job in this process, on the same instance as the UI."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import dagster as dg

from orchestration import progress
from orchestration.instance import prepare
from orchestration.settings import Settings
from sources.errors import SourceError

# What Dagster says of a run that was stopped by hand.
_INTERRUPTED = "DagsterExecutionInterruptedError"


class Work(NamedTuple):
    """What is run: a job of the definitions, what its resources are told, and of which part.

    Attributes:
        job: Its name.
        resources: Resource → its configuration.
        tags: What the run bears in the history.
        partition: Of a job by day, the day.
        selection: Names of assets; all of them when None.
    """

    job: str
    resources: dict[str, dict[str, object]]
    tags: dict[str, str]
    partition: str | None = None
    selection: list[str] | None = None


class Outcome(NamedTuple):
    """How a run ended; ``errors`` are for people to read."""

    is_success: bool
    run_id: str
    errors: list[str]


def annual_work(report_year: int, as_of: dt.date, selection: list[str] | None = None) -> Work:
    """Return the pipeline of a year, or some of its assets, seen from a day."""
    from orchestration.defs.warehouse.schedules import JOB

    period: dict[str, object] = {"report_year": report_year, "as_of": as_of.isoformat()}
    return Work(JOB, {"period": period}, {"zwgk/as_of": as_of.isoformat()}, selection=selection)


def export_work(report_year: int, as_of: dt.date) -> Work:
    """Return what people open, made anew from the read copy."""
    from orchestration.definitions import defs

    specs = defs.resolve_all_asset_specs()
    names = [spec.key.to_user_string() for spec in specs if spec.group_name == "exports"]
    return annual_work(report_year, as_of, names)


def final_work(report_year: int, as_of: dt.date) -> Work:
    """Return the final set of the annual reports, which a shut gate holds back."""
    from orchestration.defs.exports.final import JOB

    return annual_work(report_year, as_of)._replace(job=JOB)


def data_docs_work(report_year: int, as_of: dt.date) -> Work:
    """Return Great Expectations' own pages of the checks."""
    from orchestration.defs.checks.data_docs import JOB

    return annual_work(report_year, as_of)._replace(job=JOB)


def inspection_work(day: dt.date, unit_id: str | None, is_demo: bool) -> Work:
    """Return the inspection of a day, of one unit's portal or of all."""
    from orchestration.defs.portals.schedules import JOB

    looked_at: dict[str, object] = {"unit_id": unit_id or "", "is_demo": is_demo}
    return Work(JOB, {"inspection": looked_at}, {}, partition=day.isoformat())


def execute(
    settings: Settings,
    work: Work,
    on_start: Callable[[int], None],
    on_step: progress.Listener,
    on_wait: Callable[[], None],
) -> Outcome:
    """Run a job.

    Args:
        settings: The installation.
        work: What to run.
        on_start: Called with the number of steps.
        on_step: Called at the end of each step.
        on_wait: Called when another run has to be waited for.
    """
    from orchestration.definitions import defs

    errors: list[str] = []

    def note(label: str, is_good: bool, error: BaseException | None) -> None:
        if not is_good:
            errors.append(_readable(label, error))
        on_step(label, is_good, error)

    config = {
        "resources": {name: {"config": told} for name, told in work.resources.items()},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    job = defs.resolve_job_def(work.job)
    prepare(settings)
    with dg.DagsterInstance.get() as instance, progress.listening(note, on_wait):
        keys = [dg.AssetKey(name) for name in work.selection] if work.selection else None
        on_start(len(keys or job.nodes))
        result = job.execute_in_process(
            run_config=config,
            instance=instance,
            raise_on_error=False,
            tags={"zwgk/launched_by": "command_line", **work.tags},
            asset_selection=keys,
            partition_key=work.partition,
        )
    if not result.success:
        unheard = [_event_error(event) for event in result.all_events if event.is_step_failure]
        errors = _broken_rules(result) or errors or unheard
        if any(_INTERRUPTED in error for error in errors):
            errors = ["已中断；再次运行会从中断处接着做"]
    return Outcome(result.success, result.run_id, errors)


def _broken_rules(result: dg.ExecuteInProcessResult) -> list[str]:
    """Return the fatal rules that stopped the run, with the first thing that broke each and where it stands."""
    return [
        str(evaluation.metadata["first"].value)
        for evaluation in result.get_asset_check_evaluations()
        if evaluation.blocking
        and not evaluation.passed
        and evaluation.severity == dg.AssetCheckSeverity.ERROR
    ]


def _readable(label: str, error: BaseException | None) -> str:
    """Return the Chinese message of our own errors, and the plain text of others."""
    seen = error
    while seen is not None and not isinstance(seen, SourceError):
        seen = seen.__cause__ or seen.__context__
    return f"{label}：{seen or error}"


def _event_error(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    return str((error.cause or error).message if error else event.message)
