"""When the portals are inspected by themselves."""

import dagster as dg

from orchestration.defs.portals.assets import landed_portal_probes, landed_portals
from orchestration.defs.ticks import Asked, day_of, scheduled
from orchestration.progress import announce_failure, announce_success
from orchestration.run_lock import AGAIN, ALONE

JOB = "zwgk_inspection"

inspection_job = dg.define_asset_job(
    JOB,
    selection=dg.AssetSelection.assets(landed_portals),
    executor_def=dg.in_process_executor,
    hooks={announce_success, announce_failure},
    run_tags={ALONE: "inspection", **AGAIN},
    description="巡检各单位门户网站，留下当天的情况。",
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
