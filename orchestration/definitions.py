"""Everything that Dagster knows of this project. This file only gathers."""

import dagster as dg

from orchestration.defs.checks import assets as checks
from orchestration.defs.checks import data_docs
from orchestration.defs.exports import annual, final
from orchestration.defs.exports import assets as exports
from orchestration.defs.notices import assets as notices
from orchestration.defs.portals import assets as portals
from orchestration.defs.portals.schedules import hourly_probe, inspection_job, nightly_inspection, probe_job
from orchestration.defs.registry import assets as registry
from orchestration.defs.returns import assets as returns
from orchestration.defs.returns.sensors import inbox_sensor
from orchestration.defs.warehouse import assets as warehouse
from orchestration.defs.warehouse.schedules import annual_job, daily
from orchestration.resources import Period, dbt_resource

defs = dg.Definitions(
    assets=dg.load_assets_from_modules(
        [registry, notices, returns, portals, warehouse, checks, data_docs, annual, final, exports]
    ),
    asset_checks=dg.load_asset_checks_from_modules([checks, final]),
    jobs=[annual_job, final.final_job, data_docs.data_docs_job, inspection_job, probe_job],
    schedules=[daily, nightly_inspection, hourly_probe],
    sensors=[inbox_sensor],
    # Also for what somebody materialises by hand: the lock of runs is held by a process.
    executor=dg.in_process_executor,
    resources={
        "period": Period(),
        "inspection": portals.Inspection(),
        "dbt": dbt_resource(warehouse.PROJECT),
    },
)
