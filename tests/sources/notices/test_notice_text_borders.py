"""Plain text: where one cell ends and the next begins is told, or refused."""

from collections.abc import Callable

import pytest

from sources.errors import SourceError
from sources.notices.model import Notice

HEAD = "关于印发2021年全市政务公开工作要点的通知\n\n测政办〔2021〕9号\n\n"
HEADER = "工作任务\n\n工作要求\n\n牵头单位\n\n责任单位\n\n"
Read = Callable[..., Notice]


def one_task(*cells: str, header: str = HEADER) -> str:
    return HEAD + header + "1.公开预算。\n\n" + "\n\n".join(cells) + "\n\n"


def assigned(notice: Notice) -> tuple[list[str], list[str]]:
    lead, responsible = (
        [one.assigned_as for one in notice.assignments if one.role == role]
        for role in ("lead", "responsible")
    )
    return lead, responsible


@pytest.mark.parametrize(
    ("cells", "lead", "responsible"),
    [
        (("及时公开。", "市财政局", "市直各有关单位"), ["市财政局"], ["市直各有关单位"]),
        (
            ("及时公开。", "市财政局", "市司法局", "市直各有关单位"),
            ["市财政局", "市司法局"],
            ["市直各有关单位"],
        ),
        (("及时公开。", "\u00a0", "市财政局"), [], ["市财政局"]),
        (("及时公开。", "市财政局\n市司法局", "\u00a0"), ["市财政局", "市司法局"], []),
        (("及时公开。", "市财政局", "(负责甲)", "\u00a0"), ["市财政局"], []),
        (("\u00a0", "\u00a0", "市直各有关单位"), [], ["市直各有关单位"]),
        (("第一段。", "第二段。", "市财政局", "市直各有关单位"), ["市财政局"], ["市直各有关单位"]),
    ],
)
def test_borders_are_told_by_what_the_paragraphs_are(
    read: Read, cells: tuple[str, ...], lead: list[str], responsible: list[str]
) -> None:
    assert assigned(read(one_task(*cells), ".txt", 1)) == (lead, responsible)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("及时公开。", "市财政局", "市司法局"), "牵头单位"),
        (("及时公开。", "市财政局", "市司法局", "\u00a0"), "牵头单位"),
        (("及时公开。", "市直各有关单位", "各县(市)区政府"), "牵头单位"),
        (("及时公开。", "市直各有关单位"), "牵头单位"),
        (("市财政局", "市直各有关单位"), "工作要求"),
        (("及时公开。", "\u00a0"), "责任单位"),
        (("及时公开。",), "牵头单位"),
    ],
)
def test_a_border_that_cannot_be_told_is_refused(read: Read, cells: tuple[str, ...], column: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(one_task(*cells), ".txt", 1)
    assert caught.value.where.startswith("通知.txt 第")
    assert f"任务“1.公开预算。”到此没有读到“{column}”一栏" in caught.value.found


def test_prose_after_the_units_is_refused(read: Read) -> None:
    with pytest.raises(SourceError) as caught:
        read(one_task("及时公开。", "市财政局", "市直各有关单位", "另行通知。"), ".txt", 1)
    assert caught.value.found == "“另行通知。”放不进任务“1.公开预算。”的任何一栏"
    assert caught.value.where == "通知.txt 第21行"


def test_a_paragraph_outside_any_task_is_refused(read: Read) -> None:
    with pytest.raises(SourceError) as caught:
        read(HEAD + HEADER + "前言。\n\n1.甲\n\n乙\n\n市财政局\n\n市直各有关单位", ".txt", 1)
    assert "“前言。”不属于任何任务" in caught.value.found


def test_a_table_of_three_columns_reads_without_requirements(read: Read) -> None:
    notice = read(
        one_task("市财政局", "市直各有关单位", header=HEADER.replace("工作要求\n\n", "")), ".txt", 1
    )
    assert assigned(notice) == (["市财政局"], ["市直各有关单位"])
    assert notice.tasks[0].requirement == ""


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (HEADER + "完成时限\n\n", "表头为 工作任务、工作要求、牵头单位、责任单位、完成时限"),
        ("责任单位\n\n工作任务\n\n", "表头为 责任单位、工作任务"),
        ("工作任务\n\n", "没有找到任务表的表头"),
        ("", "没有找到任务表的表头"),
    ],
)
def test_columns_that_text_cannot_carry_are_refused(read: Read, header: str, found: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(one_task("市财政局", "市直各有关单位", header=header), ".txt", 1)
    assert caught.value.found == found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("<strong>牵头处室</strong>", "表头“牵头处室”不认识"),
        ("<strong>责任部门</strong>", "表头“责任单位”与前面的一栏同义"),
    ],
)
def test_a_column_of_a_page_that_is_unknown_or_doubled_is_refused(
    read: Read, notice_page: str, header: str, found: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(notice_page.replace("<strong>牵头单位</strong>", header), ".html")
    assert caught.value.found == found
