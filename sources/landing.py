"""Landing: append-only deliveries of Parquet, and the archive of the original bytes.

A *delivery* is one folder ``landing/<source>/<partition>/<number>-<hash>/`` with one Parquet file a
table. It is written beside and renamed into place, so it is there whole or not at all; it is never
changed afterwards. ``deliveries.parquet`` in each folder says which delivery it is, also when every
table in it is empty. Which delivery counts is decided in dbt staging.
"""

import hashlib
import io
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

_CHUNK = 2**20


class Delivery(NamedTuple):
    """One folder in the landing area; ``is_new`` is false when the same content stood there already."""

    delivery_id: str
    path: Path
    is_new: bool


def archive(root: Path, source: Path) -> str:
    """Keep the bytes of a file, however large, under their sha256 and return it."""
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=root, prefix=".partial-", delete=False) as copy:
        partial = Path(copy.name)
        try:
            with source.open("rb") as original:
                while chunk := original.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
            copy.flush()
            name = digest.hexdigest()
            target = archived(root, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.chmod(0o644)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return name


def archived(root: Path, sha256: str) -> Path:
    """Return where :func:`archive` keeps the bytes with this hash."""
    return root / "sha256" / sha256[:2] / sha256


def partition(report_year: int | None) -> str:
    """Return the folder name of a year's deliveries; ``all`` for what belongs to no single year."""
    return "all" if report_year is None else f"year={report_year}"


def deliveries(root: Path, source: str, report_year: int | None) -> list[Path]:
    """Return the delivery folders of a source and year, oldest first."""
    folder = root / source / partition(report_year)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[0].isdigit())


def landed_years(root: Path, source: str) -> list[int]:
    """Return the years of which a source has deliveries."""
    folder = root / source
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(int(name.removeprefix("year=")) for name in names if name.startswith("year="))


def deliver(root: Path, source: str, report_year: int | None, tables: Mapping[str, pa.Table]) -> Delivery:
    """Land ``tables`` (name → rows) as one delivery, unless the newest one holds the same.

    Returns:
        The delivery that now holds this content.
    """
    digest = _content_hash(tables)
    earlier = deliveries(root, source, report_year)
    if earlier and earlier[-1].name.endswith(digest[:12]):
        return Delivery(f"{source}/{partition(report_year)}/{earlier[-1].name}", earlier[-1], False)
    number = int(earlier[-1].name.split("-")[0]) + 1 if earlier else 1
    folder = root / source / partition(report_year)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{number:06d}-{digest[:12]}"
    delivery_id = f"{source}/{partition(report_year)}/{name}"
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    try:
        for table_name, table in tables.items():
            _write(
                table.append_column("delivery_id", _constant(delivery_id, len(table))), partial, table_name
            )
        _write(_passport(source, report_year, delivery_id, number, digest), partial, "deliveries")
        partial.chmod(0o755)
        partial.rename(folder / name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Delivery(delivery_id, folder / name, True)


def rows_to_table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    """Return rows as a typed table; a missing key is null, an unknown key is a programming error."""
    for row in rows:
        unknown = row.keys() - set(schema.names)
        if unknown:
            raise KeyError(f"columns not in the schema: {sorted(unknown)}")
    return pa.Table.from_pylist(rows, schema=schema)


def _constant(value: str, count: int) -> pa.Array:
    return pa.array([value] * count, pa.string())


def _write(table: pa.Table, folder: Path, name: str) -> None:
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def _content_hash(tables: Mapping[str, pa.Table]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tables):
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, tables[name].schema) as writer:
            writer.write_table(tables[name].combine_chunks())
        digest.update(name.encode() + b"\0" + sink.getvalue())
    return digest.hexdigest()


def _passport(source: str, year: int | None, delivery_id: str, number: int, digest: str) -> pa.Table:
    return pa.table(
        {
            "source_name": pa.array([source], pa.string()),
            "report_year": pa.array([year], pa.int32()),
            "delivery_id": pa.array([delivery_id], pa.string()),
            "delivery_number": pa.array([number], pa.int32()),
            "content_sha256": pa.array([digest], pa.string()),
        }
    )
