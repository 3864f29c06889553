"""Takes new files in: archives the bytes, reads them, and lands what they say in one delivery.

A file is read once; it is read again when the reader, a form map, a word list or the registry changed.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from sources.landing import DeliveryWriter, deliver, deliveries, rows_to_table, sweep
from sources.registry.registry import Registry
from sources.returns.batch import finding_row
from sources.returns.chunks import NewFile, Reader, read_chunks
from sources.returns.inbox import InboxFile, Register, list_inbox, read_register
from sources.returns.landed import INBOX_SCHEMAS, RETURN_SCHEMAS, SIGHTING_SCHEMAS, batch_tables
from sources.returns.received import Registered, registered_files
from sources.returns.sender import unit_of

# The code that a reading depends on, below sources/; with the form maps, the word lists and the registry.
_CODE = (
    "returns/*.py",
    "returns/documents/*.py",
    "returns/texts/*.py",
    "*.py",
    "registry/registry.py",
    "registry/csv_rows.py",
)
_DATA = ("returns/forms/*.csv", "returns/words/*.csv")
_SOURCES = Path(__file__).parents[1]


class Intake(NamedTuple):
    """What one look at the inbox brought: files lying there, files read now, and those turned down."""

    files: int
    read_now: int
    rejected_now: int


def take_in(
    inbox: Path,
    landing: Path,
    archive_root: Path,
    report_year: int,
    registry: Registry,
    now: Callable[[], dt.datetime],
) -> Intake:
    """Land the inbox of a year: the list of its files, the register, and every file not read before.

    Args:
        inbox: Holds ``<year>/<unit folder>/<file>`` and the register.
        landing: The landing area; deliveries go to ``sightings/``, ``returns/`` and ``inbox/``.
        archive_root: Where original bytes are kept, before anything parses them.
        report_year: The year to take in.
        registry: Resolves unit names.
        now: Tells the local time (Asia/Shanghai) at which a file was first seen.

    Raises:
        SourceError: The inbox folder is not there.
    """
    sweep(landing, archive_root)
    register = read_register(inbox, report_year)
    files = list_inbox(inbox, report_year, register.findings)
    registered = registered_files(register, files)
    fingerprint = _fingerprint(registry)
    ids = {file.name: _receipt_id(file, report_year, registry) for file in files}
    _land_sightings(landing, report_year, files, ids, now)
    known = _already_read(landing, report_year, fingerprint)
    new = _new_files(files, ids, known, registered)
    read = rejected = 0
    if new or not _has_all_tables(landing, report_year):
        names = "\n".join(f"{item.file.name}\t{item.receipt_id}" for item in new)
        digest = hashlib.sha256(f"{fingerprint}\n{names}".encode()).hexdigest()
        reader = Reader(archive_root, report_year, registry, fingerprint)
        with DeliveryWriter(landing, "returns", report_year, RETURN_SCHEMAS, digest) as writer:
            for chunk in read_chunks(new, reader):
                read, rejected = read + chunk.read, rejected + chunk.rejected
                register.findings += chunk.findings
                for name, table in batch_tables(chunk.batch).items():
                    writer.write(name, table)
    deliver(landing, "inbox", report_year, _inbox_tables(files, ids, registered, register, report_year))
    return Intake(len(files), read, rejected)


def _new_files(
    files: list[InboxFile],
    ids: dict[str, str | None],
    known: set[str],
    registered: dict[str, Registered],
) -> list[NewFile]:
    """Return the files not read yet; the same bytes of the same unit are read once."""
    seen = set(known)
    new = []
    for file in files:
        receipt_id = ids[file.name]
        if receipt_id is not None and receipt_id not in seen:
            seen.add(receipt_id)
            new.append(NewFile(file, receipt_id, registered.get(file.name, Registered())))
    return new


def _receipt_id(file: InboxFile, report_year: int, registry: Registry) -> str | None:
    if file.sha256 is None:
        return None
    unit_id = unit_of(file.folder, dt.date(report_year, 12, 31), registry)
    return f"{report_year}-{unit_id or 'unfiled'}-{file.sha256[:12]}"


def _land_sightings(
    landing: Path,
    report_year: int,
    files: list[InboxFile],
    ids: dict[str, str | None],
    now: Callable[[], dt.datetime],
) -> None:
    """Record when each file was first seen, once; a file known by its content is not seen anew."""
    known = set(_column(landing, "sightings", report_year, "sightings", "receipt_id"))
    first = {ids[file.name]: file for file in reversed(files) if ids[file.name]}
    rows: list[dict[str, object]] = [
        {
            "receipt_id": receipt_id,
            "report_year": report_year,
            "file_name": file.name,
            "sha256": file.sha256,
            "first_seen_at": now().replace(microsecond=0, tzinfo=None),
        }
        for receipt_id, file in sorted(first.items(), key=lambda item: item[1].name)
        if receipt_id not in known
    ]
    if rows or not deliveries(landing, "sightings", report_year):
        schema = SIGHTING_SCHEMAS["sightings"]
        deliver(landing, "sightings", report_year, {"sightings": rows_to_table(rows, schema)})


def _inbox_tables(
    files: list[InboxFile],
    ids: dict[str, str | None],
    registered: dict[str, Registered],
    register: Register,
    report_year: int,
) -> dict[str, object]:
    inventory: list[dict[str, object]] = [
        {
            "report_year": report_year,
            "file_name": file.name,
            "receipt_id": ids[file.name],
            "sha256": file.sha256,
        }
        | registered.get(file.name, Registered()).as_columns()
        for file in files
    ]
    of_year: dict[str, object] = {"report_year": report_year}
    withdrawals = [
        of_year
        | {
            "file_name": line.name,
            "withdrawn_at": line.withdrawn_at,
            "withdrawal_reason": line.withdrawal_reason,
        }
        for line in {line.name: line for line in register.gone}.values()
    ]
    findings = [of_year | finding_row(finding) for finding in register.findings]
    findings += [{"report_year": None} | finding_row(finding) for finding in register.yearless]
    tables = {"inventory": inventory, "withdrawals": withdrawals, "register_findings": findings}
    return {name: rows_to_table(tables[name], schema) for name, schema in INBOX_SCHEMAS.items()}


def _already_read(landing: Path, report_year: int, fingerprint: str) -> set[str]:
    """Return what the present reader read last; the newest reading is the one that counts downstream."""
    read_by = dict(
        zip(
            _column(landing, "returns", report_year, "submissions", "receipt_id"),
            _column(landing, "returns", report_year, "submissions", "reader_fingerprint"),
            strict=True,
        )
    )
    return {name for name, reader in read_by.items() if reader == fingerprint}


def _has_all_tables(landing: Path, report_year: int) -> bool:
    """Tell whether every table of the returns was landed once: what was landed before may lack a newer one."""
    folders = deliveries(landing, "returns", report_year)
    return all(any((folder / f"{name}.parquet").is_file() for folder in folders) for name in RETURN_SCHEMAS)


def _column(landing: Path, source: str, report_year: int, table: str, column: str) -> list[str]:
    """Return a column of all deliveries of a source and year, oldest first."""
    values: list[str] = []
    for folder in deliveries(landing, source, report_year):
        # Not read_table, which imports what reads whole folders of files: a tenth of a second.
        values += pq.ParquetFile(folder / f"{table}.parquet").read(columns=[column])[column].to_pylist()
    return values


def _fingerprint(registry: Registry) -> str:
    """Name the reader with everything that its reading depends on."""
    digest = hashlib.sha256()
    paths = [path for pattern in (*_CODE, *_DATA) for path in sorted(_SOURCES.glob(pattern))]
    paths += [
        registry.folder / name for name in ("units.csv", "aliases.csv", "groups.csv", "reports_for.csv")
    ]
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
