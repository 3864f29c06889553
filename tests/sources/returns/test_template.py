"""The workbook that a unit fills in: the official grids, what may be typed where, and what the reader makes of it."""

import datetime as dt
import re
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.table import Table
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.notices.listed import listed_notice
from sources.owed import Item, owed_items, statistics_due
from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns.form_map import form_fields
from sources.returns.model import SYNTHETIC_MARK
from sources.returns.reading import read_file
from sources.returns.template.grids import LAYOUTS, fields, version_of
from sources.returns.template.model import Answers, ItemAnswer
from sources.returns.template.progress import status_words
from sources.returns.template.workbook import write_template
from sources.text import key
from tests.sources.returns.official import filled

OFFICIAL = Path(__file__).parent / "fixtures" / "official_form_30.docx"
FIGURE_SHEETS = ("表二主动公开", "表三申请办理", "表四复议诉讼")
ALL_FIGURE_SHEETS = (*FIGURE_SHEETS, "信息处理费", "政府网站年度数据")
SHEETS = Path(__file__).parents[3] / "sources" / "returns" / "template" / "sheets.csv"
ABOVE, A4, DUE = 3, 9, dt.date(2022, 1, 31)
UNIT = ("市司法局", "shi-sifaju")
CARRIED = {"natural_person": Decimal(3), "commercial": Decimal(0), "total": Decimal(3)}
DONE = ItemAnswer("已完成", dt.date(2021, 7, 1), "已落实", "http://a.invalid/1")

Made = Callable[..., Path]


@pytest.fixture(scope="module")
def items(city_folder: Path, registry: Registry) -> dict[str, list[Item]]:
    return owed_items(listed_notice(city_folder, 2021, registry)[0], registry)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory, items: dict[str, list[Item]]) -> Made:
    def made(due: dt.date | None = DUE, **extra: object) -> Path:
        path = tmp_path_factory.mktemp("template") / "a.xlsx"
        lines = items[UNIT[1]]
        write_template(path, UNIT[0], UNIT[1], 2021, lines, due, **extra)  # type: ignore[arg-type]
        return path

    return made


@pytest.fixture(scope="module")
def book(make: Made) -> Workbook:
    return openpyxl.load_workbook(make())


def _grid_of_docx(table: Table) -> tuple[dict[tuple[int, int], str], set[frozenset[tuple[int, int]]]]:
    """Return (row, column) → label, and the sets of positions that one cell covers."""
    labels: dict[tuple[int, int], str] = {}
    covers: dict[object, set[tuple[int, int]]] = {}
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            labels[r, c] = key(cell.text)
            covers.setdefault(cell._tc, set()).add((r, c))
    return labels, {frozenset(places) for places in covers.values()}


def _grid_of_sheet(
    page: Worksheet, rows: int, columns: int
) -> tuple[dict[tuple[int, int], str], set[frozenset[tuple[int, int]]]]:
    texts = {(r, c): page.cell(ABOVE + r + 1, c + 1).value for r in range(rows) for c in range(columns)}
    covered = {place: frozenset([place]) for place in texts}
    for area in page.merged_cells.ranges:
        places = frozenset(
            (r - ABOVE - 1, c - 1)
            for r in range(area.min_row, area.max_row + 1)
            for c in range(area.min_col, area.max_col + 1)
        )
        if places <= texts.keys():
            covered |= dict.fromkeys(places, places)
    labels = {place: key(str(texts[min(covered[place])] or "")) for place in texts}
    return labels, set(covered.values())


@pytest.mark.parametrize(
    ("number", "sheet", "size"),
    [(0, "表二主动公开", (14, 4)), (1, "表三申请办理", (28, 10)), (2, "表四复议诉讼", (4, 15))],
)
def test_the_grid_is_the_official_one_cell_by_cell(
    book: Workbook, number: int, sheet: str, size: tuple[int, int]
) -> None:
    table = docx.Document(str(OFFICIAL)).tables[number]
    labels, covers = _grid_of_docx(table)
    assert max(labels) == (size[0] - 1, size[1] - 1)
    assert _grid_of_sheet(book[sheet], *size) == (labels, covers)


