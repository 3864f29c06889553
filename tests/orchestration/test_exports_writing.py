"""One made-up table through the writer: hostile and awkward values, bytes, and a crash in the middle."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.exports import workbook
from orchestration.exports.tables import Edition, PrintedTable, Value
from orchestration.exports.workbook import Sheet, write_workbook
from sources.text import safe_text

EDITION = Edition(2021, dt.date(2022, 2, 15), "某政办〔2021〕1号", True)
PALETTE = {"未报": ("9C0006", "FFC7CE"), "未到期": ("595959", "")}
HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.invalid","点我")']


def _write(path: Path, *rows: tuple[Value, ...], edition: Edition = EDITION) -> None:
    labels = ["单位", "内容"]
    write_workbook(
        path, [Sheet("表一", "标题", PrintedTable(labels, labels, list(rows)), 1)], edition, PALETTE
    )


def _written(path: Path, *values: Value) -> Worksheet:
    _write(path, *[("甲", value) for value in values])
    return openpyxl.load_workbook(path)["表一"]


def _read_back(path: Path, *values: Value) -> list[object]:
    return [row[1] for row in _written(path, *values).iter_rows(min_row=4, values_only=True)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "导出" / "试.xlsx"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_written_as_text_with_an_apostrophe(path: Path, text: str) -> None:
    cell = _written(path, text).cell(4, 2)
    assert (cell.value, cell.data_type) == ("'" + text, "s")
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_formula_and_no_link_stands_in_the_file(path: Path, text: str) -> None:
    _write(path, (text, text))
    with zipfile.ZipFile(path) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if "sheet" in name)
    assert "<f>" not in xml
    assert "hyperlink" not in xml


@pytest.mark.parametrize(
    "text", ["", "a=b", "1-2", "'quoted", "http://x.invalid", "0012", "未报", "<b>&amp;"]
)
def test_other_text_stays_as_it_is(path: Path, text: str) -> None:
    assert safe_text(text) == text
    assert _read_back(path, text) == [text]


def test_lines_stay_lines_and_wrap(path: Path) -> None:
    cell = _written(path, "一\n二\n=三").cell(4, 2)
    assert cell.value == "一\n二\n=三"
    assert cell.alignment.wrap_text


def test_none_is_an_empty_cell_and_zero_is_zero(path: Path) -> None:
    page = _written(path, None, 0, 0.0, 12, 1.5)
    cells = [page.cell(row, 2) for row in range(4, 9)]
    assert [cell.value for cell in cells] == [None, 0, 0, 12, 1.5]
    assert {cell.data_type for cell in cells} == {"n"}
    assert cells[0].border.left.style == "thin"


def test_dates_are_dates_and_times_are_times(path: Path) -> None:
    page = _written(path, dt.date(2021, 10, 30), dt.datetime(2021, 10, 30, 9, 5), dt.date(1901, 1, 1))
    day, moment, early = (page.cell(row, 2) for row in (4, 5, 6))
    assert (day.value, day.number_format) == (dt.datetime(2021, 10, 30), "yyyy-mm-dd")
    assert (moment.value, moment.number_format) == (dt.datetime(2021, 10, 30, 9, 5), "yyyy-mm-dd hh:mm")
    assert (early.value, early.is_date) == (dt.datetime(1901, 1, 1), True)


@pytest.mark.parametrize("day", [dt.date(21, 10, 30), dt.date(1900, 1, 1), dt.datetime(1899, 12, 30, 8, 0)])
def test_a_date_that_no_spreadsheet_can_hold_is_written_as_its_text(path: Path, day: dt.date) -> None:
    (text,) = _read_back(path, day)
    assert isinstance(text, str)
    assert f"{day.month:02d}-{day.day:02d}" in text


@pytest.mark.parametrize("text", ["长" * 40_000, "=" + "长" * 32_767, "😀" * 20_000])
def test_text_too_long_for_a_cell_says_that_it_goes_on(path: Path, text: str) -> None:
    (read,) = _read_back(path, text)
    assert str(read).endswith("……（过长，未完）")
    assert len(str(read).encode("utf-16-le")) <= 2 * 32_767
    assert safe_text(text).startswith(str(read)[:16_000])


def test_text_that_just_fits_is_whole(path: Path) -> None:
    assert _read_back(path, "长" * 32_767) == ["长" * 32_767]


def test_a_status_has_its_colours_and_other_words_have_none(path: Path) -> None:
    page = _written(path, "未报", "未到期", "未报。")
    assert [page.cell(row, 2).fill.fgColor.rgb for row in (4, 5, 6)] == ["FFFFC7CE", "00000000", "00000000"]
    assert page.cell(4, 2).font.color.rgb == "FF9C0006"


def test_a_table_without_rows_says_so_instead_of_looking_broken(path: Path) -> None:
    _write(path)
    page = openpyxl.load_workbook(path)["表一"]
    assert page["A4"].value == "无"
    assert (page.max_row, page.auto_filter.ref) == (4, "A3:B3")


@pytest.mark.parametrize(("is_synthetic", "is_said"), [(True, True), (False, False)])
def test_synthetic_data_is_named_below_the_title_and_in_the_properties(
    path: Path, is_synthetic: bool, is_said: bool
) -> None:
    _write(path, ("甲", 1), edition=Edition(2021, dt.date(2022, 2, 15), "某政办〔2021〕1号", is_synthetic))
    book = openpyxl.load_workbook(path)
    assert ("合成" in book["表一"]["A2"].value) is is_said
    assert ("合成" in book.properties.description) is is_said
    assert "截至：2022年02月15日" in book["表一"]["A2"].value


def test_a_crash_in_the_middle_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(path, ("甲", "旧"))
    old = path.read_bytes()
    heights = iter([17.0, 17.0])
    monkeypatch.setattr(workbook, "row_height", lambda *_: next(heights))
    with pytest.raises(StopIteration):
        _write(path, ("甲", "新"), ("乙", "新"), ("丙", "新"))
    assert path.read_bytes() == old
    monkeypatch.undo()
    _write(path, ("甲", "新"))
    assert openpyxl.load_workbook(path)["表一"]["B4"].value == "新"
    assert [item.name for item in path.parent.iterdir()] == [path.name]
