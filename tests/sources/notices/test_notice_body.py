"""What stands before the table: passport, orders, lost paragraph numbers."""

import datetime as dt
from collections.abc import Callable

import pytest

from sources.errors import SourceError
from sources.notices.model import Notice

HEAD = "关于印发2021年全市政务公开工作要点的通知\n\n测政办〔2021〕9号\n\n"
TABLE = "\n\n工作任务\n\n牵头单位\n\n责任单位\n\n1.公开预算。\n\n市财政局\n\n市直各有关单位\n"
Read = Callable[..., Notice]


def body(read: Read, *paragraphs: str) -> Notice:
    return read(HEAD + "\n\n".join(paragraphs) + TABLE, ".txt", 1)


@pytest.mark.parametrize(
    ("sentence", "kind", "due"),
    [
        ("各牵头单位于10月30日前汇总开展情况。", "lead_summary", "2021-10-30"),
        ("牵头单位要收集汇总开展情况。", "lead_summary", "None"),
        ("要对上一年度工作要点落实情况开展“回头看”。", "look_back", "None"),
        ("落实情况纳入政府信息公开工作年度报告。", "annual_report", "None"),
        ("市司法局要于6月底前提出方案。", "unit_milestone", "2021-06-30"),
    ],
)
def test_orders_are_told_apart(read: Read, sentence: str, kind: str, due: str) -> None:
    (order,) = body(read, sentence).directives
    assert (order.kind, str(order.due_date), order.directive) == (kind, due, sentence)
    assert order.unit_id == ("shi-sifaju" if kind == "unit_milestone" else None)


@pytest.mark.parametrize(
    "sentence", ["市司法局要提出方案。", "各单位要高度重视。", "某某公司要于6月底前提出方案。"]
)
def test_an_order_needs_a_known_unit_and_a_date(read: Read, sentence: str) -> None:
    assert body(read, sentence).directives == []


@pytest.mark.parametrize(
    ("sentence", "flagged"),
    [("请各单位于9月底前报送联络员名单。", True), ("请各单位报送联络员名单。", False)],
)
def test_a_dated_sentence_of_no_known_kind_is_flagged(read: Read, sentence: str, flagged: bool) -> None:
    flags = [(one.rule_code, one.found, one.place) for one in body(read, sentence).oddities]
    assert flags == ([("NTC-06", sentence, "第5行")] if flagged else [])


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (("一、甲", "二、乙", "三、丙"), []),
        (("二、乙", "三、丙"), ["一、"]),
        (("一、甲", "三、丙"), ["二、"]),
        (("一、甲", "二乙"), ["二、"]),
        (("甲", "乙"), []),
    ],
)
def test_lost_paragraph_numbers_are_flagged(
    read: Read, paragraphs: tuple[str, ...], found: list[str]
) -> None:
    long = "各级政府和市直有关部门加强政务公开经费保障和人员配备"
    notice = body(read, *(text + long for text in paragraphs))
    assert [one.expected for one in notice.oddities if one.rule_code == "NTC-05"] == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2月30日前报送名单。", "时限“2月30日前”不是可能的日期"),
        ("于111日前报送名单。", "时限“111日前”残缺，无法唯一推定"),
    ],
)
def test_a_bad_date_in_the_body_is_refused_with_its_line(read: Read, line: str, found: str) -> None:
    with pytest.raises(SourceError) as caught:
        body(read, "前言。", line)
    assert (caught.value.where, caught.value.found) == ("通知.txt 第7行", found)


@pytest.mark.parametrize("line", ["成文日期:2021-13-04", "2021年2月30日", "发布日期:2021-06-31"])
def test_an_impossible_date_of_issue_is_refused(read: Read, line: str) -> None:
    with pytest.raises(SourceError) as caught:
        body(read, line)
    assert "不是可能的日期" in caught.value.found
    assert caught.value.where == "通知.txt 正文"


@pytest.mark.parametrize(
    ("paragraphs", "issued"),
    [
        (("成文日期:2021-06-04",), dt.date(2021, 6, 4)),
        (("成文日期：2021年6月4日",), dt.date(2021, 6, 4)),
        (("2021年6月4日",), dt.date(2021, 6, 4)),
        (("成文日期:",), None),
        (("无日期",), None),
    ],
)
def test_the_day_of_issue_is_labelled_or_signed_or_unknown(
    read: Read, paragraphs: tuple[str, ...], issued: dt.date | None
) -> None:
    assert body(read, *paragraphs).issued_on == issued


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        ("测政办〔2021〕9号", "没有读到发文字号"),
        ("关于印发2021年全市政务公开工作要点的通知", "没有读到含年度的标题"),
        ("2021年全市", "没有读到含年度的标题"),
    ],
)
def test_a_notice_without_number_or_year_is_refused(read: Read, gone: str, found: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(HEAD.replace(gone, "") + "前言。" + TABLE, ".txt", 1)
    assert (caught.value.where, caught.value.found) == ("通知.txt 正文", found)