@pytest.mark.parametrize("form", ["annual_statistics", "website_annual"])
def test_each_field_of_each_version_has_one_place_of_its_own(form: str) -> None:
    layouts = {
        (row["form"], row["table_code"]): LAYOUTS[row["layout"]]
        for row in read_rows(SHEETS, ("form", "table_code", "layout"))
    }
    for version, known in form_fields(form).items():
        for code in dict.fromkeys(field.table_code for field in known):
            corner = "a>b>c" if layouts[form, code] is LAYOUTS["pairs"] else "a"
            places = layouts[form, code](fields(form, version, code), corner)
            covered = [
                (r, c)
                for place in places
                for r in range(place.top, place.bottom + 1)
                for c in range(place.left, place.right + 1)
            ]
            assert (
                len(covered) == len(set(covered)) == (max(covered)[0] + 1) * (max(c for _, c in covered) + 1)
            )
            placed = [place.field.key[1:] for place in places if place.field]
            assert placed == [(f.row_code, f.column_code) for f in known if f.table_code == code]


def test_the_version_follows_the_year() -> None:
    assert [version_of("annual_statistics", year) for year in (2018, 2020, 2021, 2030)] == [
        None,
        "60",
        "30",
        "30",
    ]


def test_each_owed_item_has_its_line_with_words_and_deadline(
    book: Workbook, items: dict[str, list[Item]]
) -> None:
    rows = list(book["任务落实情况"].iter_rows(values_only=True))
    assert rows[0][0] == "2021年政务公开工作主要任务落实情况表"
    assert rows[1][:2] == ("填报单位", "市司法局")
    assert rows[2] == (
        *("任务编号", "工作任务", "工作要求", "事项类别", "完成时限", "完成状态", "完成时间", "落实情况"),
        *("公开链接", "备注"),
    )
    owed = items[UNIT[1]]
    assert [(row[0], row[1], row[3], row[4].date()) for row in rows[3:]] == [  # type: ignore[union-attr]
        (one.task_no, one.title, one.item_kind, one.due_date) for one in owed
    ]
    [step] = [row for row in rows[3:] if row[3] == "阶段任务"]
    assert str(step[2]).startswith("2021年底前,将")
    assert all(row[5:] == (None,) * 5 for row in rows[3:])


def _validations(page: Worksheet) -> dict[str, tuple[str, str]]:
    """Return cell → (type, formula) for every cell that a validation covers."""
    found: dict[str, tuple[str, str]] = {}
    for rule in page.data_validations.dataValidation:
        assert rule.error and rule.prompt and rule.errorTitle and rule.promptTitle
        assert all(re.search("[\u4e00-\u9fff]", text) for text in (rule.error, rule.prompt))
        for area in rule.sqref.ranges:
            for row in page[area.coord] if ":" in area.coord else [[page[area.coord]]]:
                found |= {cell.coordinate: (rule.type, rule.formula1) for cell in row}
    return found


def test_a_status_is_chosen_and_a_date_is_a_date(book: Workbook) -> None:
    assert status_words() == ["已完成", "持续推进", "正在推进", "未启动", "滞后", "不涉及"]
    page = book["任务落实情况"]
    rules = _validations(page)
    for row in range(4, page.max_row + 1):
        assert rules[f"F{row}"] == ("list", '"已完成,持续推进,正在推进,未启动,滞后,不涉及"')
        assert rules[f"G{row}"][0] == "date"
        assert rules[f"I{row}"][0] == "custom"


@pytest.mark.parametrize("sheet", ALL_FIGURE_SHEETS)
def test_every_figure_is_restricted_and_only_figures_are_open(book: Workbook, sheet: str) -> None:
    page = book[sheet]
    heads = {(area.min_row, area.min_col) for area in page.merged_cells.ranges}
    covered = {place for area in page.merged_cells.ranges for place in area.cells} - heads
    cells = [cell for row in page.iter_rows() for cell in row if (cell.row, cell.column) not in covered]
    open_cells = {cell.coordinate for cell in cells if not cell.protection.locked}
    assert {page[name].fill.fgColor.rgb for name in open_cells} == {"FFFFF9E0"}
    assert all(page[name].value is None for name in open_cells)
    restricted = _validations(page)
    assert {kind for kind, _ in restricted.values()} == {"custom"}
    assert open_cells <= restricted.keys()
    assert not [cell for cell in cells if cell.value is not None and not cell.protection.locked]
    counts = {
        "表二主动公开": 10,
        "表三申请办理": 175,
        "表四复议诉讼": 15,
        "信息处理费": 4,
        "政府网站年度数据": 36,
    }
    assert len(open_cells) == counts[sheet]


