"""Text is made comparable for comparing only."""

import pytest

from sources.errors import SourceError
from sources.text import is_blank, key, safe_text, shorten, text_width, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("市财政局", "市财政局"),
        (" 市 财政局\u3000\u00a0\n", "市财政局"),
        ("（一）：１２", "(一):12"),
        ("⼀、⾏政", "一、行政"),
        ("“十四五”‘甲’", "\"十四五\"'甲'"),
        ("1．公开", "1.公开"),
    ],
)
def test_key_folds_width_blanks_and_quotes(text: str, expected: str) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(("left", "right"), [("市财政局", "市司法局"), ("7", "17"), ("甲(乙)", "甲乙")])
def test_key_keeps_different_names_apart(left: str, right: str) -> None:
    assert key(left) != key(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\u00a0\n \n", ""),
        (" 甲\u00a0\u00a0乙 \n\n\u3000丙\t", "甲 乙\n丙"),
        ("“十四五”（规划）", "“十四五”（规划）"),
    ],
)
def test_tidy_trims_lines_and_keeps_the_characters(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("text", "blank"), [("", True), ("\u00a0\u3000 \n\t", True), ("0", False), ("/", False), ("。", False)]
)
def test_only_white_space_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("甲\n乙", "甲 乙"), ("甲" * 5, "甲" * 5), ("甲" * 6, "甲甲甲甲…")],
)
def test_shorten_gives_one_line_within_the_limit(text: str, expected: str) -> None:
    assert shorten(text, 5) == expected


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("甲.csv 第2行", "缺列"), "甲.csv 第2行：缺列。"),
        (("甲", "缺列。", "两列", "补上。"), "甲：缺列。应为：两列。办法：补上。"),
        (("甲", "缺列", "", "补上"), "甲：缺列。办法：补上。"),
    ],
)
def test_a_message_names_place_finding_expectation_and_remedy(parts: tuple[str, ...], message: str) -> None:
    assert str(SourceError(*parts)) == message


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc 1", 5), ("任务", 4), ("第1页，", 7)])
def test_chinese_characters_are_twice_as_wide(text: str, width: int) -> None:
    assert text_width(text) == width


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1"])
def test_text_that_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == "'" + text
    assert safe_text("甲" + text) == "甲" + text
