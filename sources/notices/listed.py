"""The city's list of notices (notices.csv), and the notice that it lists for a year."""

import dataclasses
import hashlib
from pathlib import Path

from sources.errors import SourceError
from sources.notices.model import Notice
from sources.notices.reader import read_notice
from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry


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