def test_labels_are_protected_without_a_password(book: Workbook) -> None:
    for page in book:
        assert page.protection.sheet
        assert not page.protection.password
    page = book["任务落实情况"]
    for row in range(4, page.max_row + 1):
        locked = [cell.protection.locked for cell in page[row]]
        assert locked == [True] * 5 + [False] * 5


def test_no_cell_holds_a_formula(make: Made) -> None:
    with zipfile.ZipFile(make(carried_over=CARRIED)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 8
    assert not [xml for xml in sheets if re.search(r"<f[ >/]", xml)]


def test_each_sheet_is_titled_frozen_and_fits_on_paper(book: Workbook) -> None:
    for page in book.worksheets[:-1]:
        assert str(page["A1"].value).startswith("2021年")
        assert (page["A2"].value, page["B2"].value) == ("填报单位", "市司法局")
        assert page.page_setup.paperSize == A4
        assert page.sheet_properties.pageSetUpPr.fitToPage
    assert {page.title: page.freeze_panes for page in book.worksheets[1:-1]} == {
        "任务落实情况": "C4",
        "表二主动公开": "B4",
        "表三申请办理": "D7",
        "表四复议诉讼": "A7",
        "信息处理费": "C5",
        "政府网站年度数据": "D5",
    }


def test_the_hidden_sheet_says_whose_it_is(book: Workbook) -> None:
    page = book["_zwgk"]
    assert page.sheet_state == "veryHidden"
    assert dict(page.iter_rows(values_only=True)) == {
        "unit_id": "shi-sifaju",
        "report_year": "2021",
        "template": "zwgk-1",
        "forms": "task_progress annual_statistics website_annual",
    }


def test_the_guide_names_the_deadlines_of_this_unit(book: Workbook, make: Made) -> None:
    page = book["填报说明"]
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=4)]
    assert rows[:2] == [("时限", "报送事项", "任务编号"), ("2021年10月30日前", "牵头汇总", "23、 24、 35")]
    assert ("2021年12月31日前", "阶段任务", "23") in rows
    assert any(row[0] == "2022年01月31日前" and row[1] == "年度统计" for row in rows)
    told = "".join(str(row[1]) for row in rows if row[1])
    assert all(word in told for word in ("填 0", "填 /", "红色", "锁定", ".xlsx", "回执"))
    assert "{" not in told
    bare = openpyxl.load_workbook(make(None))["填报说明"]
    without = "".join(str(cell.value) for row in bare.iter_rows(min_row=4) for cell in row)
    assert "年度统计" not in without
    assert "上年结转" not in without + told


def test_the_same_arguments_give_the_same_bytes(make: Made) -> None:
    first = make(carried_over=CARRIED)
    time.sleep(1.1)  # a clock in it would show
    assert make(carried_over=CARRIED).read_bytes() == first.read_bytes()


def test_what_was_carried_over_is_filled_in_and_marked(make: Made) -> None:
    book = openpyxl.load_workbook(make(carried_over=CARRIED))
    row = [cell.value for cell in book["表三申请办理"][8]]
    assert row[0] == "二、上年结转政府信息公开申请数量"
    assert row[3:] == [3, 0, None, None, None, None, 3]
    marks = dict(book["_zwgk"].iter_rows(values_only=True))
    assert str(marks["prefilled"]).split() == [
        f"foi_requests.carry.{column}" for column in ("natural_person", "commercial", "total")
    ]
    guide = book["填报说明"]
    assert any("已按本单位上年报送" in str(cell.value) for row in guide.iter_rows() for cell in row)


def test_a_unit_without_statistics_has_no_statistics_sheets(make: Made, registry: Registry) -> None:
    [organ] = [unit for unit in registry.units if unit["unit_type"] == "party_organ"]
    assert statistics_due(registry, 2021, organ) is None
    names = openpyxl.load_workbook(make(due=None, carried_over=CARRIED)).sheetnames
    assert names == ["填报说明", "任务落实情况", "_zwgk"]


