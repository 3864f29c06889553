"""Which sheet, row and columns hold the form; who sent it, and for which year."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from sources.returns.model import Finding, Return

Make = Callable[..., bytes]
Read = Callable[..., Return]
Rejection = Callable[..., Finding]
SHORT = ("任务编号", "完成状态", "落实情况")


@pytest.mark.parametrize(
    "headers",
    [
        ("序号", "落实状态", "进展情况"),
        ("编号", "进展状态", "工作进展"),
        ("任务 编号", "完成\n状态", "开展情况"),
        ("落实情况", "任务编号", "完成状态"),
        ("备注", "完成状态", "其他", "任务编号", "工作要求", "落实情况"),
    ],
)
def test_headers_may_have_other_names_and_another_order(
    make_workbook: Make, read: Read, headers: tuple[str, ...]
) -> None:
    value = {"编号": 7, "序号": 7, "状态": "已完成", "情况": "文", "进展": "文"}
    cells = tuple(
        next((one for word, one in value.items() if "".join(name.split()).endswith(word)), "x")
        for name in headers
    )
    result = read(make_workbook(cells, headers=headers))
    (one,) = result.lines
    assert (one.task_no, one.progress_status, one.progress_text) == (7, "completed", "文")
    assert result.findings == []


def test_of_two_columns_for_one_thing_the_first_counts(make_workbook: Make, read: Read) -> None:
    headers = ("任务编号", "序号", "完成状态", "落实情况", "进展情况")
    (one,) = read(make_workbook((7, 1, "已完成", "先", "后"), headers=headers)).lines
    assert (one.task_no, one.progress_text) == (7, "先")


@pytest.mark.parametrize("row", [1, 3, 8, 20])
def test_the_header_may_stand_on_any_of_the_first_twenty_rows(
    make_workbook: Make, read: Read, row: int
) -> None:
    result = read(make_workbook(header_row=row))
    assert (result.lines[0].task_no, result.lines[0].line_no) == (7, row + 1)
    assert result.lines[0].place == f"任务落实情况!A{row + 1}"


def test_a_header_on_row_21_is_not_found(make_workbook: Make, rejection: Rejection) -> None:
    assert rejection(make_workbook(header_row=21)).rule_code == "RET-03"


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        (("任务编号", "完成状态"), "缺 落实情况"),
        (("完成状态", "落实情况"), "缺 任务编号"),
        (("任务编号", "落实情况"), "缺 完成状态"),
        (("甲", "乙"), "缺 完成状态、落实情况、任务编号"),
    ],
)
def test_a_missing_column_is_named(
    make_workbook: Make, rejection: Rejection, headers: tuple[str, ...], missing: str
) -> None:
    finding = rejection(make_workbook((1, 2), headers=headers))
    assert (finding.rule_code, finding.place) == ("RET-03", "任务落实情况")
    assert missing in finding.found
    assert finding.remedy == "请使用下发的表样"


def test_the_form_may_lie_on_any_sheet(read: Read) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("填报说明").write(0, 0, "请逐项填写")
        sheet = book.add_worksheet("第二张")
        sheet.write_row(0, 0, SHORT)
        sheet.write_row(1, 0, (7, "已完成", "文"))
    assert read(buffer.getvalue()).lines[0].place == "第二张!A2"


def test_a_form_without_lines_is_rejected(make_workbook: Make, rejection: Rejection) -> None:
    finding = rejection(make_workbook(("", "", ""), headers=SHORT))
    assert (finding.rule_code, finding.found) == ("RET-03", "表头之下没有填报内容")


@pytest.mark.parametrize(
    ("unit", "folder", "unit_id"),
    [
        ("市财政局", "市财政局", "shi-caizhengju"),
        ("福州市财政局", "", "shi-caizhengju"),
        ("市财政局", "杂项", "shi-caizhengju"),
        ("", "市财政局", "shi-caizhengju"),
        (None, "福州市财政局", "shi-caizhengju"),
        ("高新区管委会", "高新区管委会", "gaoxinqu"),
        ("高新区管委会", "", "gaoxinqu"),
        (None, "高新区管委会", "gaoxinqu"),
        ("长乐区政府", "changle", "changle"),
    ],
)
def test_the_sender_is_whom_the_file_names_else_the_folder(
    make_workbook: Make, read: Read, unit: str | None, folder: str, unit_id: str
) -> None:
    assert read(make_workbook(unit=unit), folder).unit_id == unit_id


@pytest.mark.parametrize(
    ("label", "beside"),
    [("填报单位:市财政局", ""), ("填报单位（盖章）：市财政局", ""), ("填报单位名称", "市财政局")],
)
def test_the_unit_may_stand_in_the_label_or_beside_it(read: Read, label: str, beside: str) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, (label, "", beside))
        sheet.write_row(1, 0, SHORT)
        sheet.write_row(2, 0, (7, "已完成", "文"))
    assert read(buffer.getvalue(), "").unit_id == "shi-caizhengju"


def test_a_blank_unit_before_the_next_label_is_blank(read: Read) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ("填报单位", "", "填报日期", "2021-10-28"))
        sheet.write_row(1, 0, SHORT)
        sheet.write_row(2, 0, (7, "已完成", "文"))
    assert read(buffer.getvalue(), "市财政局").unit_id == "shi-caizhengju"


@pytest.mark.parametrize(
    ("unit", "folder", "place", "found"),
    [
        ("市财政局", "市司法局", "任务落实情况!B2", "填报单位为“市财政局”，却放在“市司法局”的文件夹"),
        ("高新区管委会", "市财政局", "任务落实情况!B2", "填报单位为“高新区管委会”，却放在“市财政局”的文件夹"),
        ("市财政居", "市财政局", "任务落实情况!B2", "“市财政居”不在单位名录中。是否为 市财政局"),
        ("某某公司", "", "任务落实情况!B2", "“某某公司”不在单位名录中。"),
        ("市直各有关单位", "市财政局", "任务落实情况!B2", "“市直各有关单位”是一类单位"),
        ("市直各有关单位", "", "任务落实情况!B2", "“市直各有关单位”是一类单位"),
        (None, "", "填报单位", "文件内没有填报单位，所在文件夹“（收件箱根目录）”也不是单位名称"),
        ("", "杂项", "填报单位", "文件内没有填报单位，所在文件夹“杂项”也不是单位名称"),
        ("", "市直各单位", "填报单位", "所在文件夹“市直各单位”也不是单位名称"),
    ],
)
def test_a_sender_in_conflict_or_unknown_is_rejected(
    make_workbook: Make, rejection: Rejection, unit: str | None, folder: str, place: str, found: str
) -> None:
    finding = rejection(make_workbook(unit=unit), folder)
    assert (finding.rule_code, finding.place) == ("RET-04", place)
    assert found in finding.found


@pytest.mark.parametrize(
    ("title", "year", "accepted"),
    [
        ("2021年政务公开工作主要任务落实情况表", 2021, True),
        ("2021年度任务进展表", 2021, True),
        ("任务落实情况表", 2021, True),
        ("", 2021, True),
        ("2021年政务公开工作主要任务落实情况表", 2022, False),
        ("２０２０年任务落实情况表", 2021, False),
    ],
)
def test_the_year_of_the_title_must_be_that_of_the_inbox(
    make_workbook: Make, read: Read, rejection: Rejection, title: str, year: int, accepted: bool
) -> None:
    content = make_workbook(title=title)
    if accepted:
        assert read(content, "市财政局", year).lines
        return
    finding = rejection(content, "市财政局", year)
    assert (finding.rule_code, finding.place) == ("RET-05", "任务落实情况!A1")
    assert finding.expected == f"{year} 年"
