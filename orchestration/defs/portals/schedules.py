"""When the portals are inspected by themselves."""

import dagster as dg

from orchestration.defs.jobs import job_of
from orchestration.defs.portals.assets import landed_portal_probes, landed_portals
from orchestration.defs.ticks import Asked, day_of, scheduled

JOB = "zwgk_inspection"

inspection_job = job_of(
    JOB,
    dg.AssetSelection.assets(landed_portals),
    "巡检各单位门户网站，留下当天的情况。",
    kind="inspection",
)

probe_job = dg.define_asset_job(
    "zwgk_probes",
    selection=dg.AssetSelection.assets(landed_portal_probes),
    executor_def=dg.in_process_executor,
    description="看各单位门户首页能否打开。",
)


@scheduled("hourly_probe", probe_job, "每小时看一次各单位门户首页能否打开；须先在 zwgk.toml 填写联系方式。")
def hourly_probe(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for one look at every home page."""
    return dg.RunRequest()


@scheduled(
    "nightly_inspection", inspection_job, "每天夜里（东八区）巡检门户；须先在 zwgk.toml 填写联系方式。"
)
def nightly_inspection(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for one inspection a night, of the day of the tick."""
    day = day_of(context).isoformat()
    return dg.RunRequest(run_key=day, partition_key=day)
