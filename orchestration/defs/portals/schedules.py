"""When the portals are inspected by themselves."""

import dagster as dg

from orchestration.defs.portals.assets import landed_portal_probes, landed_portals
from orchestration.progress import announce_failure, announce_success
from orchestration.settings import TIMEZONE, load_settings

JOB = "zwgk_inspection"

inspection_job = dg.define_asset_job(
    JOB,
    selection=dg.AssetSelection.assets(landed_portals),
    executor_def=dg.in_process_executor,
    hooks={announce_success, announce_failure},
    description="巡检各单位门户网站，留下当天的情况。",
)

probe_job = dg.define_asset_job(
    "zwgk_probes",
    selection=dg.AssetSelection.assets(landed_portal_probes),
    executor_def=dg.in_process_executor,
    description="看各单位门户首页能否打开。",
)

_SETTINGS = load_settings().inspection
_STATUS = dg.DefaultScheduleStatus.RUNNING if _SETTINGS.enabled else dg.DefaultScheduleStatus.STOPPED

# More than twenty looks a day, hours apart (国办秘函〔2019〕19号).
hourly_probe = dg.ScheduleDefinition(
    name="hourly_probe",
    job=probe_job,
    cron_schedule="30 * * * *",
    execution_timezone=TIMEZONE,
    default_status=_STATUS,
    description="每小时看一次各单位门户首页能否打开。",
)


@dg.schedule(
    name="nightly_inspection",
    job=inspection_job,
    cron_schedule=_SETTINGS.cron,
    execution_timezone=TIMEZONE,
    default_status=_STATUS,
    description="每天夜里（东八区）巡检门户；须先在 zwgk.toml 填写联系方式。",
)
def nightly_inspection(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for one inspection a night, of the day of the tick."""
    from zoneinfo import ZoneInfo

    day = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).date().isoformat()
    return dg.RunRequest(run_key=day, partition_key=day)
