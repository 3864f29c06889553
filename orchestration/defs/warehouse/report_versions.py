"""Keeps the final editions of annual reports: each change after the first is a version of its own.

What has gone out is never changed: a version is a delivery in the landing area, figures and all. The models in
``models/marts/revisions`` say what each version changed.
"""

from pathlib import Path

import pyarrow as pa

from sources.landing import deliver, deliveries

SOURCE = "report_versions"
_TEXT, _INT, _BOOL = pa.string(), pa.int32(), pa.bool_()
_OF_VERSION = [("report_year", _INT), ("scope", _TEXT), ("version", _INT)]
SCHEMAS = {
    "versions": pa.schema(
        [
            *(*_OF_VERSION, ("scope_name", _TEXT), ("scope_kind_label", _TEXT), ("is_rollup", _BOOL)),
            *(("template_version", _TEXT), ("as_of", pa.date32()), ("data_version", _TEXT)),
            *(("is_synthetic", _BOOL), ("seen_on", pa.date32())),
        ]
    ),
    "cells": pa.schema(
        [
            *(*_OF_VERSION, ("table_code", _TEXT), ("row_code", _TEXT), ("column_code", _TEXT)),
            *(("cell_order", _INT), ("value", pa.decimal128(20, 6)), ("cell_state", _TEXT)),
            *(
                ("owing_count", _INT),
                ("counted_count", _INT),
                ("uncounted_units", _TEXT),
                ("raw_text", _TEXT),
            ),
        ]
    ),
    "members": pa.schema([*_OF_VERSION, ("unit_id", _TEXT), ("submission_id", _TEXT)]),
    "notes": pa.schema([*_OF_VERSION, ("note_order", _INT), ("note", _TEXT)]),
}
# Final reports whose figures are not those of the newest version; `kept` is what has been landed of the year.
_CHANGED = """
    create temp table changed as
    with newest as (
        select
            scope,
            max(version) as version,
            max(seen_on) as seen_on,
            arg_max(data_version, version) as data_version
        from kept
        group by scope
    )

    select
        standing.report_year,
        standing.scope,
        cast(coalesce(newest.version, 0) + 1 as integer) as version,
        standing.scope_name,
        standing.scope_kind_label,
        standing.is_rollup,
        standing.template_version,
        -- A report that goes out by decision may have no return in it.
        coalesce(standing.data_as_of, standing.as_of) as as_of,
        standing.data_version,
        standing.is_synthetic,
        standing.as_of as seen_on
    from marts.rpt_report_standing as standing
    left join newest on standing.scope = newest.scope
    where
        standing.is_final
        and standing.report_year = $report_year
        and standing.data_version is distinct from newest.data_version
        -- A look back from an earlier day is no correction.
        and coalesce(standing.as_of >= newest.seen_on, true)
"""
_TABLES = {
    "versions": "select * from changed order by scope",
    "cells": """
        select
            changed.report_year, changed.scope, changed.version, cells.table_code, cells.row_code,
            cells.column_code, cells.cell_order, cells.value, cells.cell_state, cells.owing_count,
            cells.counted_count, cells.uncounted_units, cells.raw_text
        from changed
        inner join marts.rpt_report_cells as cells using (report_year, scope)
        order by changed.scope, cells.cell_order
    """,
    "members": """
        select changed.report_year, changed.scope, changed.version, members.unit_id, members.submission_id
        from changed
        inner join intermediate.int_report_members as members using (report_year, scope)
        order by changed.scope, members.unit_id
    """,
    "notes": """
        select
            changed.report_year, changed.scope, changed.version, remarks.remark_order as note_order,
            remarks.remark as note
        from changed
        inner join marts.rpt_report_remarks as remarks using (report_year, scope)
        order by changed.scope, remarks.remark_order
    """,
}


def begin_versions(landing: Path, report_year: int) -> int:
    """Land an empty first delivery where nothing has been kept yet; return the number of deliveries."""
    if not deliveries(landing, SOURCE, report_year):
        tables = {name: schema.empty_table() for name, schema in SCHEMAS.items()}
        deliver(landing, SOURCE, report_year, tables)
    return len(deliveries(landing, SOURCE, report_year))


def keep_versions(warehouse: Path, landing: Path, report_year: int) -> dict[str, int]:
    """Land a version of every final report whose figures are new.

    Args:
        warehouse: The DuckDB file, with the standing of every report.
        landing: The landing area.
        report_year: The year reported on.

    Returns:
        The number of scopes with a new version, and of versions in all.
    """
    import duckdb

    earlier = deliveries(landing, SOURCE, report_year)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute(_kept(earlier))
        connection.execute(_CHANGED, {"report_year": report_year})
        tables = {
            name: connection.sql(query).to_arrow_table().cast(SCHEMAS[name])
            for name, query in _TABLES.items()
        }
        known = connection.execute("select count(*) from kept").fetchall()[0][0]
    new = len(tables["versions"])
    if new:
        deliver(landing, SOURCE, report_year, tables)
    return {"new": new, "versions": known + new}


def _kept(folders: list[Path]) -> str:
    """Return the statement that makes ``kept``: scope, version and data version of all that was landed."""
    columns = {"scope": "varchar", "version": "integer", "seen_on": "date", "data_version": "varchar"}
    if not folders:
        return f"create temp table kept ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
    paths = ", ".join("'" + str(folder / "versions.parquet").replace("'", "''") + "'" for folder in folders)
    return f"create temp table kept as select {', '.join(columns)} from read_parquet([{paths}])"
