"""Notices as typed tables for the landing area."""

import dataclasses
import hashlib
from pathlib import Path

import pyarrow as pa

from sources.landing import rows_to_table
from sources.notices.model import Notice

_TEXT, _INT, _DATE = pa.string(), pa.int32(), pa.date32()
_OF_NOTICE = [("report_year", _INT), ("document_no", _TEXT)]
SCHEMAS = {
    "notices": pa.schema(
        [
            *_OF_NOTICE,
            ("title", _TEXT),
            ("issuer", _TEXT),
            ("index_no", _TEXT),
            ("issued_on", _DATE),
            ("published_on", _DATE),
            ("file_name", _TEXT),
            ("sha256", _TEXT),
        ]
    ),
    "tasks": pa.schema(
        [
            *_OF_NOTICE,
            ("task_no", _INT),
            ("theme", _TEXT),
            ("section", _TEXT),
            ("title", _TEXT),
            ("requirement", _TEXT),
            ("cadence", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "assignments": pa.schema(
        [
            *_OF_NOTICE,
            ("task_no", _INT),
            ("assignment_no", _INT),
            ("role", _TEXT),
            ("assigned_as", _TEXT),
            ("unit_id", _TEXT),
            ("group_code", _TEXT),
            ("scope_note", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "milestones": pa.schema(
        [
            *_OF_NOTICE,
            ("task_no", _INT),
            ("milestone_no", _INT),
            ("milestone", _TEXT),
            ("due_date", _DATE),
            ("due_basis", _TEXT),
            ("due_words", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "directives": pa.schema(
        [
            *_OF_NOTICE,
            ("directive_no", _INT),
            ("kind", _TEXT),
            ("unit_id", _TEXT),
            ("directive", _TEXT),
            ("due_date", _DATE),
            ("due_basis", _TEXT),
            ("due_words", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "oddities": pa.schema(
        [
            *_OF_NOTICE,
            ("rule_code", _TEXT),
            ("task_no", _INT),
            ("found", _TEXT),
            ("expected", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
}


def notice_tables(notice: Notice, path: Path) -> dict[str, pa.Table]:
    """Return the landed tables: notices, tasks, assignments, milestones, directives, oddities."""
    of_notice: dict[str, object] = {"report_year": notice.report_year, "document_no": notice.document_no}
    passport = {field.name: getattr(notice, field.name, None) for field in SCHEMAS["notices"]}
    passport |= {"file_name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    rows: dict[str, list[dict[str, object]]] = {
        "notices": [{name: value or None for name, value in passport.items()}]
    }
    for name in ("tasks", "assignments", "milestones", "directives", "oddities"):
        rows[name] = [of_notice | _row(item, path.name) for item in getattr(notice, name)]
    for number, row in enumerate(rows["assignments"], start=1):
        row["assignment_no"] = number
    return {name: rows_to_table(rows[name], schema) for name, schema in SCHEMAS.items()}


def _row(item: object, file_name: str) -> dict[str, object]:
    """Empty text becomes null, so that blank and absent are one thing in the warehouse."""
    assert dataclasses.is_dataclass(item) and not isinstance(item, type)
    values: dict[str, object] = {
        name: None if value == "" else value for name, value in dataclasses.asdict(item).items()
    }
    place = values.pop("place")
    return values | {"source_locator": f"{file_name} {place}"}
