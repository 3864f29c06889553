"""Landing: append-only deliveries of Parquet.

A *delivery* is one folder ``landing/<source>/<partition>/<number>-<hash>/`` with one Parquet file a
table. It is written beside and renamed into place, so it is there whole or not at all; it is never
changed afterwards. ``deliveries.parquet`` in each folder says which delivery it is, also when every
table in it is empty. Which delivery counts is decided in dbt staging.
"""

import datetime as dt
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

# What a source is delivered by: a year, a day, or nothing at all.
Part = int | dt.date | None


class Delivery(NamedTuple):
    """One folder in the landing area; ``is_new`` is false when the same content stood there already."""

    delivery_id: str
    path: Path
    is_new: bool


def sweep(landing: Path, archive_root: Path) -> None:
    """Remove what killed runs left half written; what a living process writes (a crawl) stays."""
    for path in archive_root.glob(".partial-*"):
        if not _is_written(path):
            path.unlink(missing_ok=True)
    for path in landing.glob("*/*/.partial-*"):
        if not _is_written(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_written(partial: Path) -> bool:
    """Tell whether the process that a half-written file or folder is named for is alive."""
    number = partial.name.split("-")[1]
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def partition(part: Part) -> str:
    """Return the folder name of a year's or a day's deliveries; ``all`` for what belongs to no single one."""
    if part is None:
        return "all"
    return f"day={part}" if isinstance(part, dt.date) else f"year={part}"


def deliveries(root: Path, source: str, part: Part) -> list[Path]:
    """Return the delivery folders of a source and year or day, oldest first."""
    folder = root / source / partition(part)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[0].isdigit())


def landed_years(root: Path, source: str) -> list[int]:
    """Return the years of which a source has deliveries."""
    folder = root / source
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(int(name.removeprefix("year=")) for name in names if name.startswith("year="))


def deliver(root: Path, source: str, part: Part, tables: Mapping[str, pa.Table]) -> Delivery:
    """Land ``tables`` (name → rows) as one delivery, unless the newest one holds the same.

    Returns:
        The delivery that now holds this content.
    """
    digest = _content_hash(tables)
    if earlier := delivered(root, source, part, digest):
        return earlier
    with DeliveryWriter(root, source, part, {n: t.schema for n, t in tables.items()}, digest) as writer:
        for name, table in tables.items():
            writer.write(name, table)
    return writer.delivery


def delivered(root: Path, source: str, part: Part, digest: str) -> Delivery | None:
    """Return the newest delivery where it has this content already."""
    earlier = deliveries(root, source, part)
    if earlier and earlier[-1].name.endswith(digest[:12]):
        return Delivery(f"{source}/{partition(part)}/{earlier[-1].name}", earlier[-1], False)
    return None


class DeliveryWriter:
    """Writes one delivery batch by batch, so that memory does not grow with it; there whole or not at all.

    Args:
        root: The landing area.
        source: The source delivered.
        part: Its year or day, None for what belongs to no single one.
        schemas: Table name → schema of its rows, without ``delivery_id``.
        digest: Names the content; for a delivery too large to be hashed first, what it was made from.
    """

    def __init__(
        self, root: Path, source: str, part: Part, schemas: Mapping[str, pa.Schema], digest: str
    ) -> None:
        earlier = deliveries(root, source, part)
        number = int(earlier[-1].name.split("-")[0]) + 1 if earlier else 1
        folder, name = root / source / partition(part), f"{number:06d}-{digest[:12]}"
        self.delivery = Delivery(f"{source}/{partition(part)}/{name}", folder / name, True)
        self._passport = _passport(source, part, self.delivery.delivery_id, number, digest)
        self._schemas = schemas
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> "DeliveryWriter":
        folder = self.delivery.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        self._partial = Path(tempfile.mkdtemp(prefix=f".partial-{os.getpid()}-", dir=folder))
        return self

    def write(self, name: str, table: pa.Table) -> None:
        """Append rows to a table of the delivery."""
        table = table.append_column("delivery_id", _constant(self.delivery.delivery_id, len(table)))
        if name not in self._writers:
            path = self._partial / f"{name}.parquet"
            self._writers[name] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._writers[name].write_table(table)

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        try:
            if error is None:
                for name, schema in self._schemas.items():
                    if name not in self._writers:
                        self.write(name, schema.empty_table())
            for writer in self._writers.values():
                writer.close()
            if error is None:
                _write(self._passport, self._partial, "deliveries")
                self._partial.chmod(0o755)
                self._partial.rename(self.delivery.path)
        finally:
            shutil.rmtree(self._partial, ignore_errors=True)


def rows_to_table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    """Return rows as a typed table; a missing key is null, an unknown key is a programming error."""
    for row in rows:
        unknown = row.keys() - set(schema.names)
        if unknown:
            raise KeyError(f"columns not in the schema: {sorted(unknown)}")
    return pa.Table.from_pylist(rows, schema=schema)


def columns_to_table(columns: Sequence[Sequence[object]], schema: pa.Schema) -> pa.Table:
    """Return columns, in the order of a schema, as a typed table; no columns are no rows."""
    pairs = zip(columns or [()] * len(schema), schema, strict=True)
    return pa.table([pa.array(column, type=field.type) for column, field in pairs], schema=schema)


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


def _passport(source: str, part: Part, delivery_id: str, number: int, digest: str) -> pa.Table:
    day = part if isinstance(part, dt.date) else None
    year = None if isinstance(part, dt.date) else part
    return pa.table(
        {
            "source_name": pa.array([source], pa.string()),
            "report_year": pa.array([year], pa.int32()),
            "day": pa.array([day], pa.date32()),
            "delivery_id": pa.array([delivery_id], pa.string()),
            "delivery_number": pa.array([number], pa.int32()),
            "content_sha256": pa.array([digest], pa.string()),
        }
    )
