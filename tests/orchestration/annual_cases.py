"""Annual reports for the tests of their renderers, and readers that know nothing of how they were written."""

import datetime as dt
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import lxml.html
import openpyxl
from docx.oxml.ns import qn

from orchestration.exports.annual.document import write_annual_document
from orchestration.exports.annual.model import AnnualReport, ReportCell
from orchestration.exports.annual.page import annual_page
from orchestration.exports.annual.workbook import write_annual_workbook
from tests.sources.returns import official

FIXTURES = Path(official.__file__).parent / "fixtures"
REAL = json.loads((FIXTURES / "real_tables.json").read_text(encoding="utf-8"))["tables"]
NAMES = {"30": "某市2025(30号)", "60": "上海市政府办公厅2019(60号)"}
Key = tuple[str, str, str]
HOSTILE = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "甲\x00\x0b乙\ud800丙", "长" * 40_000)
HOSTILE_NAMES = ("formula", "script", "control characters", "long")


def real_values(version: str) -> dict[Key, Decimal]:
    """The figures of a real published table three, and made-up ones for the rest of the form."""
    rows = dict(REAL[NAMES[version]])
    if version == "60":  # this form has one row for its 其他处理
        rows["others"] = [sum(c) for c in zip(*(rows.pop(code) for code in ("o1", "o2", "o3")), strict=True)]
    values = official.filled(version)
    values |= {
        ("foi_requests", row, column): value
        for row, figures in rows.items()
        for column, value in zip(official.APPLICANTS, figures, strict=True)
    }
    if version == "60":
        values["disclosures", "procurement", "amount"] = "25.1"
    fees = ("notices", "notices_amount", "payments", "payments_amount")
    values |= {("fees", row, "value"): n for row, n in zip(fees, (3, "120.50", 2, 0), strict=True)}
    return {key: Decimal(str(value)) for key, value in values.items()}


def printed(values: Mapping[Key, Decimal]) -> dict[Key, object]:
    """The same as paper shows them; where no heading tells the unit, the figure does."""
    unit = {("disclosures", "procurement", "amount"): "万元"}
    return {
        key: f"{str(value).replace('120.50', '120.5')}{unit.get(key, '')}" for key, value in values.items()
    }


def number(value: Decimal | int | str, **changes: Any) -> ReportCell:
    return ReportCell("number" if Decimal(value) else "zero", Decimal(value))._replace(**changes)


def report(form: str = "30", cells: Mapping[Key, ReportCell] | None = None, **changes: Any) -> AnnualReport:
    """A final edition of the real tables, with some cells and facts changed."""
    known = {key: number(value) for key, value in real_values(form).items()} | dict(cells or {})
    facts: dict[str, Any] = {
        "report_year": 2025 if form == "30" else 2019,
        "scope": "city",
        "scope_name": "某某市",
        "scope_kind": "全口径",
        "is_rollup": True,
        "template_version": form,
        "as_of": dt.date(2026, 3, 1),
        "version": 1,
        "data_version": "3f9c2a7d10b4",
        "is_synthetic": False,
        "reasons": (),
        "notes": (),
        "cells": known,
    }
    return AnnualReport(**facts | changes)


def draft(cells: Mapping[Key, ReportCell] | None = None, **changes: Any) -> AnnualReport:
    """A draft of demo data in which five figures are what figures can be."""
    row = "d1"
    odd = {
        ("foi_requests", row, "natural_person"): number(
            7, is_partial=True, owing=9, counted=8, uncounted="甲局"
        ),
        ("foi_requests", row, "commercial"): number(0),
        ("foi_requests", row, "research"): ReportCell("empty", None),
        ("foi_requests", row, "charity"): ReportCell("not_applicable", None),
        ("foi_requests", row, "legal_service"): ReportCell("unreadable", None, raw_text="约三十件"),
        ("fees", "notices_amount", "value"): ReportCell("empty", None),
    }
    facts = {"version": 0, "is_synthetic": True, "reasons": ("甲局未报送。",), "notes": ("乙局由丙局代报。",)}
    return report(cells=odd | dict(cells or {}), **facts | changes)


