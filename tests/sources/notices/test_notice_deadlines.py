"""Dates in running text: stated, damaged, ambiguous, impossible, absent."""

import datetime as dt

import pytest

from sources.errors import SourceError
from sources.notices.deadlines import clause, find_deadlines


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("7月底前提出方案", "2021-07-31"),
        ("2月末前", "2021-02-28"),
        ("2021年底前,将规章公开", "2021-12-31"),
        ("年底前", "2021-12-31"),
        ("2022年底以前", "2022-12-31"),
        ("于10月30日前报送", "2021-10-30"),
        ("2022年1月31日之前", "2022-01-31"),
        ("次年3月底前公布", "2022-03-31"),
        ("明年1月15日前", "2022-01-15"),
        ("下一年底前", "2022-12-31"),
        ("10 月 30 日前", "2021-10-30"),
        ("2021 年 6 月底前", "2021-06-30"),
        ("１０月３０日前", "2021-10-30"),
    ],
)
def test_a_stated_date_is_read(text: str, due: str) -> None:
    (deadline,) = find_deadlines(text, 2021, "第1行")
    assert (str(deadline.due_date), deadline.basis) == (due, "stated")
    assert deadline.words in text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("并于1030日前收集汇总", "2021-10-30"),
        ("731日前", "2021-07-31"),
        ("1231日前", "2021-12-31"),
        ("930日前", "2021-09-30"),
        ("2022年1030日前", "2022-10-30"),
    ],
)
def test_a_date_that_lost_its_month_sign_is_inferred_where_only_one_fits(text: str, due: str) -> None:
    (deadline,) = find_deadlines(text, 2021, "第1行")
    assert (str(deadline.due_date), deadline.basis) == (due, "inferred")


@pytest.mark.parametrize(
    ("text", "words"), [("111日前", "111日前"), ("于1131日前", "1131日前"), ("999日前", "999日前")]
)
def test_a_damaged_date_that_fits_two_days_or_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        find_deadlines(text, 2021, "通知.txt 第9行")
    assert str(caught.value).startswith(f"通知.txt 第9行：时限“{words}”残缺，无法唯一推定")
    assert "请对照纸质原文" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["2月30日前", "13月底前", "0月底前", "6月31日前", "2021年2月29日前", "1 2月底前"]
)
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        find_deadlines(text, 2021, "第9行")
    assert f"“{text}”不是可能的日期" in caught.value.found
    assert (caught.value.where, caught.value.expected) == ("第9行", "如 10月30日前")


@pytest.mark.parametrize(
    "text", ["", " ", "持续推进", "2021年", "10月30日", "每日发布", "30日前", "国办发〔2021〕12号"]
)
def test_no_date_is_made_up(text: str) -> None:
    assert find_deadlines(text, 2021, "第1行") == []


def test_a_leap_year_has_its_day() -> None:
    assert find_deadlines("2月底前", 2024, "")[0].due_date == dt.date(2024, 2, 29)


def test_dates_come_in_the_order_of_the_text_each_with_its_clause() -> None:
    text = "1030日前报方案,7月底前初审、年底前完成。其他事项另行通知"
    found = find_deadlines(text, 2021, "")
    assert [one.words for one in found] == ["1030日前", "7月底前", "年底前"]
    clauses = [clause(text, one, after) for one, after in zip(found, [*found[1:], None], strict=True)]
    assert clauses == ["1030日前报方案", "7月底前初审", "年底前完成"]
