"""The registry of units (单位名录), landed."""

import dagster as dg

from orchestration.preview import counts, markdown
from orchestration.settings import load_settings
from sources.calendar_days import calendar_table
from sources.landing import deliver
from sources.registry.landed import registry_tables
from sources.registry.registry import Registry
from sources.registry.rollups import rollup_tables


@dg.asset(
    group_name="registry",
    owners=["team:coordinating_office"],
    kinds={"csv", "parquet"},
    description="单位名录、类别、时限表、任务范围决定和年报汇总口径，以及国务院放假安排的工作日历，按原样落地。",
    op_tags={"zwgk/label": "读取单位名录"},
)
def landed_registry() -> dg.MaterializeResult:
    """Land units, groups, deadlines, overrides and roll-ups of the city, and the working days."""
    settings = load_settings()
    registry = Registry.load(settings.registry)
    tables = registry_tables(registry) | rollup_tables(settings.registry, registry)
    tables["calendar_days"] = calendar_table()
    delivery = deliver(settings.landing, "registry", None, tables)
    units = tables["units"].select(["unit_id", "short_name", "unit_type", "group_code"])
    preview = markdown(units.column_names, [tuple(row.values()) for row in units.slice(0, 5).to_pylist()])
    return dg.MaterializeResult(
        metadata={
            **counts({name: len(table) for name, table in tables.items()}),
            "delivery": delivery.delivery_id,
            "preview": dg.MetadataValue.md(preview),
        }
    )
