"""The sentences of a report, the names of its gaps, and the XML that they are put into."""

from decimal import Decimal

import pytest

from orchestration.exports.annual.gaps import gaps
from orchestration.exports.annual.grids import figures
from orchestration.exports.annual.model import ReportCell
from orchestration.exports.annual.slots import fill, lines_slot, slot, take_apart
from orchestration.exports.annual.wording import fees_statement, requests_statement, reviews_statement
from tests.orchestration import annual_cases as a

EMPTY = ReportCell("empty", None)
PIECES = take_apart(f"<w:p><w:r>{slot('one')}</w:r></w:p><w:p><w:pPr/>{lines_slot('many')}</w:p><w:p/>")


def _missing(**changes: object) -> ReportCell:
    return ReportCell("number", Decimal(1), True, 3, 2, "甲局")._replace(**changes)  # type: ignore[arg-type]


def _fee(cell: ReportCell) -> str:
    return fees_statement(a.report(cells={("fees", "notices", "value"): cell}))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (EMPTY, "件数（未填报）"),
        (ReportCell("not_applicable", None), "件数（不涉及）"),
        (ReportCell("unreadable", None, raw_text="三"), "件数（所填内容无法识别）"),
        (a.number(0), "件数0件"),
        (_missing(), "件数1※件"),
    ],
)
def test_what_is_no_number_is_not_told_as_one(cell: ReportCell, said: str) -> None:
    assert said in _fee(cell)


def test_a_sum_says_that_a_part_of_it_is_missing() -> None:
    cells = {("foi_requests", "u1", "total"): EMPTY, ("foi_requests", "n1", "total"): _missing()}
    text = requests_statement(a.report(cells=cells))
    values = a.real_values("30")
    unable = values["foi_requests", "u2", "total"] + values["foi_requests", "u3", "total"]
    ignored = sum(values["foi_requests", f"n{n}", "total"] for n in range(2, 6)) + 1
    assert f"无法提供{unable}件（部分未填报）、不予处理{ignored}※件" in text
    nobody = {("reviews_litigation", row, "total"): EMPTY for row in ("direct_suit", "suit_after_review")}
    assert "行政复议6件，行政诉讼（未填报）" in reviews_statement(a.report(cells=nobody))


def test_the_older_form_has_the_same_sentences() -> None:
    text = requests_statement(a.report("60"))
    others = a.real_values("60")["foi_requests", "others", "total"]
    assert text.startswith("本年新收政府信息公开申请")
    assert text.endswith(f"其他处理{others}件。")


def test_gaps_go_by_the_shortest_name() -> None:
    known = [figure.key for figure in figures("30")]
    reviews = {key: _missing() for key in known if key[0] == "reviews_litigation"}
    row = {key: _missing(counted=1) for key in known if key[1] == "new"}
    most = {key: _missing(counted=0) for key in known if key[0] == "disclosures" and key[1] != "rules"}
    found = [gap.figures for gap in gaps(a.report(cells=reviews | row | most))]
    assert found == [
        "二、主动公开政府信息情况（规章以外的全部数字）",
        "三、收到和处理政府信息公开申请情况（一、本年新收政府信息公开申请数量）",
        "四、政府信息公开行政复议、行政诉讼情况（全部数字）",
    ]
    assert gaps(a.report(cells=reviews, is_rollup=False)) == []


@pytest.mark.parametrize("lines", [(), ("甲",), ("甲", "<w:p>&\x01")])
def test_a_paragraph_is_written_as_often_as_there_are_lines(lines: tuple[str, ...]) -> None:
    written = ["甲", "&lt;w:p&gt;&amp;"][: len(lines)]
    expected = "".join(f"<w:p><w:pPr/>{line}</w:p>" for line in written)
    assert fill(PIECES, {"one": "a<b", "many": lines}) == f"<w:p><w:r>a&lt;b</w:r></w:p>{expected}<w:p/>"


def test_a_value_that_looks_like_a_slot_is_text() -> None:
    assert slot("many") in fill(PIECES, {"one": slot("many"), "many": ()})
