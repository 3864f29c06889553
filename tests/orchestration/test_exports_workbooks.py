"""The workbooks of the demo run, read back and compared with the published tables."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import duckdb
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.exports.tables import ReadCopy
from orchestration.exports.workbooks import (
    CHASE_LIST,
    FLAGS,
    FULFILMENT,
    ONLY_OF_CITY,
    ONLY_OF_UNITS,
    REGISTER,
    WORKBOOKS,
    YEAR_END,
    export_workbook,
)
from tests.conftest import AS_OF, REGISTRY, YEAR


class Printed(NamedTuple):
    """A sheet and the table that it must show."""

    file_name: str
    sheet: str
    table: str
    where: str
    frozen: str
    left_out: frozenset[str] = frozenset()
    order: str = "row_order"
    fewest_rows: int = 21
    has_empty_cells: bool = True


CITY, UNITS, BY_UNIT = "scope = 'city'", "scope <> 'city'", "unit_order, scope, row_order"
SHEETS = [
    Printed(FULFILMENT, "按任务", "rpt_task_fulfilment", "scope = 'city'", "E4"),
    Printed(FULFILMENT, "逐单位明细", "rpt_obligation_details", "true", "D4"),
    Printed(CHASE_LIST, "催报清单", "rpt_chase_list", "true", "B4"),
    Printed(CHASE_LIST, "按单位汇总", "rpt_chase_summary", "true", "C4"),
    Printed(REGISTER, "收件登记", "rpt_receipt_register", "scope = 'city'", "C4"),
    Printed(REGISTER, "问题明细", "rpt_receipt_findings", "scope = 'city'", "B4", has_empty_cells=False),
    Printed(YEAR_END, "回头看", "rpt_look_back", CITY, "C4", fewest_rows=2),
    Printed(YEAR_END, "年报核对", "rpt_report_findings", CITY, "C4", fewest_rows=2, has_empty_cells=False),
    Printed(YEAR_END, "网站年度报表", "rpt_website_annual", CITY, "C4", ONLY_OF_UNITS),
    Printed(YEAR_END, "网站年度报表（逐单位）", "rpt_website_annual", UNITS, "C4", ONLY_OF_CITY, BY_UNIT),
    Printed(YEAR_END, "报送及时率", "rpt_timeliness", CITY, "C4", fewest_rows=3, has_empty_cells=False),
    Printed(YEAR_END, "报送及时率（逐单位）", "rpt_timeliness", UNITS, "C4", order=BY_UNIT),
    Printed(FLAGS, "问题清单", "rpt_flags", CITY, "B4"),
]
every_sheet = pytest.mark.parametrize("printed", SHEETS, ids=lambda printed: printed.sheet)


@pytest.fixture(scope="module")
def books(demo_home: Path) -> dict[str, openpyxl.Workbook]:
    folder = demo_home / "exports" / str(YEAR)
    return {name: openpyxl.load_workbook(folder / name) for name in WORKBOOKS}


def _page(books: dict[str, openpyxl.Workbook], printed: Printed) -> Worksheet:
    page = books[printed.file_name][printed.sheet]
    assert isinstance(page, Worksheet)
    return page


def _column(page: Worksheet, heading: str) -> list[object]:
    number = [cell.value for cell in page[3]].index(heading) + 1
    return [page.cell(row, number).value for row in range(4, page.max_row + 1)]


def _columns(read_copy: duckdb.DuckDBPyConnection, printed: Printed) -> list[tuple[str, str]]:
    query = "select column_name, label from data_dictionary where table_name = ? and label is not null order by position"
    columns = read_copy.execute(query, [printed.table]).fetchall()
    return [(name, label) for name, label in columns if name not in printed.left_out]


def test_the_sheets_are_those_that_the_office_knows(books: dict[str, openpyxl.Workbook]) -> None:
    assert {name: book.sheetnames for name, book in books.items()} == {
        "任务落实情况表.xlsx": ["按任务", "逐单位明细"],
        "催报清单.xlsx": ["催报清单", "按单位汇总"],
        "收件登记簿.xlsx": ["收件登记", "问题明细"],
        "年终各表.xlsx": [
            "回头看",
            "年报核对",
            "网站年度报表",
            "网站年度报表（逐单位）",
            "报送及时率",
            "报送及时率（逐单位）",
        ],
        "问题清单.xlsx": ["问题清单"],
    }


@every_sheet
def test_headings_are_the_labels_of_the_table_and_chinese(
    books: dict[str, openpyxl.Workbook], printed: Printed, read_copy: duckdb.DuckDBPyConnection
) -> None:
    headings = [cell.value for cell in _page(books, printed)[3]]
    assert headings == [label for _, label in _columns(read_copy, printed)]
    assert len(headings) == len(set(headings)) > 5
    assert not [heading for heading in headings if re.search(r"[A-Za-z_]", str(heading))]


@every_sheet
def test_every_cell_is_that_of_the_published_table(
    books: dict[str, openpyxl.Workbook], printed: Printed, read_copy: duckdb.DuckDBPyConnection
) -> None:
    names = ", ".join(name for name, _ in _columns(read_copy, printed))
    query = f"select {names} from {printed.table} where report_year = {YEAR} and {printed.where} order by {printed.order}"
    wanted = read_copy.execute(query).fetchall()
    page = _page(books, printed)
    shown = list(page.iter_rows(min_row=4, values_only=True))
    assert len(shown) == len(wanted) >= printed.fewest_rows
    for row, cells in zip(wanted, shown, strict=True):
        assert [_as_cell(value) for value in row] == list(cells)


def _as_cell(value: object) -> object:
    """What openpyxl reads where a value stands; it rounds times, which are fractions of days, to the second."""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, bool):
        return "是" if value else "否"
    return float(value) if isinstance(value, Decimal) else value


@every_sheet
def test_null_zero_and_number_have_cells_of_their_own(
    books: dict[str, openpyxl.Workbook], printed: Printed, read_copy: duckdb.DuckDBPyConnection
) -> None:
    cells = [cell for row in _page(books, printed).iter_rows(min_row=4) for cell in row]
    assert not [cell.coordinate for cell in cells if cell.value in ("", "None", "NaT", "nan")]
    # Each finding of the demo says everything, and something is due of each group of units.
    assert any(cell.value is None for cell in cells) == printed.has_empty_cells


@every_sheet
def test_no_text_could_run_as_a_formula(books: dict[str, openpyxl.Workbook], printed: Printed) -> None:
    cells = [cell for row in _page(books, printed).iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if str(cell.value)[:1] in "=+-@" and cell.data_type == "s"]


@every_sheet
def test_a_sheet_prints_on_a4_landscape_with_its_heading_on_every_page(
    books: dict[str, openpyxl.Workbook], printed: Printed
) -> None:
    page = _page(books, printed)
    last = get_column_letter(page.max_column)
    assert (int(page.page_setup.paperSize), page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)  # one page is the default
    assert page.print_title_rows == "$1:$3"
    assert page.print_area == f"'{printed.sheet}'!$A$1:${last}${page.max_row}"
    assert page.auto_filter.ref == f"A3:{last}{page.max_row}"
    assert page.freeze_panes == printed.frozen
    assert "第 &P 页，共 &N 页" in page.oddFooter.center.text.replace("&[Page]", "&P")


@every_sheet
def test_a_sheet_says_what_it_is_as_of_when_and_that_it_is_synthetic(
    books: dict[str, openpyxl.Workbook], printed: Printed
) -> None:
    page, properties = _page(books, printed), books[printed.file_name].properties
    assert str(page["A1"].value).startswith(f"{YEAR}年")
    assert "截至：2022年02月15日" in str(page["A2"].value)
    assert "含合成演示数据，非真实报送" in str(page["A2"].value)
    assert properties.description == page["A2"].value
    assert properties.created == dt.datetime.fromisoformat(AS_OF)


def test_tasks_and_details_come_in_the_order_of_the_notice(books: dict[str, openpyxl.Workbook]) -> None:
    assert _column(_page(books, SHEETS[0]), "序号") == list(range(1, 38))
    numbers = [number or 999 for number in _column(_page(books, SHEETS[1]), "序号")]
    assert numbers == sorted(numbers)


def test_the_chase_list_is_by_unit_and_then_by_date(books: dict[str, openpyxl.Workbook]) -> None:
    page = _page(books, SHEETS[2])
    units, dates = _column(page, "单位"), _column(page, "时限")
    in_order = list(dict.fromkeys(units))
    rows = list(zip(map(in_order.index, units), dates, strict=True))
    assert rows == sorted(rows)
    assert set(_column(page, "状态")) <= {"未报", "临期"}


def test_the_summary_begins_with_the_unit_that_misses_most(books: dict[str, openpyxl.Workbook]) -> None:
    missing = _column(_page(books, SHEETS[3]), "未报")
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > 0


@pytest.mark.parametrize("name", list(WORKBOOKS))
def test_the_same_read_copy_gives_the_same_bytes(name: str, demo_home: Path, tmp_path: Path) -> None:
    path = export_workbook(name, demo_home / "published" / "zwgk.duckdb", tmp_path, YEAR, REGISTRY)
    assert path.read_bytes() == (demo_home / "exports" / str(YEAR) / name).read_bytes()


def test_a_year_without_data_is_refused_in_words_that_help(demo_home: Path, tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="没有 2031 年的数据，请先运行 zwgk run --year 2031"):
        export_workbook(CHASE_LIST, demo_home / "published" / "zwgk.duckdb", tmp_path, 2031, REGISTRY)
    assert not list(tmp_path.iterdir())


def test_a_scope_prints_only_its_own_rows(demo_home: Path) -> None:
    with ReadCopy(demo_home / "published" / "zwgk.duckdb") as copy:
        unit = copy.rows(
            "select scope, count(*) from rpt_task_fulfilment where scope <> 'city' group by 1 limit 1"
        )[0]
        assert len(copy.printed("rpt_task_fulfilment", YEAR, unit[0]).rows) == unit[1]
