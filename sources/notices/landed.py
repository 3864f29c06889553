"""Notices as typed tables for the landing area, from the city's list of notices (notices.csv)."""

import dataclasses
import hashlib
from pathlib import Path

import pyarrow as pa

from sources.errors import SourceError
from sources.landing import rows_to_table
from sources.notices.model import Notice
from sources.notices.reader import read_notice
from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry

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


def listed_years(folder: Path) -> list[int]:
    """Return the years for which the city's notices.csv lists a notice."""
    return sorted({row.integer("report_year") for row in read_rows(folder / "notices.csv", ("report_year",))})


def listed_notice(folder: Path, report_year: int, registry: Registry) -> tuple[Notice, Path]:
    """Read the notice that the city's notices.csv lists for a year.

    Args:
        folder: The city's registry folder; the file lies in its ``notices/``.
        report_year: The year of the task table.
        registry: Resolves the names in the notice.

    Raises:
        SourceError: No notice is listed, the file is gone or altered, or it cannot be read to its end.
    """
    columns = ("report_year", "file", "sha256", "document_no", "issued_on", "task_count")
    listed = [
        row for row in read_rows(folder / "notices.csv", columns) if row.integer("report_year") == report_year
    ]
    if len(listed) != 1:
        found = f"{report_year} 年登记了 {len(listed)} 份通知"
        raise SourceError("notices.csv", found, "每年一份", "请在 notices.csv 登记该年的任务分解表")
    row = listed[0]
    path = folder / "notices" / row["file"]
    if not path.is_file():
        raise SourceError(row.where, f"通知文件“{row['file']}”不存在", remedy="请放回 notices 目录")
    if row["sha256"] and hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
        found = f"“{row['file']}”与登记时不同（sha256 不符）"
        raise SourceError(
            row.where, found, "登记时的原文件", "请换回原件；如确系更正，请更新 notices.csv 的 sha256"
        )
    notice = read_notice(path, registry, row.integer("task_count") if row["task_count"] else None)
    if (notice.document_no, notice.report_year) != (row["document_no"], report_year):
        found = f"文件中为 {notice.document_no}、{notice.report_year} 年"
        raise SourceError(row.where, found, f"{row['document_no']}、{report_year} 年", "请核对登记")
    issued_on = row.date("issued_on")
    if issued_on is None or notice.issued_on not in (None, issued_on):
        found = f"登记为 {issued_on or '空白'}，文件中为 {notice.issued_on or '空白'}"
        raise SourceError(f"{row.where} issued_on", found, "成文日期", "请按原件填写")
    return dataclasses.replace(notice, issued_on=issued_on), path


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
