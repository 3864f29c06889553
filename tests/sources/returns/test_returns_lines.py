"""What the lines of a task-progress workbook say, and what is wrong with a cell."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from sources.returns.documents.workbook import column_name
from sources.returns.model import Finding, Return

Make = Callable[..., bytes]
Read = Callable[..., Return]
NOTHING = ("", "", "", "", "", "", "", "")


def line(**cells: object) -> tuple[object, ...]:
    names = ("no", "title", "kind", "due", "status", "done", "text", "url")
    good = (7, "预决算", "完成情况", "2021-12-31", "已完成", "2021-11-05", "已公开", "http://a/b")
    return tuple(cells.get(name, value) for name, value in zip(names, good, strict=True))


def codes(result: Return) -> list[tuple[str, str]]:
    return [(finding.rule_code, finding.place) for finding in result.findings]


def test_a_good_line_is_read_whole(make_workbook: Make, read: Read) -> None:
    result = read(make_workbook(line()))
    (one,) = result.lines
    assert (result.outcome, result.unit_id, result.is_synthetic) == ("accepted", "shi-caizhengju", False)
    assert (one.line_no, one.task_no, one.item_kind, one.due_date) == (
        4,
        7,
        "completion",
        dt.date(2021, 12, 31),
    )
    assert (one.progress_status, one.status_text) == ("completed", "已完成")
    assert (one.completed_on, one.progress_text) == (dt.date(2021, 11, 5), "已公开")
    assert (one.evidence_url, one.place) == ("http://a/b", "任务落实情况!A4")


@pytest.mark.parametrize(
    ("cell", "column", "rule_code", "found", "address"),
    [
        ("due", "due_date", "RET-10", "十二月底", "任务落实情况!D4"),
        ("done", "completed_on", "RET-10", "2021-02-30", "任务落实情况!F4"),
        ("done", "completed_on", "RET-10", "10月28日", "任务落实情况!F4"),
        ("status", "progress_status", "RET-11", "己完成", "任务落实情况!E4"),
        ("no", "task_no", "RET-12", "第七项", "任务落实情况!A4"),
        ("no", "task_no", "RET-12", "", "任务落实情况!A4"),
        ("no", "task_no", "RET-12", "7.5", "任务落实情况!A4"),
        ("kind", "item_kind", "RET-13", "其他", "任务落实情况!C4"),
    ],
)
def test_an_unreadable_cell_is_null_with_a_finding_at_its_address(
    make_workbook: Make, read: Read, cell: str, column: str, rule_code: str, found: str, address: str
) -> None:
    result = read(make_workbook(line(**{cell: found})))
    assert getattr(result.lines[0], column) is None
    (finding,) = result.findings
    assert (finding.rule_code, finding.place, finding.found) == (rule_code, address, found or "空白")
    assert finding.expected
    assert finding.remedy
    assert result.outcome == "accepted_with_warnings"


@pytest.mark.parametrize(
    ("cell", "text", "column", "value"),
    [
        ("no", "7", "task_no", 7),
        ("no", 7.0, "task_no", 7),
        ("no", "2021-07", "task_no", 7),
        ("no", "任务 7.", "task_no", 7),
        ("no", "037", "task_no", 37),
        ("due", "2021年12月31日", "due_date", dt.date(2021, 12, 31)),
        ("due", "2021/12/31", "due_date", dt.date(2021, 12, 31)),
        ("due", "2021.12.31", "due_date", dt.date(2021, 12, 31)),
        ("due", "２０２１－１２－３１", "due_date", dt.date(2021, 12, 31)),
        ("status", " 持续 推进 ", "progress_status", "ongoing"),
        ("status", "✔", "progress_status", "completed"),
        ("status", "不涉及", "progress_status", "not_applicable"),
        ("kind", "阶段任务", "item_kind", "milestone"),
        ("kind", "牵头汇总", "item_kind", "summary"),
    ],
)
def test_the_ways_a_cell_may_be_written(
    make_workbook: Make, read: Read, cell: str, text: object, column: str, value: object
) -> None:
    result = read(make_workbook(line(**{cell: text})))
    assert (getattr(result.lines[0], column), result.findings) == (value, [])


@pytest.mark.parametrize(
    ("cell", "column", "value"),
    [
        ("kind", "item_kind", "completion"),
        ("due", "due_date", None),
        ("status", "progress_status", None),
        ("status", "status_text", None),
        ("done", "completed_on", None),
        ("text", "progress_text", None),
        ("url", "evidence_url", None),
    ],
)
@pytest.mark.parametrize("blank", ["", " ", "\u00a0\u3000"])
def test_an_empty_cell_is_empty_and_no_finding(
    make_workbook: Make, read: Read, cell: str, column: str, value: object, blank: str
) -> None:
    result = read(make_workbook(line(**{cell: blank})))
    assert (getattr(result.lines[0], column), result.findings) == (value, [])


def test_prefilled_lines_left_blank_stay_unreported(make_workbook: Make, read: Read) -> None:
    prefilled = (8, "地方政府债务", "完成情况", "2021-12-31", "", "", "", "")
    result = read(make_workbook(line(), prefilled))
    assert [one.progress_status for one in result.lines] == ["completed", None]
    assert (result.lines[1].status_text, result.findings) == (None, [])


def test_empty_rows_between_lines_are_skipped_and_line_numbers_kept(make_workbook: Make, read: Read) -> None:
    result = read(make_workbook(line(), NOTHING, line(no=8)))
    assert [(one.line_no, one.task_no) for one in result.lines] == [(4, 7), (6, 8)]


def test_an_item_given_twice_is_a_finding_on_the_later_line(make_workbook: Make, read: Read) -> None:
    result = read(make_workbook(line(), line(kind="牵头汇总"), line(due=""), line(text="又")))
    assert codes(result) == [("RET-14", "任务落实情况!A7")]
    assert result.findings[0].found == "任务 7 的同一事项填了 2 行"


def test_lines_without_a_number_are_not_taken_for_one_item(make_workbook: Make, read: Read) -> None:
    result = read(make_workbook(line(no=""), line(no="")))
    assert [code for code, _ in codes(result)] == ["RET-12", "RET-12"]


def test_every_finding_of_a_line_is_reported(make_workbook: Make, read: Read) -> None:
    result = read(make_workbook(line(no="x", kind="x", due="x", status="x", done="x")))
    assert sorted(code for code, _ in codes(result)) == ["RET-10", "RET-10", "RET-11", "RET-12", "RET-13"]


def test_excel_dates_are_dates(read: Read) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, date = book.add_worksheet("表"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ("任务编号", "完成状态", "落实情况", "完成时间"))
        sheet.write_row(1, 0, (7, "已完成", "已公开"))
        sheet.write_datetime(1, 3, dt.datetime(2021, 11, 5), date)
    result = read(buffer.getvalue())
    assert (result.lines[0].completed_on, result.findings) == (dt.date(2021, 11, 5), [])


@pytest.mark.parametrize("text", ["=1+1", "+86 591", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_is_text(make_workbook: Make, read: Read, text: str) -> None:
    assert read(make_workbook(line(text=text))).lines[0].progress_text == text


def test_a_formula_is_refused_with_its_cell(rejection: Callable[..., Finding]) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("表").write_formula(4, 2, "=1+1", None, "已存")
    finding = rejection(buffer.getvalue())
    assert finding.rule_code == "RET-01"
    assert "单元格 C5 是公式" in finding.found
    assert "选择性粘贴" in finding.remedy


def test_a_synthetic_return_is_known_by_its_heading(make_workbook: Make, read: Read) -> None:
    assert read(make_workbook(title="2021年落实情况表（合成演示数据）")).is_synthetic
    assert not read(make_workbook(line(text="合成演示数据"))).is_synthetic


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_excel_names_them(index: int, name: str) -> None:
    assert column_name(index) == name
