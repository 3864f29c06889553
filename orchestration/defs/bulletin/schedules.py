"""When the quarter's bulletin is made."""

import dagster as dg

from orchestration.defs.bulletin.assets import quarterly_bulletin
from orchestration.defs.exports.assets import export_manifest
from orchestration.defs.jobs import job_of
from orchestration.defs.ticks import Asked, day_of, first_workday, no_notice, of_year, scheduled
from orchestration.exports.bulletin.reading import last_quarter

JOB = "zwgk_bulletin"

bulletin_job = job_of(
    JOB,
    # The manifest lists what lies in the folder, the bulletin too.
    dg.AssetSelection.assets(quarterly_bulletin, export_manifest),
    "从只读副本编制上一季度的通报。",
)


@scheduled("bulletin", bulletin_job, "每季度首月的第一个工作日编制上一季度的通报。")
def bulletin(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for the bulletin of the quarter that has ended."""
    day = day_of(context)
    year, _ = last_quarter(day)
    reason = no_notice(year)
    if day != first_workday(day):
        reason = f"{day} 不是当月第一个工作日，不运行"
    return dg.SkipReason(reason) if reason else of_year(context, year)
