"""The registry as typed tables for the landing area."""

import pyarrow as pa

from sources.landing import rows_to_table
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry

UNITS = pa.schema(
    [
        ("unit_id", pa.string()),
        ("unit_name", pa.string()),
        ("short_name", pa.string()),
        ("unit_type", pa.string()),
        ("group_code", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("sort_order", pa.int32()),
        ("basis", pa.string()),
        ("source_locator", pa.string()),
    ]
)
GROUPS = pa.schema([("group_code", pa.string()), ("phrase", pa.string())])
DEADLINES = pa.schema(
    [
        ("report_year", pa.int32()),
        ("unit_type", pa.string()),
        ("form", pa.string()),
        ("is_owed", pa.bool_()),
        ("legal_due", pa.date32()),
        ("local_due", pa.date32()),
        ("basis", pa.string()),
    ]
)
OVERRIDES = pa.schema(
    [
        ("report_year", pa.int32()),
        ("task_no", pa.int32()),
        ("unit_id", pa.string()),
        ("action", pa.string()),
        ("reason", pa.string()),
        ("decided_by_office", pa.string()),
        ("decided_on", pa.date32()),
    ]
)


def _typed(row: Row, schema: pa.Schema) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in schema:
        if field.name not in row:
            continue
        if pa.types.is_date(field.type):
            values[field.name] = row.date(field.name)
        elif pa.types.is_integer(field.type):
            values[field.name] = row.integer(field.name)
        else:
            values[field.name] = row[field.name] or None
    return values


def registry_tables(registry: Registry) -> dict[str, pa.Table]:
    """Return the landed tables: units, groups, deadlines, overrides."""
    units = [_typed(row, UNITS) | {"source_locator": row.where} for row in registry.units]
    deadlines = [_typed(row, DEADLINES) | {"is_owed": row["owed"] == "yes"} for row in registry.deadlines]
    overrides = [_typed(row, OVERRIDES) for row in registry.overrides]
    return {
        "units": rows_to_table(units, UNITS),
        "groups": rows_to_table([_typed(row, GROUPS) for row in registry.groups], GROUPS),
        "deadlines": rows_to_table(deadlines, DEADLINES),
        "overrides": rows_to_table(overrides, OVERRIDES),
    }
