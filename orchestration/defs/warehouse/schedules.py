"""When the pipeline runs by itself."""

import dagster as dg

from orchestration.defs.checks import data_docs
from orchestration.defs.exports import final
from orchestration.progress import announce_failure, announce_success
from orchestration.settings import TIMEZONE, load_settings

JOB = "zwgk_annual"

# One process a run: Great Expectations and dbt's manifest are loaded once, not once a step.
annual_job = dg.define_asset_job(
    JOB,
    # The portals are inspected by a job of their own, at night and for as long as it takes;
    # the final set goes out by its own, as a shut gate stops the job; the pages of GX are made when wanted.
    selection=dg.AssetSelection.all()
    - dg.AssetSelection.groups("portals", final.GROUP, data_docs.GROUP)
    - dg.AssetSelection.checks(final.gate),
    executor_def=dg.in_process_executor,
    hooks={announce_success, announce_failure},
    description="从通知、名录和收件箱到检查、问题清单和导出，一次走完。",
)

_SETTINGS = load_settings()


@dg.schedule(
    job=annual_job,
    cron_schedule=_SETTINGS.daily_cron,
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING
    if _SETTINGS.daily_enabled
    else dg.DefaultScheduleStatus.STOPPED,
    description="每天 08:00（东八区）运行，当天即截至日期。",
)
def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for one run a day; the day of the tick is its ``as_of``."""
    from zoneinfo import ZoneInfo

    day = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).date().isoformat()
    config = {"resources": {"period": {"config": {"report_year": _SETTINGS.report_year, "as_of": day}}}}
    return dg.RunRequest(run_key=day, run_config=config, tags={"zwgk/as_of": day})
