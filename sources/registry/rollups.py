"""What the annual reports are sums of, who reports for whom, what is counted twice, what goes out all the same.

All of it is the city's own data; nothing here decides who counts.
"""

from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa

from sources.errors import SourceError
from sources.landing import rows_to_table
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry
from sources.returns.form_map import form_fields, versions
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
    "gate_overrides": pa.schema(
        [
            *(("report_year", _INT), ("scope", _TEXT), ("reason", _TEXT), ("decided_by_office", _TEXT)),
            *(("decided_by", _TEXT), ("decided_on", _DATE)),
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
    "gate_overrides": ("report_year", "scope", "reason", "decided_by_office", "decided_by", "decided_on"),
    "rule_makers": ("unit_id",),
}
# No figure of a city comes near; what is stored has fourteen places before the point.
_LARGEST = Decimal(10) ** 14
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
            is_known = not scope or scope in scopes or (name == "gate_overrides" and scope in units)
            _expect(is_known, row, "scope", f"“{scope}”", "rollups.csv 中的汇总范围")
    _check_joint_cases(rows["joint_cases"])
    for row in rows["reports_for"]:
        is_chain = (row["report_year"], row["reported_by"]) in reporters
        found = f"“{row['reported_by']}”自己也由别的单位合并报送"
        _expect(not is_chain, row, "reported_by", found, "实际报送的单位")


def _check_joint_cases(rows: list[Row]) -> None:
    """Refuse what would be deducted from no cell, twice, or the wrong way."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        year = row.integer("report_year")
        version = next((name for name, (_, a, b) in versions(FORM_STATISTICS).items() if a <= year <= b), "")
        fields = form_fields(FORM_STATISTICS).get(version, [])
        cell = row["table_code"], row["row_code"], row["column_code"]
        is_known = cell in {(field.table_code, field.row_code, field.column_code) for field in fields}
        expected = f"{year} 年表样中的格，见 annual_statistics.csv"
        _expect(is_known, row, "row_code", f"“{'.'.join(cell)}”", expected)
        deduct = _number(row, "deduct")
        is_sound = deduct.is_finite() and 0 < deduct < _LARGEST
        _expect(is_sound, row, "deduct", f"“{row['deduct']}”", "大于零的数")
        about = (str(year), row["scope"], *cell, row["units"], row["reason"])
        first = seen.setdefault(about, row)
        _expect(first is row, row, "reason", f"与 {first.where} 重复", "同一事项每格登记一行")


def _number(row: Row, column: str) -> Decimal:
    try:
        return Decimal(row[column])
    except InvalidOperation:
        raise SourceError(f"{row.where} {column}", f"“{row[column]}”不是数字") from None


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
        return _number(row, field.name)
    return row[field.name] or None
