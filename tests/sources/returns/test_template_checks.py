"""What turns red and what may be typed, as an office suite works it out from the workbook's own conditions."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from sources.owed import COMPLETION, Item
from sources.returns.form_map import form_fields
from sources.returns.template.model import Answers, FigureKey, ItemAnswer
from sources.returns.template.workbook import write_template
from tests.sources.returns.official import filled

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="not installed: soffice")

# The conditions are written as formulas this far to the right, where nothing else stands.
ASIDE = 40
ITEMS = [
    Item(number, f"任务{number}", "", COMPLETION, "responsible", "", dt.date(2021, 12, 31))
    for number in (1, 2, 3)
]
# Cell → what is typed over a return in which everything holds, and the cells that must turn red for it.
MISTAKES: dict[tuple[str, str], tuple[object, set[str]]] = {
    ("表二主动公开", "B7"): ("=1+2", {"B7"}),
    ("表三申请办理", "D9"): (99, {"J9", "D30"}),
    ("表三申请办理", "J31"): (None, {"J31"}),
    ("表三申请办理", "E8"): ("/", {"E31", "J8"}),
    ("表四复议诉讼", "J7"): (99, {"J7"}),
    ("政府网站年度数据", "D22"): (5, {"D21"}),
    ("政府网站年度数据", "D25"): (5, {"D25"}),
    ("任务落实情况", "G4"): (None, {"G4"}),
    ("任务落实情况", "I5"): (None, {"I5"}),
}
# What is typed into 规章 (a count) and into 收费金额 (an amount), and whether it may stand there.
TYPED = {"B6": (0, 12, 1.5, -1, "/", "三件", "251000元"), "B17": (0, 59237.2449, -0.5, "/", "一万")}
ALLOWED = {
    "B6": [True, True, False, False, True, False, False],
    "B17": [True, True, False, True, False],
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in which everything holds."""
    figures: dict[FigureKey, int | str] = {}
    for name, value in filled().items():
        figures[name] = value if isinstance(value, int) else 1
    for form, version in (("annual_statistics", "30"), ("website_annual", "12")):
        for field in form_fields(form)[version]:
            figures.setdefault((field.table_code, field.row_code, field.column_code), 0)
    done = ItemAnswer("已完成", dt.date(2021, 7, 1), "已落实", "http://a.invalid/1")
    lines = {ITEMS[0]: done, ITEMS[1]: done}
    path = tmp_path_factory.mktemp("checks") / "a.xlsx"
    write_template(path, "甲局", "jia", 2021, ITEMS, dt.date(2022, 1, 31), answers=Answers(figures, lines))
    return path


def _origin(ranges: MultiCellRange) -> str:
    """The cell that relative references are seen from: the first one."""
    row, column = min((one.min_row, one.min_col) for one in ranges.ranges)
    return f"{get_column_letter(column)}{row}"


def _lay_out_conditions(page: Worksheet) -> None:
    """Write each condition of each cell as a formula, one block of columns for each rule."""
    rules = [(area.sqref, rule) for area in page.conditional_formatting for rule in area.rules]
    for number, (ranges, rule) in enumerate(rules, start=1):
        for row, column in (place for one in ranges.ranges for place in one.cells):
            there = f"{get_column_letter(column)}{row}"
            formula = Translator(f"={rule.formula[0]}", _origin(ranges)).translate_formula(there)
            page.cell(row, column + ASIDE * number).value = formula


def _worked_out(book: Workbook, folder: Path) -> Workbook:
    folder.mkdir(exist_ok=True)
    book.save(folder / "in.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(folder / "out"), str(folder / "in.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (folder / "out" / "in.xlsx").is_file(), done.stderr
    return openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True)


def _red(book: Workbook) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for page in book:
        asides = [cell for row in page.iter_rows(min_col=ASIDE + 1) for cell in row if cell.value is not None]
        assert {type(cell.value) for cell in asides} <= {bool}, [cell.value for cell in asides]
        names = {f"{get_column_letter((c.column - 1) % ASIDE + 1)}{c.row}" for c in asides if c.value}
        if names:
            found[page.title] = names
    return found


def test_nothing_is_red_in_a_blank_template_nor_where_everything_holds(path: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    carried = {"natural_person": 3, "total": 3}
    write_template(blank, "甲局", "jia", 2021, ITEMS, dt.date(2022, 1, 31), carried)  # type: ignore[arg-type]
    for number, source in enumerate((blank, path)):
        book = openpyxl.load_workbook(source)
        for page in book:
            _lay_out_conditions(page)
        assert _red(_worked_out(book, tmp_path / str(number))) == {}


def test_each_mistake_turns_the_total_red_and_no_other_cell(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    expected: dict[str, set[str]] = {}
    for page in book:
        _lay_out_conditions(page)
    for (sheet, cell), (value, red) in MISTAKES.items():
        book[sheet][cell].value = value  # type: ignore[union-attr]
        expected.setdefault(sheet, set()).update(red)
    assert _red(_worked_out(book, tmp_path)) == expected


def test_a_figure_is_a_number_of_its_kind_or_a_slash(path: Path, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(path)["表二主动公开"]
    found = {_origin(rule.sqref): rule for rule in page.data_validations.dataValidation}
    book = Workbook()
    sheet = book.worksheets[0]
    for column, (origin, values) in enumerate(TYPED.items()):
        for row, value in enumerate(values, start=1):
            cell = sheet.cell(row, 2 * column + 1, value)
            formula = Translator(f"={found[origin].formula1}", origin).translate_formula(cell.coordinate)
            sheet.cell(row, 2 * column + 2, formula)
    worked_out = _worked_out(book, tmp_path).worksheets[0]
    for column, (origin, values) in enumerate(TYPED.items()):
        results = [bool(worked_out.cell(row, 2 * column + 2).value) for row in range(1, len(values) + 1)]
        assert results == ALLOWED[origin]
