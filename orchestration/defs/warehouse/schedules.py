"""When the pipeline runs by itself."""

import dagster as dg

from orchestration.defs.checks import data_docs
from orchestration.defs.exports import final
from orchestration.defs.jobs import job_of
from orchestration.defs.ticks import Asked, day_of, day_off, no_notice, of_year, scheduled
from orchestration.run_lock import AS_OF
from orchestration.settings import load_settings

JOB = "zwgk_annual"

annual_job = job_of(
    JOB,
    # The portals are inspected by a job of their own, at night and for as long as it takes; the bulletin has its day,
    # units hear once a week; the final set goes out by its own, as a shut gate stops the job; the pages of GX are made
    # when wanted.
    dg.AssetSelection.all()
    - dg.AssetSelection.groups("portals", "bulletin", final.GROUP, data_docs.GROUP)
    - dg.AssetSelection.assets("unit_messages"),
    "从通知、名录和收件箱到检查、问题清单和导出，一次走完。",
)


@scheduled(
    "checks", annual_job, "每个工作日 08:00（东八区）运行，当天即截至日期；节假日不运行，调休上班日运行。"
)
def checks(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for one run a working day, on the report year in work."""
    settings = load_settings()
    off = None if settings.schedules.checks.on_holidays else day_off(day_of(context))
    return dg.SkipReason(off) if off else _seen_from_that_day(context, settings.report_year)


@scheduled("january", annual_job, "一月的每个工作日运行上一年度的全流程：编制年度报告。")
def january(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for one run a working day, on the year before."""
    return _on_the_year_before(context)


@scheduled("june", annual_job, "六月的每个工作日运行上一年度的全流程：回头看。")
def june(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for one run a working day, on the year before."""
    return _on_the_year_before(context)


def _on_the_year_before(context: dg.ScheduleEvaluationContext) -> Asked:
    day = day_of(context)
    reason = day_off(day) or no_notice(day.year - 1)
    return dg.SkipReason(reason) if reason else _seen_from_that_day(context, day.year - 1)


def _seen_from_that_day(context: dg.ScheduleEvaluationContext, report_year: int) -> dg.RunRequest:
    return of_year(context, report_year, {AS_OF: day_of(context).isoformat()})