ODD = ("7※", "0", "", "/", "约三十件")


def normal(text: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text)))


Cells = set[tuple[int, int, int, int, str]]


def as_cells(grid: official.Grid) -> Cells:
    return {(s.row, s.column, s.rows, s.columns, normal(s.text)) for s in grid}


def document_of(path: Path, one: AnnualReport) -> Any:
    write_annual_document(path, one)
    return docx.Document(str(path))


def workbook_of(path: Path, one: AnnualReport) -> openpyxl.Workbook:
    write_annual_workbook(path, one)
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def page_of(one: AnnualReport) -> Any:
    return lxml.html.document_fromstring(annual_page(one))


def word_cells(table: Any) -> Cells:
    """The cells of a Word table, from its XML alone."""
    found: dict[tuple[int, int], list[Any]] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row_number, row in enumerate(table._tbl.findall(qn("w:tr"))):
        column = 0
        for cell in row.findall(qn("w:tc")):
            span = cell.find(f".//{qn('w:gridSpan')}")
            width = 1 if span is None else int(span.get(qn("w:val")))
            merge = cell.find(f".//{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart":
                found[open_at[column]][0] += 1
            else:
                text = "".join(part.text or "" for part in cell.iter(qn("w:t")))
                found[row_number, column] = [1, width, normal(text)]
                open_at[column] = (row_number, column)
            column += width
    return {(row, column, *rest) for (row, column), rest in found.items()}  # type: ignore[misc]


def sheet_cells(page: Any, first_row: int, shape: tuple[int, int]) -> Cells:
    """The cells of a grid on a sheet as it shows them, number formats and all."""
    spans, covered = {}, set()
    for area in page.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.size["rows"], area.size["columns"])
        covered |= set(area.cells) - {(area.min_row, area.min_col)}
    found = set()
    for row in range(shape[0]):
        for column in range(shape[1]):
            at = (row + first_row, column + 1)
            if at not in covered:
                found.add((row, column, *spans.get(at, (1, 1)), normal(shown(page.cell(*at)))))
    return found


def shown(cell: Any) -> str:
    """What a spreadsheet shows of a cell under General, with a text behind it or not."""
    behind = re.fullmatch(r'General(?:"(.*)")?', cell.number_format)
    assert behind, cell.number_format
    return "" if cell.value is None else f"{cell.value}{behind[1] or ''}"


def html_cells(table: Any) -> Cells:
    """The cells of an HTML table, by the rule that a cell takes the next place that is free."""
    taken: set[tuple[int, int]] = set()
    found = set()
    for row_number, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (row_number, column) in taken:
                column += 1
            rows, columns = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            taken |= {(row_number + i, column + j) for i in range(rows) for j in range(columns)}
            found.add((row_number, column, rows, columns, normal(cell.text_content())))
    return found


def grids_of(format_: str, path: Path, one: AnnualReport, shapes: list[tuple[int, int]]) -> list[Cells]:
    """The three grids of a report as one of its formats has them."""
    path = path.with_suffix(f".{format_}")
    if format_ == "docx":
        write_annual_document(path, one)
    elif format_ == "xlsx":
        write_annual_workbook(path, one)
    else:
        path.write_text(annual_page(one), encoding="utf-8")
    return grids_in(path, shapes)


def grids_in(path: Path, shapes: list[tuple[int, int]]) -> list[Cells]:
    """The three grids of a file as a reader sees them who knows only its format."""
    if path.suffix == ".docx":
        return [word_cells(table) for table in docx.Document(str(path)).tables[:3]]
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [sheet_cells(book[n], 3, shape) for n, shape in zip(book.sheetnames, shapes, strict=False)]
    return [html_cells(t) for t in lxml.html.parse(str(path)).xpath("//table[caption]")[:3]]
