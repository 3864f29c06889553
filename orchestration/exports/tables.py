"""Reads printed tables from the read copy, with the labels and order of their columns."""

import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

Value = str | int | float | dt.date | dt.datetime | None


@dataclass(frozen=True)
class PrintedTable:
    """Rows in print order under the headings of their columns."""

    labels: list[str]
    names: list[str]
    rows: list[tuple[Value, ...]]


@dataclass(frozen=True)
class Edition:
    """What every export says of itself."""

    report_year: int
    as_of: dt.date
    document_no: str
    is_synthetic: bool

    @property
    def note(self) -> str:
        """The line below the title."""
        parts = [f"依据：{self.document_no}", f"截至：{self.as_of:%Y年%m月%d日}"]
        if self.is_synthetic:
            parts.append("含合成演示数据，非真实报送")
        return "　".join(parts)


class ReadCopy:
    """The published copy, opened for reading; it can neither write nor reach other files."""

    def __init__(self, path: Path) -> None:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "enable_external_access": False,
            "lock_configuration": True,
        }
        self.connection = duckdb.connect(str(path), read_only=True, config=config)

    def __enter__(self) -> "ReadCopy":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(query, list(parameters)).fetchall()

    def edition(self, report_year: int) -> Edition:
        """Return what the copy is about for a year.

        Raises:
            LookupError: The copy holds nothing of that year.
        """
        found = self.rows(
            "select any_value(obligations.as_of), any_value(tasks.document_no) from fct_obligations as obligations "
            "inner join dim_tasks as tasks using (report_year) where report_year = ?",
            [report_year],
        )
        as_of, document_no = found[0]
        if as_of is None:
            raise LookupError(
                f"只读副本中没有 {report_year} 年的数据，请先运行 zwgk run --year {report_year}"
            )
        synthetic = self.rows(
            "select coalesce(bool_or(is_synthetic), false) from fct_submissions where report_year = ?",
            [report_year],
        )
        return Edition(report_year, as_of, document_no, bool(synthetic[0][0]))

    def printed(
        self, table: str, report_year: int, scope: str | None = None, left_out: Container[str] = ()
    ) -> PrintedTable:
        """Return the rows of a printed table; its columns are those that have a label and are not left out."""
        where, parameters = "report_year = ?", [report_year, *([scope] if scope else [])]
        if scope:
            where += " and scope = ?"
        return self._printed(table, where, parameters, "row_order", left_out)

    def printed_by_unit(self, table: str, report_year: int, left_out: Container[str] = ()) -> PrintedTable:
        """Return the rows of a printed table that are a unit's, unit by unit in the office's order."""
        order = "unit_order, scope, row_order"
        return self._printed(table, "report_year = ? and scope <> 'city'", [report_year], order, left_out)

    def _printed(
        self, table: str, where: str, parameters: Sequence[object], order: str, left_out: Container[str]
    ) -> PrintedTable:
        columns = self.rows(
            "select column_name, label from data_dictionary where table_name = ? and label is not null order by position",
            [table],
        )
        columns = [(name, label) for name, label in columns if name not in left_out]
        names = ", ".join(f'"{name}"' for name, _ in columns)
        rows = self.rows(f'select {names} from "{table}" where {where} order by {order}', parameters)
        values = [tuple(map(_as_cell, row)) for row in rows]
        return PrintedTable([label for _, label in columns], [name for name, _ in columns], values)


def _as_cell(value: Any) -> Value:
    """Return decimals without trailing zeros, yes and no in words, and all else as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return cast(Value, value)
