"""Read-only SQL on the published copy."""

import csv
import sys
from pathlib import Path

from orchestration.exports.tables import ReadCopy
from sources.text import safe_text


class QueryError(Exception):
    """The query cannot be answered; the message says why."""


def print_query(read_copy: Path, query: str, output: str) -> None:
    """Print the result of a query, as a table or as CSV.

    Raises:
        QueryError: The query is wrong, or asks for what a reader may not do.
    """
    import duckdb

    with ReadCopy(read_copy) as copy:
        try:
            cursor = copy.connection.execute(query)
            if cursor is None:
                raise QueryError("查询未能执行：没有语句")
            columns = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(f"查询未能执行：{error}") from error
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([safe_text(column) for column in columns])
        writer.writerows(
            [[safe_text(value) if isinstance(value, str) else value for value in row] for row in rows]
        )
    else:
        _print_table(columns, rows)


def _print_table(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column))
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console.print(table)
    console.print(f"{len(rows)} 行")
