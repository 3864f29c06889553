"""Which sheet, row and columns hold the form; who sent it, and for which year."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from sources.returns.model import Finding, Return
from sources.returns.reading import read_file

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
    assert [finding.rule_code for finding in result.findings] == ["RET-18"] * ("其他" in headers)


def test_of_two_columns_for_one_thing_the_first_counts(make_workbook: Make, read: Read) -> None:
    headers = ("任务编号", "序号", "完成状态", "落实情况", "落实情况")
    (one,) = read(make_workbook((7, 1, "已完成", "先", "后"), headers=headers)).lines
    assert (one.task_no, one.progress_text) == (7, "先")


@pytest.mark.parametrize("number", ["任务编号", "编号"])
def test_of_two_headers_for_one_thing_the_first_in_the_map_counts(
    make_workbook: Make, read: Read, number: str
) -> None:
    headers = ("序号", number, "完成状态", "进展情况", "落实情况")
    lines = ((1, 7, "已完成", "二", "一"), (2, 25, "已完成", "二", "一"))
    result = read(make_workbook(*lines, headers=headers))
    assert [(one.task_no, one.progress_text) for one in result.lines] == [(7, "一"), (25, "一")]
    assert [one.place for one in result.lines] == ["任务落实情况!B4", "任务落实情况!B5"]
    (finding,) = result.findings  # nothing that a unit wrote is passed over without a word
    assert (finding.rule_code, finding.place) == ("RET-18", "任务落实情况!D3")
    assert "“进展情况”一列" in finding.found


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


def make_sheets(*sheets: tuple[str, str | None, tuple[object, ...]], hidden: tuple[str, ...] = ()) -> bytes:
    """Make a workbook with the form on each sheet: name, 填报单位 (None: not asked), task numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, unit, numbers in sheets:
            sheet = book.add_worksheet(name)
            if unit is not None:
                sheet.write_row(0, 0, ("填报单位", unit))
            sheet.write_row(1, 0, SHORT)
            for row, number in enumerate(numbers, start=2):
                sheet.write_row(row, 0, (number, "已完成", "文"))
            if name in hidden:
                (sheet.very_hidden if name.startswith("深") else sheet.hide)()
    return buffer.getvalue()


def test_every_sheet_with_the_form_is_read(read: Read) -> None:
    result = read(make_sheets(("上", "市财政局", (7, 8)), ("空", None, ()), ("下", "福州市财政局", (25, 7))))
    assert [(one.task_no, one.place) for one in result.lines] == [
        *((7, "上!A3"), (8, "上!A4"), (25, "下!A3"), (7, "下!A4"))
    ]
    assert [one.line_no for one in result.lines] == [3, 4, 9, 10]  # the rows before count: 4, then 2
    assert [(one.rule_code, one.place) for one in result.findings] == [("RET-14", "下!A4")]
    assert result.unit_id == "shi-caizhengju"


@pytest.mark.parametrize("units", [("市财政局", None), (None, "市财政局"), ("", "市财政局")])
def test_a_sheet_that_names_nobody_follows_the_other(read: Read, units: tuple[str | None, ...]) -> None:
    content = make_sheets(("上", units[0], (7,)), ("下", units[1], (8,)))
    assert read(content, "杂项").unit_id == "shi-caizhengju"


@pytest.mark.parametrize(
    ("folder", "place", "found"),
    [
        ("", "下!B1", "填报单位为“市司法局”，上!B1为“市财政局”"),
        ("市财政局", "下!B1", "填报单位为“市司法局”，却放在“市财政局”的文件夹"),
        ("市司法局", "上!B1", "填报单位为“市财政局”，却放在“市司法局”的文件夹"),
    ],
)
def test_sheets_of_two_units_are_rejected(rejection: Rejection, folder: str, place: str, found: str) -> None:
    content = make_sheets(("上", "市财政局", (7,)), ("下", "市司法局", (8,)))
    finding = rejection(content, folder)
    assert (finding.rule_code, finding.place, finding.found) == ("RET-04", place, found)