def test_a_unit_that_another_reports_for_owes_no_statistics(city: Any) -> None:
    registry = city.add("reports_for.csv", "2021,shi-yuanlin,shi-chengguanwei,来函").load()
    due = {
        (year, unit["unit_id"]): statistics_due(registry, year, unit)
        for year in (2021, 2022)
        for unit in registry.units
    }
    assert due[2021, "shi-yuanlin"] is None
    assert str(due[2021, "shi-chengguanwei"]) == "2022-01-31"
    assert str(due[2022, "shi-yuanlin"]) == "2023-01-31"


def test_text_that_looks_like_a_formula_is_none(make: Made, items: dict[str, list[Item]]) -> None:
    answer = ItemAnswer("已完成", None, "=cmd|'/c calc'!A1", "@SUM(A1)")
    first = items[UNIT[1]][0]
    page = openpyxl.load_workbook(make(answers=Answers({}, {first: answer})))["任务落实情况"]
    assert (page["H4"].value, page["I4"].value) == ("'=cmd|'/c calc'!A1", "'@SUM(A1)")
    assert {page["H4"].data_type, page["I4"].data_type} == {"s"}


def test_an_order_of_the_body_has_no_number(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    order = Item(None, "提出方案", "", "阶段任务", "responsible", "提出方案", dt.date(2021, 9, 30))
    write_template(path, *UNIT, 2021, [order], None)
    page = openpyxl.load_workbook(path)["任务落实情况"]
    assert [cell.value for cell in page[4]][:4] == ["正文", "提出方案", "提出方案", "阶段任务"]


def test_a_note_stands_in_every_title(make: Made) -> None:
    book = openpyxl.load_workbook(make(note=SYNTHETIC_MARK))
    assert all(SYNTHETIC_MARK in str(page["A1"].value) for page in book.worksheets[:-1])


def test_filled_in_it_is_read_back_to_the_figure(
    make: Made, items: dict[str, list[Item]], registry: Registry
) -> None:
    figures = {name: Decimal(str(value)) for name, value in filled().items()}
    figures |= {("fees", f.row_code, f.column_code): Decimal("2.5" if f.kind == "amount" else 1)
                for f in form_fields("annual_statistics")["30"] if f.table_code == "fees"}  # fmt: skip
    website = form_fields("website_annual")["12"]
    figures |= {(f.table_code, f.row_code, f.column_code): Decimal(0) for f in website}
    path = make(answers=Answers(figures, dict.fromkeys(items[UNIT[1]], DONE)))
    returns = read_file(path.read_bytes(), path.name, "市司法局", 2021, registry)
    assert [(one.form, one.outcome) for one in returns] == [
        ("task_progress", "accepted"),
        ("annual_statistics", "accepted"),
        ("website_annual", "accepted"),
    ]
    read = {(f.table_code, f.row_code, f.column_code): f.value for one in returns for f in one.figures}
    assert read == figures
    lines = [(line.task_no, line.due_date, line.progress_status) for line in returns[0].lines]
    assert lines == [(one.task_no, one.due_date, "completed") for one in items[UNIT[1]]]


def test_statistics_left_blank_report_nothing(
    make: Made, items: dict[str, list[Item]], registry: Registry
) -> None:
    path = make(answers=Answers({}, {items[UNIT[1]][0]: DONE}))
    returns = read_file(path.read_bytes(), path.name, "市司法局", 2021, registry)
    assert [(one.form, one.outcome) for one in returns] == [("task_progress", "accepted")]


def test_one_table_forgotten_is_told_as_blank(make: Made, registry: Registry) -> None:
    figures = {
        name: Decimal(str(value)) for name, value in filled().items() if name[0] != "reviews_litigation"
    }
    path = make(answers=Answers(figures, {}))
    [result] = read_file(path.read_bytes(), path.name, "市司法局", 2021, registry)
    assert [(one.rule_code, one.place) for one in result.findings] == [("STA-01", "表四复议诉讼!A7")]


def test_all_units_take_less_than_ten_seconds(
    tmp_path: Path, items: dict[str, list[Item]], registry: Registry
) -> None:
    started = time.perf_counter()
    for unit in (unit for unit in registry.valid_on(dt.date(2021, 6, 4)) if unit["unit_id"] in items):
        due = statistics_due(registry, 2021, unit)
        path = tmp_path / f"{unit['unit_id']}.xlsx"
        write_template(path, unit["unit_name"], unit["unit_id"], 2021, items[unit["unit_id"]], due)
    assert time.perf_counter() - started < 10
    assert len(list(tmp_path.iterdir())) == 55
