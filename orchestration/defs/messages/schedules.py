"""When the units are reminded."""

import dagster as dg

from orchestration.defs.jobs import job_of
from orchestration.defs.messages.assets import unit_messages
from orchestration.defs.ticks import Asked, day_of, day_off, of_year, scheduled
from orchestration.settings import load_settings

JOB = "zwgk_chase"

chase_job = job_of(
    JOB,
    dg.AssetSelection.assets(unit_messages),
    "催报：从只读副本给每个单位发一封提醒。",
)


@scheduled("chase", chase_job, "每周一 09:00（东八区）催报；逢节假日不催，等下一周。")
def chase(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for the reminders of the week, on the report year in work."""
    off = day_off(day_of(context))
    return dg.SkipReason(off) if off else of_year(context, load_settings().report_year)