def test_the_year_of_every_sheet_is_checked(rejection: Rejection) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, title in (("上", "2021年任务落实情况表"), ("下", "2020年任务落实情况表")):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, title)
            sheet.write_row(1, 0, SHORT)
            sheet.write_row(2, 0, (7, "已完成", "文"))
    finding = rejection(buffer.getvalue())
    assert (finding.rule_code, finding.place, finding.found) == ("RET-05", "下!A1", "2020 年")


@pytest.mark.parametrize("name", ["隐藏", "深隐藏"])
def test_a_hidden_sheet_is_read_only_where_no_other_has_the_form(read: Read, name: str) -> None:
    hidden = (name, "市司法局", (8,))
    both = read(make_sheets(("明", "市财政局", (7,)), hidden, hidden=(name,)), "")
    assert ([one.task_no for one in both.lines], both.unit_id) == ([7], "shi-caizhengju")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("说明").write(0, 0, "请逐项填写")
        sheet = book.add_worksheet(name)
        (sheet.very_hidden if name.startswith("深") else sheet.hide)()
        sheet.write_row(0, 0, SHORT)
        sheet.write_row(1, 0, (8, "已完成", "文"))
    assert read(buffer.getvalue()).lines[0].place == f"{name}!A2"


def test_forms_without_lines_are_rejected_by_sheet(rejection: Rejection) -> None:
    finding = rejection(make_sheets(("上", "市财政局", ()), ("下", None, ())))
    assert (finding.rule_code, finding.place) == ("RET-03", "上、下")


def test_a_form_without_lines_is_rejected(make_workbook: Make, rejection: Rejection) -> None:
    finding = rejection(make_workbook(("", "", ""), headers=SHORT))
    assert (finding.rule_code, finding.found) == ("RET-03", "表内没有填报内容")


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


@pytest.mark.parametrize(
    "label",
    [
        *(
            "填报日期",
            "填报人：",
            "填表人",
            "报出日期",
            "报送时间：",
            "联系人",
            "联 系 人：张三",
            "联系电话",
            "联系方式",
        ),
        *(
            "审核人",
            "审核：",
            "负责人",
            "单位负责人（签字）",
            "分管领导",
            "经办人",
            "制表人",
            "签发人",
            "电话",
            "日期：",
        ),
    ],
)
@pytest.mark.parametrize("one_cell", [False, True])
def test_a_blank_unit_before_the_next_label_is_blank(read: Read, label: str, one_cell: bool) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表")
        row = (f"填报单位：　　　{label}", "x") if one_cell else ("填报单位", "", label, "x")
        sheet.write_row(0, 0, row)
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
        (None, "", "填报单位", "文件内没有填报单位，所在文件夹也不是单位名称"),
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
    "unit", ["长乐市政府", "长乐区政府", "长乐市人民政府", "福州市长乐区人民政府", "长乐市"]
)
@pytest.mark.parametrize("folder", ["长乐市政府", "长乐区政府", ""])
def test_a_unit_may_sign_with_a_name_of_another_time(
    make_workbook: Make, read: Read, unit: str, folder: str
) -> None:
    assert read(make_workbook(unit=unit), folder).unit_id == "changle"


def test_a_unit_closed_within_the_year_may_still_have_reported(make_workbook: Make, city: Any) -> None:
    registry = city.add(
        "units.csv", "shi-jiu,福州市旧局,市旧局,municipal_department,municipal,,2021-09-30,190,"
    ).load()
    for unit, folder in (("市旧局", "市旧局"), ("福州市旧局", ""), (None, "市旧局")):
        assert read_file(make_workbook(unit=unit), "表.xlsx", folder, 2021, registry)[0].unit_id == "shi-jiu"


def test_the_name_at_the_end_of_the_year_goes_before_an_older_one(make_workbook: Make, city: Any) -> None:
    """The old bearer of a name is not meant while another bears it."""
    registry = city.add(
        "units.csv", "shi-jiu,福州市旧局,市财政局,municipal_department,municipal,,2021-09-30,190,"
    ).load()
    assert read_file(make_workbook(), "表.xlsx", "市财政局", 2021, registry)[0].unit_id == "shi-caizhengju"


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
