"""Makes the read copy: the marts alone, in one DuckDB file and one Parquet file a table.

Both are written beside and moved into place, so that a reader sees the old or the new, never a half.
"""

import json
import shutil
from pathlib import Path
from typing import Any

DICTIONARY = "data_dictionary"


def publish(warehouse: Path, published: Path, manifest: Path) -> dict[str, int]:
    """Copy the marts out of the warehouse.

    Rows are ordered by all their columns, so that the same tables give the same bytes.

    Args:
        warehouse: The DuckDB file that the pipeline writes; opened for reading only.
        published: The folder of the copy: ``zwgk.duckdb`` and ``parquet/<table>.parquet``.
        manifest: dbt's manifest, which knows what every column means.

    Returns:
        Table → number of rows.
    """
    import duckdb

    published.mkdir(parents=True, exist_ok=True)
    partial, parquet = published / ".partial.duckdb", published / ".parquet.partial"
    partial.unlink(missing_ok=True)
    shutil.rmtree(parquet, ignore_errors=True)
    parquet.mkdir()
    numbers: dict[str, int] = {}
    with duckdb.connect(str(partial)) as copy:
        copy.execute("set threads = 1")
        copy.execute(f"attach {_quoted(str(warehouse))} as warehouse (read_only)")
        for table, columns in sorted(_marts(manifest).items()):
            copy.execute(f'create table "{table}" as select * from warehouse.marts."{table}" order by all')
            _comment(copy, table, columns)
        _write_dictionary(copy, manifest)
        copy.execute("detach warehouse")
        for (table,) in copy.execute("select table_name from duckdb_tables() order by 1").fetchall():
            target = _quoted(str(parquet / f"{table}.parquet"))
            copy.execute(f'copy "{table}" to {target} (format parquet, compression zstd)')
            counted = copy.execute(f'select count(*) from "{table}"').fetchone()
            numbers[table] = counted[0] if counted else 0
    _swap(parquet, published / "parquet")
    partial.replace(published / "zwgk.duckdb")
    return numbers


def _marts(manifest: Path) -> dict[str, dict[str, Any]]:
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    marts = (
        node for node in nodes if node["resource_type"] == "model" and node["config"]["schema"] == "marts"
    )
    return {node["name"]: node for node in marts}


def _comment(copy: Any, table: str, node: dict[str, Any]) -> None:
    """Carry the descriptions over, so that a reader can ask the copy what a column means."""
    copy.execute(f'comment on table "{table}" is {_quoted(node["description"])}')
    for name, column in node["columns"].items():
        copy.execute(f'comment on column "{table}"."{name}" is {_quoted(column["description"])}')


def _write_dictionary(copy: Any, manifest: Path) -> None:
    """Publish table, column, label as printed, and meaning of every column."""
    copy.execute(
        f"create table {DICTIONARY} "
        "(table_name varchar, position integer, column_name varchar, label varchar, description varchar)"
    )
    rows = [
        (
            table,
            position,
            name,
            (column.get("config") or {}).get("meta", {}).get("label"),
            column["description"],
        )
        for table, node in sorted(_marts(manifest).items())
        for position, (name, column) in enumerate(node["columns"].items(), start=1)
    ]
    copy.executemany(f"insert into {DICTIONARY} values (?, ?, ?, ?, ?)", rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _swap(new: Path, old: Path) -> None:
    """Replace the files of a folder one by one; tables that are no longer published go."""
    old.mkdir(exist_ok=True)
    names = {path.name for path in new.iterdir()}
    for name in sorted(names):
        (new / name).replace(old / name)
    for path in old.iterdir():
        if path.name not in names:
            path.unlink()
    new.rmdir()
