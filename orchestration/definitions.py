"""Everything that Dagster knows of this project. This file only gathers."""

import dagster as dg

from orchestration import defs as parts
from orchestration.defs.bulletin.schedules import bulletin, bulletin_job
from orchestration.defs.checks.data_docs import data_docs_job
from orchestration.defs.exports.final import final, final_job
from orchestration.defs.messages.schedules import chase, chase_job
from orchestration.defs.portals.assets import Inspection
from orchestration.defs.portals.schedules import hourly_probe, inspection_job, nightly_inspection, probe_job
from orchestration.defs.returns.sensors import inbox_sensor
from orchestration.defs.warehouse.assets import PROJECT
from orchestration.defs.warehouse.schedules import annual_job, checks, january, june
from orchestration.resources import Period, dbt_resource

defs = dg.Definitions(
    assets=dg.load_assets_from_package_module(parts),
    asset_checks=dg.load_asset_checks_from_package_module(parts),
    jobs=[annual_job, final_job, data_docs_job, inspection_job, probe_job, bulletin_job, chase_job],
    schedules=[checks, january, june, final, chase, bulletin, nightly_inspection, hourly_probe],
    sensors=[inbox_sensor],
    # Also for what somebody materialises by hand: the lock of runs is held by a process.
    executor=dg.in_process_executor,
    resources={"period": Period(), "inspection": Inspection(), "dbt": dbt_resource(PROJECT)},
)
