"""Takes new files in: archives the bytes, reads them, and lands what they say in one delivery.

A file is read once; it is read again when the reader, a form map, a word list or the registry changed.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from sources.landing import archive, archived, deliver, deliveries, rows_to_table
from sources.registry.registry import Registry
from sources.returns.inbox import InboxFile, list_inbox, read_register, unreadable
from sources.returns.landed import INBOX_SCHEMAS, RETURN_SCHEMAS
from sources.returns.model import FORM_TASK_PROGRESS, Finding, Rejected, Return
from sources.returns.received import received_times
from sources.returns.sender import unit_of
from sources.returns.task_progress import read_task_progress
from sources.safety import MAX_BYTES

# The code that a reading depends on, below sources/; with the form maps, the word lists and the registry.
_CODE = ("returns/*.py", "text.py", "safety.py", "registry/registry.py", "registry/csv_rows.py")
_DATA = ("returns/forms/*.csv", "returns/words/*.csv")
_SOURCES = Path(__file__).parents[1]
Rows = dict[str, list[dict[str, object]]]


class Intake(NamedTuple):
    """What one look at the inbox brought."""

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
        landing: The landing area; deliveries go to ``inbox/`` and ``returns/``.
        archive_root: Where original bytes are kept, before anything parses them.
        report_year: The year to take in.
        registry: Resolves unit names.
        now: Tells the local time (Asia/Shanghai) at which a file was first seen.

    Raises:
        SourceError: The inbox folder is not there.
    """
    register = read_register(inbox, report_year)
    files = list_inbox(inbox, report_year, register.findings)
    received_at = received_times(register, files)
    fingerprint = _fingerprint(registry)
    ids = {file.name: _submission_id(file, report_year, registry) for file in files}
    known = _already_read(landing, report_year, fingerprint)
    rows: Rows = {name: [] for name in RETURN_SCHEMAS}
    seen_at, rejected = now().replace(microsecond=0, tzinfo=None), 0
    for file in files:
        submission_id = ids[file.name]
        if submission_id is None or submission_id in known:
            continue
        try:
            digest = archive(archive_root, file.path)
            if digest != file.sha256:
                continue  # it changed while we looked: still being written, so it is for the next run
            result, outcome = _read(file, archived(archive_root, digest), report_year, registry)
        except OSError as error:
            register.findings.append(unreadable(file.name, error))
            continue
        known.add(submission_id)
        rejected += outcome == "rejected"
        _add(rows, submission_id, file, result, outcome, report_year)
        rows["submissions"][-1] |= {
            "first_seen_at": seen_at,
            "registered_at": received_at.get(file.name),
            "reader_fingerprint": fingerprint,
        }
    if rows["submissions"] or not deliveries(landing, "returns", report_year):
        deliver(
            landing, "returns", report_year, {n: rows_to_table(rows[n], s) for n, s in RETURN_SCHEMAS.items()}
        )
    deliver(
        landing, "inbox", report_year, _inbox_tables(files, ids, received_at, register.findings, report_year)
    )
    return Intake(len(files), len(rows["submissions"]), rejected)


def _submission_id(file: InboxFile, report_year: int, registry: Registry) -> str | None:
    if file.sha256 is None:
        return None
    unit_id = unit_of(file.folder, dt.date(report_year, 12, 31), registry)
    return f"{report_year}-{unit_id or 'unfiled'}-{file.sha256[:12]}"


def _read(file: InboxFile, kept: Path, report_year: int, registry: Registry) -> tuple[Return, str]:
    """Read the archived bytes, which are those that were hashed; the inbox may change under our hands."""
    folder_unit = unit_of(file.folder, dt.date(report_year, 12, 31), registry)
    try:
        if kept.stat().st_size > MAX_BYTES:
            _refuse("RET-01", f"文件超过 {MAX_BYTES // 2**20} MB", "请删去图片等附件后重新报送")
        if file.path.suffix.lower() != ".xlsx":
            _refuse("RET-02", f"格式“{file.path.suffix}”暂不受理", "请另存为 .xlsx 后重新报送")
        result = read_task_progress(kept.read_bytes(), file.folder, report_year, registry)
        return result, result.outcome
    except Rejected as rejection:
        return Return(FORM_TASK_PROGRESS, folder_unit, findings=[rejection.finding]), "rejected"


def _refuse(rule_code: str, found: str, remedy: str) -> None:
    raise Rejected(Finding(rule_code, "文件", found, ".xlsx 工作簿", remedy))


def _add(
    rows: Rows, submission_id: str, file: InboxFile, result: Return, outcome: str, report_year: int
) -> None:
    rows["submissions"].append(
        {
            "submission_id": submission_id,
            "report_year": report_year,
            "unit_id": result.unit_id,
            "form": result.form,
            "file_name": file.name,
            "sha256": file.sha256,
            "outcome": outcome,
            "is_synthetic": result.is_synthetic,
        }
    )
    of_submission: dict[str, object] = {"submission_id": submission_id, "report_year": report_year}
    for line in result.lines:
        values = line.__dict__ | {"source_locator": f"{file.name} {line.place}"}
        rows["progress"].append(
            of_submission | {name: value for name, value in values.items() if name != "place"}
        )
    rows["findings"] += [
        of_submission
        | {"finding_no": number, "source_locator": f"{file.name} {finding.place}"}
        | {name: value for name, value in finding._asdict().items() if name != "place"}
        for number, finding in enumerate(result.findings, start=1)
    ]


def _inbox_tables(
    files: list[InboxFile],
    ids: dict[str, str | None],
    received_at: dict[str, dt.datetime],
    findings: list[Finding],
    report_year: int,
) -> dict[str, object]:
    inventory: list[dict[str, object]] = [
        {
            "report_year": report_year,
            "file_name": file.name,
            "submission_id": ids[file.name],
            "sha256": file.sha256,
            "registered_at": received_at.get(file.name),
        }
        for file in files
    ]
    register_findings = [
        {"report_year": report_year, "source_locator": finding.place}
        | {name: value for name, value in finding._asdict().items() if name != "place"}
        for finding in findings
    ]
    tables = {"inventory": inventory, "register_findings": register_findings}
    return {name: rows_to_table(tables[name], schema) for name, schema in INBOX_SCHEMAS.items()}


def _already_read(landing: Path, report_year: int, fingerprint: str) -> set[str]:
    """Return what the present reader read last; the newest reading is the one that counts downstream."""
    read_by: dict[str, str] = {}
    for folder in deliveries(landing, "returns", report_year):
        table = pq.read_table(folder / "submissions.parquet", columns=["submission_id", "reader_fingerprint"])
        columns = table.to_pydict()
        read_by |= zip(columns["submission_id"], columns["reader_fingerprint"], strict=True)
    return {name for name, reader in read_by.items() if reader == fingerprint}


def _fingerprint(registry: Registry) -> str:
    """Name the reader with everything that its reading depends on."""
    digest = hashlib.sha256()
    paths = [path for pattern in (*_CODE, *_DATA) for path in sorted(_SOURCES.glob(pattern))]
    paths += [registry.folder / name for name in ("units.csv", "aliases.csv", "groups.csv")]
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
