"""A plain-text notice with something missing: an error with its line, never fewer tasks."""

import re
from collections.abc import Callable

import pytest

from sources.errors import SourceError
from sources.notices.model import Notice

Read = Callable[..., Notice]
Piece = tuple[int, int]


def pieces(text: str, number: int) -> list[Piece]:
    """Where the paragraphs of a task stand: title, requirement, lead, responsible, blanks included."""
    start = text.index(f"\n{number}.") + 1
    end = re.compile(rf"\n(?:{number + 1}\.|[一二三四]、|\([一二三四]\)|附件下载)").search(text, start)
    assert end is not None
    paragraph = re.compile(r"[^\n]+(?:\n[^\n]+)*")
    return [match.span() for match in paragraph.finditer(text, start, end.start())]


def refused(read: Read, text: str | bytes, count: int | None = 37) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(text, ".txt", count)
    assert re.match(r"通知\.txt 第\d+行", caught.value.where), caught.value
    return caught.value


@pytest.mark.parametrize("number", range(1, 38))
def test_a_cut_inside_any_cell_is_refused(read: Read, notice_text: str, number: int) -> None:
    for start, end in pieces(notice_text, number):
        if end - start > 1:
            refused(read, notice_text[: (start + end) // 2])


@pytest.mark.parametrize("number", range(1, 38))
def test_a_cut_before_the_last_cell_is_refused_without_a_control_total(
    read: Read, notice_text: str, number: int
) -> None:
    for start, end in pieces(notice_text, number)[:-1]:
        error = refused(read, notice_text[: (start + end + 1) // 2], None)
        assert f"任务“{number}." in error.found


@pytest.mark.parametrize("number", [1, 9, 20, 36])
def test_a_cut_at_a_row_end_needs_the_control_total(read: Read, notice_text: str, number: int) -> None:
    cut = notice_text[: pieces(notice_text, number)[-1][1]]
    error = refused(read, cut)
    assert f"读到 {number} 项任务，最后一项为任务 {number}" in error.found
    assert error.expected == "登记的任务数 37"
    assert len(read(cut, ".txt", None).tasks) == number


@pytest.mark.parametrize(
    "tail", ["市直各有关单位,", "市直各有关单位,各县(市)区政府、", "市直各有关单位,各县"]
)
def test_a_last_cell_that_breaks_off_is_refused(read: Read, notice_text: str, tail: str) -> None:
    start, _ = pieces(notice_text, 37)[-1]
    error = refused(read, notice_text[:start] + tail)
    assert tail in error.found


@pytest.mark.parametrize("number", range(1, 38))
def test_a_task_gone_from_the_middle_is_refused(read: Read, notice_text: str, number: int) -> None:
    parts = pieces(notice_text, number)
    error = refused(read, notice_text[: parts[0][0]] + notice_text[parts[-1][1] :])
    if number < 37:
        assert f"任务编号由 {number - 1} 跳到 {number + 1}" in error.found
        assert error.expected == f"任务 {number}"
    else:
        assert "读到 36 项任务" in error.found


@pytest.mark.parametrize("number", range(1, 38))
@pytest.mark.parametrize("half", ["first", "second"])
def test_half_a_task_gone_is_refused(read: Read, notice_text: str, number: int, half: str) -> None:
    parts = pieces(notice_text, number)
    middle = parts[2][0]
    begin, end = (parts[0][0], middle) if half == "first" else (middle, parts[-1][1])
    refused(read, notice_text[:begin] + notice_text[end:])


def test_each_dropped_blank_line_is_refused(read: Read, notice_text: str) -> None:
    table = notice_text.index("1.主动公开")
    blanks = [match.span() for match in re.finditer(r"(?m)^[ \u00a0]+\n", notice_text[table:])]
    assert (
        len(blanks) == 19
    )  # 15 leads, 1 requirement, 2 responsible, and one after task 9 that means nothing
    harmless = []
    for start, end in blanks:
        text = notice_text[: table + start] + notice_text[table + end :]
        try:
            assert len(read(text).tasks) == 37
            harmless.append(notice_text[: table + start].count("\n") + 1)
        except SourceError as error:
            assert re.search(r"第\d+行", error.where)
            assert "没有读到" in error.found
    assert harmless == [129]


def test_a_lost_responsible_cell_is_not_made_up_from_the_leads(read: Read, notice_text: str) -> None:
    """Task 9 has two leads, and a blank after its responsible cell: without that cell it fits task 23."""
    text = notice_text.replace(
        "市农业农村局\n\n市直各有关单位,各县(市)区政府、高新区管委会\n\n", "市农业农村局\n\n"
    )
    assert "没有读到“牵头单位”" in refused(read, text).found


@pytest.mark.parametrize("heading", ["二、紧扣宏观", "(二)做好市场", "(一)持续加强", "四、紧扣政府"])
def test_a_lost_heading_is_refused(read: Read, notice_text: str, heading: str) -> None:
    lines = notice_text.split("\n")
    error = refused(read, "\n".join(line for line in lines if not line.startswith(heading)))
    assert "请检查原文是否缺少标题或重复" in error.remedy


def test_a_cut_inside_a_character_names_the_line(read: Read, notice_text: str) -> None:
    content = notice_text.encode()
    for position in range(len(content) - 9000, len(content) - 400, 211):
        refused(read, content[:position])
    start = content.index("市财政局".encode())
    error = refused(read, content[: start + 1])
    assert error.where == "通知.txt 第107行"
    assert notice_text.split("\n")[106] == "市财政局"
    assert error.found == "文件在一个汉字的中间中断"
