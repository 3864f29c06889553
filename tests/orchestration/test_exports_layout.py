"""Widths and heights on paper, where a Chinese character is twice as wide as a Latin one."""

import datetime as dt
import random

import pytest

from orchestration.exports.layout import (
    LINE_HEIGHT,
    MAX_ROW_HEIGHT,
    PAGE_WIDTH,
    column_widths,
    row_height,
    shown,
    text_width,
)

LONG = "落实情况文字较长，" * 12


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc 12", 6), ("政务", 4), ("（一）", 6), ("Ａ", 2), ("a政", 3), ("“十四五”", 10), ("ｱ", 1)],
)
def test_a_chinese_character_counts_double(text: str, width: int) -> None:
    assert text_width(text) == width


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (1.5, "1.5"),
        ("原文", "原文"),
        (dt.date(2021, 10, 30), "2021-10-30"),
        (dt.datetime(2021, 10, 30, 9, 5, 59), "2021-10-30 09:05"),
    ],
)
def test_a_value_is_measured_as_its_cell_shows_it(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_short_column_shows_its_longest_value_on_one_line() -> None:
    widths = column_widths(["单位", "时限"], [("市教育局", dt.date(2021, 10, 30)), ("市发改委办公室", None)])
    assert widths[0] >= text_width("市发改委办公室") + 2
    assert widths[1] >= len("2021-10-30") + 2


def test_a_column_is_never_narrower_than_its_heading() -> None:
    labels = ["逾期天数", "最长逾期天数", "落实情况"]
    many = [*labels, *["填满整页的短列"] * 12]
    for rows in ([], [(1, None, LONG, *["很长的一个单元格"] * 12)]):
        widths = column_widths(many, [row[: len(many)] for row in rows])
        assert all(width > text_width(label) for width, label in zip(widths, many, strict=True))


def test_long_texts_share_what_the_page_has_left_the_longer_getting_more() -> None:
    widths = column_widths(["序号", "要求", "情况"], [(1, LONG, LONG * 4), (2, LONG, LONG * 4)])
    assert widths[1] < widths[2]
    assert sum(widths) == pytest.approx(PAGE_WIDTH)


def test_a_column_gets_no_more_than_its_text_needs() -> None:
    text = "比二十个半角字符略长的文字"
    assert column_widths(["事项"], [(text,)]) == [text_width(text) + 2.0]


def test_only_the_longest_line_of_a_cell_counts_for_its_width() -> None:
    assert column_widths(["汇总"], [("甲：一\n乙：二\n丙：三",)]) == column_widths(["汇总"], [("甲：一",)])


def test_a_table_without_rows_has_the_widths_of_its_headings() -> None:
    assert column_widths(["单位", "备注"], []) == [6.5, 6.5]


def test_lines_in_a_cell_and_wrapped_lines_make_a_row_taller() -> None:
    one = row_height(["短", None, 0], [20.0, 20.0, 20.0])
    assert row_height(["一\n二\n三"], [20.0]) == pytest.approx(one + 2 * LINE_HEIGHT)
    assert row_height(["字" * 18], [19.0]) == pytest.approx(one + LINE_HEIGHT)
    assert row_height(["", "字" * 18], [9.0, 19.0]) == row_height(["字" * 18], [19.0])


def test_a_row_is_no_taller_than_a_spreadsheet_allows() -> None:
    assert row_height(["字" * 5000], [10.0]) == MAX_ROW_HEIGHT < 409.5


def test_no_wrapped_line_is_cut_off() -> None:
    """A column of width w is 7w + 5 pixels wide, a Chinese character of 10 points 13⅓."""
    draw = random.Random(2021)
    for _ in range(2000):
        width = draw.uniform(7, 60)
        alphabet = draw.choice(["政务公开，。（）", "政务公开，。（）abc12"])
        text = "".join(draw.choices(alphabet, k=draw.randint(1, 200)))
        lines, used = 1, 0.0
        for character in text:
            pixels = 40 / 3 * text_width(character) / 2
            if used + pixels > 7 * width:
                lines, used = lines + 1, 0.0
            used += pixels
        height = row_height([text], [width])
        assert height >= min(lines * LINE_HEIGHT, MAX_ROW_HEIGHT), (width, text)
