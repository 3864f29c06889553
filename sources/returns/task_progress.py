"""Reads the task-progress form (任务落实情况表) from any document that has its header row."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.returns import cells
from sources.returns.documents.model import Cell, Document, Table
from sources.returns.model import Finding, ProgressLine
from sources.text import key, shorten

HEADER_WITHIN = 20
_FORM = Path(__file__).parent / "forms" / "task_progress.csv"
_NOTHING = Cell("", "", None, "")
_ItemKey = tuple[int | None, str | None, dt.date | None]
_Row = list[Cell | None]


@dataclass(frozen=True)
class ProgressTable:
    """A table that holds the form; ``header`` is the index of its header row."""

    table: Table
    header: int


def find_progress(document: Document) -> list[ProgressTable]:
    """Return every table that holds the form; hidden worksheets only where no visible one does."""
    _, required = headers()
    found_on: dict[bool, list[ProgressTable]] = {True: [], False: []}
    for table in document.tables:
        for index, row in enumerate(table.rows[:HEADER_WITHIN]):
            if required <= _columns(row).keys():
                found_on[table.is_visible].append(ProgressTable(table, index))
                break
    return found_on[True] or found_on[False]


def missing_headers(document: Document) -> list[str]:
    """Return the headers that the likeliest header row of a document lacks; for the message only."""
    known, required = headers()
    rows = [row for table in document.tables for row in table.rows[:HEADER_WITHIN]]
    best = max((required & _columns(row).keys() for row in rows), key=len, default=frozenset())
    return [next(h for h, name in known.items() if name == field) for field in sorted(required - best)]


def read_lines(found: list[ProgressTable], report_year: int) -> tuple[list[ProgressLine], list[Finding]]:
    """Read all lines below the header rows, numbered by row; the rows of the tables before count too."""
    _, required = headers()
    lines: list[ProgressLine] = []
    findings: list[Finding] = []
    rows_before = 0
    for part in found:
        columns = _columns(part.table.rows[part.header])
        findings += _unread_columns(part, columns)
        for number, row in enumerate(part.table.rows[part.header + 1 :], start=rows_before + part.header + 2):
            if required <= _columns(row).keys():  # a new page repeats the header, or has one of its own
                columns = _columns(row)
            elif _is_heading(row):
                continue
            elif any(cell.text for cell in row if cell):
                by_field = {name: row[index] or _NOTHING for name, index in columns.items()}
                if any(row[columns[name]] is None for name in required):
                    findings.append(_short_row(row))
                else:
                    lines.append(_line(number, by_field, report_year, findings))
        rows_before += len(part.table.rows)
    return lines, findings + _duplicates(lines)


@cache
def headers() -> tuple[dict[str, str], frozenset[str]]:
    """Return header → field, and the fields that must be there."""
    rows = read_rows(_FORM, ("field", "header", "is_required"))
    required = frozenset(row["field"] for row in rows if row["is_required"] == "yes")
    return {key(row["header"]): row["field"] for row in rows}, required


def _columns(row: _Row) -> dict[str, int]:
    """Return field → column index; of two columns for one field, the one whose header the map has first.

    A 序号 to the left of the 任务编号 only counts the lines.
    """
    known, _ = headers()
    indexes: dict[str, int] = {}
    for index, cell in enumerate(row):
        if cell and cell.text and key(cell.text) in known:
            indexes.setdefault(key(cell.text), index)
    columns: dict[str, int] = {}
    if not indexes:  # most rows are no header row at all
        return columns
    for header, field in known.items():
        if header in indexes and field != "ignored":
            columns.setdefault(field, indexes[header])
    return columns


def _unread_columns(part: ProgressTable, columns: dict[str, int]) -> list[Finding]:
    """Return a finding for each column that is filled in but that the form does not have."""
    known, _ = headers()
    read, findings = set(columns.values()), []
    for index, header in enumerate(part.table.rows[part.header]):
        name = known.get(key(header.text)) if header else None
        # A 序号 beside the 任务编号 only counts the lines; what the form ignores it ignores on purpose.
        if header is None or not header.text or index in read or name in ("ignored", "task_no"):
            continue
        below = (row[index] for row in part.table.rows[part.header + 1 :])
        if any(cell is not None and cell.text for cell in below):
            found = f"“{shorten(header.text, 20)}”一列有内容，表样中没有这一列，未读入"
            remedy = "请把内容并入“落实情况”；原件已存档"
            findings.append(Finding("RET-18", header.place, found, "表样所列的列", remedy))
    return findings


def _is_heading(row: _Row) -> bool:
    """Tell whether one merged cell covers the row: a heading between the tasks."""
    return len(row) > 1 and row[0] is not None and all(cell is row[0] for cell in row)


def _short_row(row: _Row) -> Finding:
    standing = next((cell for cell in row if cell), _NOTHING)
    found = f"“{shorten(standing.text, 20)}”一行缺少单元格，内容无法对位"
    return Finding("RET-15", standing.place, found, "每行的格数与表头一致", "请补齐该行的单元格")


def _line(number: int, row: dict[str, Cell], report_year: int, findings: list[Finding]) -> ProgressLine:
    kind = row.get("item_kind", _NOTHING)
    status = row["progress_status"]
    return ProgressLine(
        line_no=number,
        task_no=cells.task_number(row["task_no"], report_year, findings),
        item_kind=cells.coded(kind, "item_kinds", "RET-13", findings) if kind.text else "completion",
        due_date=cells.day(row.get("due_date", _NOTHING), findings),
        progress_status=cells.coded(status, "progress_statuses", "RET-11", findings),
        status_text=status.text or None,
        completed_on=cells.day(row.get("completed_on", _NOTHING), findings),
        progress_text=row["progress_text"].text or None,
        evidence_url=row.get("evidence_url", _NOTHING).text or None,
        place=row["task_no"].place,
    )


def _duplicates(lines: list[ProgressLine]) -> list[Finding]:
    counts: Counter[_ItemKey] = Counter((line.task_no, line.item_kind, line.due_date) for line in lines)
    seen: set[_ItemKey] = set()
    findings = []
    for line in lines:
        item = (line.task_no, line.item_kind, line.due_date)
        if line.task_no and item in seen:
            found = shorten(f"任务 {line.task_no} 的同一事项填了 {counts[item]} 行")
            findings.append(Finding("RET-14", line.place, found, "每个事项一行", "请删去重复的行"))
        seen.add(item)
    return findings
