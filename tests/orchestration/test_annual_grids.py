"""The three official grids in every format, cell by cell, against published tables and the blank form."""

from pathlib import Path

import docx
import pytest

from orchestration.exports.annual.model import ReportCell
from tests.orchestration import annual_cases as a
from tests.sources.returns import official

FORMATS = ("docx", "xlsx", "html")


@pytest.mark.parametrize("version", ["30", "60"])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_cell_of_the_published_tables_stands_in_its_place(
    tmp_path: Path, format_: str, version: str
) -> None:
    expected = official.grids(a.printed(a.real_values(version)), version)
    shapes = [official.shape(grid) for grid in expected]
    found = a.grids_of(format_, tmp_path / "a", a.report(version), shapes)
    assert len(found) == 3
    for cells, grid in zip(found, expected, strict=True):
        assert cells == a.as_cells(grid)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_blank_report_is_the_blank_official_form(tmp_path: Path, format_: str) -> None:
    form = [a.word_cells(t) for t in docx.Document(str(a.FIXTURES / "official_form_30.docx")).tables]
    shapes = [official.shape(grid) for grid in official.grids({})]
    assert shapes == [(14, 4), (28, 10), (4, 15)]
    blank = {key: ReportCell("empty", None) for key in a.real_values("30")}
    found = a.grids_of(format_, tmp_path / "a", a.report(cells=blank), shapes)
    for cells, official_cells in zip(found, form, strict=True):
        assert cells == official_cells


@pytest.mark.parametrize("format_", FORMATS)
def test_partial_zero_empty_slash_and_unreadable_stay_apart(tmp_path: Path, format_: str) -> None:
    shapes = [official.shape(grid) for grid in official.grids({})]
    foi = a.grids_of(format_, tmp_path / "a", a.draft(), shapes)[1]
    row = next(cell[0] for cell in foi if cell[4].endswith("属于国家秘密"))
    texts = {column: text for at, column, _, _, text in foi if at == row}
    assert tuple(texts[column] for column in range(3, 8)) == a.ODD


def test_a_sheet_keeps_numbers_as_numbers(tmp_path: Path) -> None:
    page = a.workbook_of(tmp_path / "a.xlsx", a.draft()).worksheets[1]
    row = next(cell.row for cell in page["C"] if cell.value == "1.属于国家秘密")
    values = [page.cell(row, column).value for column in range(4, 9)]
    assert values == [7, 0, None, "/", "约三十件"]
    assert [page.cell(row, column).data_type for column in range(4, 9)] == ["n", "n", "n", "s", "s"]
    assert page.cell(row, 4).number_format == 'General"※"'
    amount = a.workbook_of(tmp_path / "a.xlsx", a.report()).worksheets[0].cell(16, 2)
    assert (amount.value, amount.number_format) == (59237.2449, "General")
