"""What the annual reports are sums of: who is in a roll-up, who reports for whom, what is counted twice.

All of it is the city's own data; nothing here decides who counts.
"""

from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa

from sources.errors import SourceError
from sources.landing import rows_to_table
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS

SCOPE_KINDS = ("own", "own_with_office", "all_levels")
_TEXT, _INT, _DATE = pa.string(), pa.int32(), pa.date32()
SCHEMAS = {
    "rollups": pa.schema(
        [(name, _TEXT) for name in ("scope", "scope_name", "scope_kind", "own_unit_id", "basis")]
    ),
    "rollup_members": pa.schema([("scope", _TEXT), ("unit_type", _TEXT), ("basis", _TEXT)]),
    "scope_kinds": pa.schema(
        [("unit_type", _TEXT), ("unit_id", _TEXT), ("scope_kind", _TEXT), ("basis", _TEXT)]
    ),
    "reports_for": pa.schema(
        [("report_year", _INT), ("unit_id", _TEXT), ("reported_by", _TEXT), ("basis", _TEXT)]
    ),
    "joint_cases": pa.schema(
        [
            ("report_year", _INT),
            ("scope", _TEXT),
            ("table_code", _TEXT),
            ("row_code", _TEXT),
            ("column_code", _TEXT),
            ("deduct", pa.decimal128(20, 6)),
            ("units", _TEXT),
            ("reason", _TEXT),
            ("decided_by_office", _TEXT),
            ("decided_on", _DATE),
            ("source_locator", _TEXT),
        ]
    ),
    "rule_makers": pa.schema([("unit_id", _TEXT), ("basis", _TEXT)]),
}
# Columns that must be filled in.
_NEEDED = {
    "rollups": ("scope", "scope_name", "scope_kind"),
    "rollup_members": ("scope", "unit_type"),
    "scope_kinds": ("unit_type", "scope_kind"),
    "reports_for": ("report_year", "unit_id", "reported_by", "basis"),
    "joint_cases": ("report_year", "scope", "table_code", "row_code", "column_code", "deduct", "reason"),
    "rule_makers": ("unit_id",),
}
_UNIT_COLUMNS = ("own_unit_id", "unit_id", "reported_by")


def rollup_tables(folder: Path, registry: Registry) -> dict[str, pa.Table]:
    """Read and check the files, one a table of ``SCHEMAS``.

    Args:
        folder: The city's folder.
        registry: Knows the units.

    Raises:
        SourceError: A file or column is missing, a cell that must be filled is empty, or a word in it has no
            meaning: an unknown unit, kind of scope, roll-up or figure, or somebody reporting for a reporter.
    """
    rows = {
        name: read_rows(folder / f"{name}.csv", tuple(n for n in schema.names if n != "source_locator"))
        for name, schema in SCHEMAS.items()
    }
    _check(rows, {row["unit_id"] for row in registry.units})
    return {
        name: rows_to_table([_typed(row, schema) for row in rows[name]], schema)
        for name, schema in SCHEMAS.items()
    }


def _check(rows: dict[str, list[Row]], units: set[str]) -> None:
    scopes = {row["scope"] for row in rows["rollups"]}
    reporters = {(row["report_year"], row["unit_id"]) for row in rows["reports_for"]}
    figures = {
        (field.table_code, field.row_code, field.column_code)
        for fields in form_fields(FORM_STATISTICS).values()
        for field in fields
    }
    for name, table in rows.items():
        for row in table:
            for column in _NEEDED[name]:
                _expect(bool(row[column]), row, column, "空白", "此栏须填写")
            for column in set(_UNIT_COLUMNS) & row.keys():
                known = not row[column] or row[column] in units
                _expect(known, row, column, f"“{row[column]}”", "units.csv 中的单位编号")
            kind = row.get("scope_kind", SCOPE_KINDS[0])
            _expect(kind in SCOPE_KINDS, row, "scope_kind", f"“{kind}”", " 或 ".join(SCOPE_KINDS))
            scope = row.get("scope", "")
            _expect(not scope or scope in scopes, row, "scope", f"“{scope}”", "rollups.csv 中的汇总范围")
    for row in rows["joint_cases"]:
        key = row["table_code"], row["row_code"], row["column_code"]
        _expect(key in figures, row, "row_code", f"“{'.'.join(key)}”", "表样中的格，见 annual_statistics.csv")
    for row in rows["reports_for"]:
        is_chain = (row["report_year"], row["reported_by"]) in reporters
        found = f"“{row['reported_by']}”自己也由别的单位合并报送"
        _expect(not is_chain, row, "reported_by", found, "实际报送的单位")


def _expect(is_met: bool, row: Row, column: str, found: str, expected: str) -> None:
    if not is_met:
        raise SourceError(f"{row.where} {column}", found, expected)


def _typed(row: Row, schema: pa.Schema) -> dict[str, object]:
    return {field.name: _value(row, field) for field in schema}


def _value(row: Row, field: pa.Field) -> object:
    if field.name == "source_locator":
        return row.where
    if pa.types.is_integer(field.type):
        return row.integer(field.name)
    if pa.types.is_date(field.type):
        return row.date(field.name)
    if pa.types.is_decimal(field.type):
        try:
            return Decimal(row[field.name])
        except InvalidOperation:
            where = f"{row.where} {field.name}"
            raise SourceError(where, f"“{row[field.name]}”不是数字") from None
    return row[field.name] or None
