"""What damage and haste leave in a return, found by the campaign of mutations: none of it passes unnoticed."""

import io
from decimal import Decimal

import openpyxl
import pytest

from sources.registry.registry import Registry
from sources.returns.model import Return
from sources.returns.numbers import read_number
from sources.returns.reading import read_file
from tests.sources.returns import official as o
from tests.sources.returns.good_files import FOLDER, YEAR, Values, good_files, template

PARTIAL = "foi_requests", "partial", "natural_person"


def _official(registry: Registry, changes: Values) -> Return:
    (result,) = read_file(o.as_xlsx(o.grids({**o.filled(), **changes})), "a.xlsx", FOLDER, YEAR, registry)
    return result


@pytest.mark.parametrize("slash", ["/", "—", "不涉及"])
def test_a_slash_in_the_place_of_a_number_breaks_the_sums(registry: Registry, slash: str) -> None:
    assert o.filled()[PARTIAL] == 7
    result = _official(registry, {PARTIAL: slash})
    assert [finding.rule_code for finding in result.findings] == ["STA-12", "STA-13"]
    assert all(abs(finding.difference or 0) == 7 for finding in result.findings)


def test_a_slash_in_the_place_of_a_zero_is_read_as_said(registry: Registry) -> None:
    """Nothing in the form contradicts it: it adds as little to a sum as the zero."""
    cell = "foi_requests", "granted", "natural_person"
    assert o.filled()[cell] == 0
    result = _official(registry, {cell: "/"})
    assert result.findings == []
    assert [f.cell_state for f in result.figures if f[:3] == cell] == ["not_applicable"]


def test_a_row_of_slashes_is_a_row_of_nothing(registry: Registry) -> None:
    row = {("reviews_litigation", "review", column): "/" for column in o.OUTCOMES}
    assert _official(registry, dict(row)).findings == []


@pytest.mark.parametrize("raw", ["1\x1f", "\x1c12", "1\x0b2", "12\x85", "\x0012", "12\x7f"])
def test_a_control_character_is_no_blank(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("unreadable", None)


@pytest.mark.parametrize("raw", ["12", " 12\u2028", "\r\n12\t", "\u300012\xa0"])
def test_a_blank_is_one(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("number", Decimal(12))


def test_a_table_in_which_no_cell_can_be_placed_has_its_finding(registry: Registry) -> None:
    """The only row of the table lacks a cell, and so every figure of it lacks its place."""
    page = o.as_html(o.grids(o.filled())).decode()
    at = page.rindex("<tr>")
    cell = page.index("<td", at)
    cut = page[:cell] + page[page.index("</td>", cell) + 5 :]
    (result,) = read_file(cut.encode(), "a.html", FOLDER, YEAR, registry)
    assert not [f for f in result.figures if f.table_code == "reviews_litigation" and f.value is not None]
    found = {finding.rule_code: finding for finding in result.findings}
    assert "复议诉讼情况表缺少" in found["STA-02"].found
    assert found["STA-02"].place


def test_the_sheet_of_fees_gone_from_our_template_is_told(registry: Registry) -> None:
    book, buffer = openpyxl.load_workbook(io.BytesIO(template())), io.BytesIO()
    del book["信息处理费"]
    book.save(buffer)
    returns = read_file(buffer.getvalue(), "a.xlsx", FOLDER, YEAR, registry)
    (finding,) = [finding for result in returns for finding in result.findings]
    assert (finding.rule_code, finding.place) == ("STA-01", "信息处理费")
    assert finding.found == "下发的模板中有信息处理费，文件中没有"


def test_a_report_without_our_template_may_be_silent_on_fees(registry: Registry) -> None:
    file = good_files()["official.xlsx"]
    (result,) = read_file(file.content, file.name, FOLDER, YEAR, registry)
    assert (result.outcome, result.findings) == ("accepted", [])
