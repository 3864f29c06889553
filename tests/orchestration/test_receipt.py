"""A receipt says what became of the file, what is wrong and what is still owed; as text and as a page."""

import datetime as dt
from typing import Any

import pytest
from lxml import html

from orchestration.exports.receipt import (
    NOT_HANDED_IN,
    FormStanding,
    OwedItem,
    Receipt,
    ReceiptFinding,
    in_order,
    one_line,
    receipt_text,
)
from orchestration.exports.receipt_page import receipt_page
from tests.orchestration.receipt_cases import (
    ACTIVE,
    FATAL,
    NOTICE,
    OUTCOMES,
    OWED,
    SHA256,
    SUPERSEDED,
    UNREADABLE,
    WARNING,
    WITHDRAWN,
    a_receipt,
    before_handing_in,
)

HOSTILE = [
    "<img src=x onerror=alert(1)>.xlsx",
    '"><script>alert(1)</script>',
    "</td></tr></table><h1>已受理",
    "{{ receipt.sha256 }}{% raw %}",
    "' onmouseover='x",
    "&lt;b&gt;&amp;",
]
OUTCOME_CASES = [
    (a_receipt(), "已受理，没有发现问题"),
    (
        a_receipt(WARNING, NOTICE, outcome="accepted_with_warnings"),
        "已受理，有需要核对的地方（警告 1 处、提示 1 处）",
    ),
    (
        a_receipt(WARNING, FATAL, outcome="accepted_with_warnings"),
        "已受理，但有严重问题（严重 1 处、警告 1 处），必须改正后重新报送",
    ),
    (a_receipt(UNREADABLE, outcome="rejected"), "未受理。请按下列办法改正后重新报送"),
    (
        a_receipt(forms=(FormStanding("任务落实情况表", "受理", WITHDRAWN, "2022-01-05 09:00，误报"),)),
        "已撤回，不再计入",
    ),
    (
        a_receipt(forms=(FormStanding("任务落实情况表", "受理", SUPERSEDED),)),
        "已被后来的报送取代，不再计入",
    ),
    (before_handing_in(), "可以受理，没有发现问题"),
    (
        before_handing_in(FATAL, outcome="accepted_with_warnings"),
        "可以受理，但有严重问题（严重 1 处），必须改正",
    ),
    (before_handing_in(UNREADABLE, outcome="rejected"), "不能受理。请按下列办法改正后再报送"),
]


def _page(receipt: Receipt) -> Any:
    return html.document_fromstring(receipt_page(receipt))


def _shown(element: Any) -> str:
    return " ".join(element.text_content().split())


def _rows(page: Any, heading: str) -> list[list[str]]:
    rows = page.xpath(f"//table[@aria-labelledby='{heading}']/tbody/tr")
    return [[_shown(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(("receipt", "outcome"), OUTCOME_CASES, ids=lambda case: str(case)[:20])
def test_the_outcome_comes_first(receipt: Receipt, outcome: str) -> None:
    assert receipt_text(receipt).splitlines()[0] == f"结果：{outcome}"
    [box] = _page(receipt).xpath("//*[@class='outcome']")
    assert _shown(box) == f"结果：{outcome}"


def test_a_file_replaced_in_part_is_told_by_its_outcome_and_form_by_form() -> None:
    forms = (
        FormStanding("任务落实情况表", "受理", SUPERSEDED, "以后来的“更正.xlsx”为准"),
        FormStanding("年度统计报表", "受理", ACTIVE),
    )
    receipt = a_receipt(forms=forms)
    text = receipt_text(receipt)
    assert text.startswith("结果：已受理，没有发现问题\n")
    assert "报表：任务落实情况表　受理；已被取代（以后来的“更正.xlsx”为准）\n" in text
    assert _rows(_page(receipt), "forms") == [
        ["任务落实情况表", "受理", "已被取代", "以后来的“更正.xlsx”为准"],
        ["年度统计报表", "受理", "有效", "—"],
    ]


def test_the_text_tells_every_finding_then_what_is_owed() -> None:
    text = receipt_text(a_receipt(WARNING, FATAL, outcome="accepted_with_warnings"))
    assert text == (
        "结果：已受理，但有严重问题（严重 1 处、警告 1 处），必须改正后重新报送\n"
        "单位：某市财政局　年度：2021\n"
        "文件：市财政局/任务落实情况表.xlsx\n"
        "报表：任务落实情况表　受理（有问题）；有效\n"
        "收到：2021-12-28 15:20（收件登记簿）\n"
        "回执号：2021-shi-caizhengju-0123456789ab\n"
        f"SHA-256：{SHA256}\n"
        "\n"
        "问题：2 处\n"
        "1. [严重] 勾稽关系不成立（STA-03）\n"
        "   位置：表三!J30\n"
        "   发现：13 与 12\n"
        "   应为：两者相等\n"
        "   办法：请核对后改正\n"
        "2. [警告] 完成状态不在选项中（RET-11）\n"
        "   位置：任务落实情况!E7\n"
        "   发现：己完成\n"
        "   应为：已完成、不涉及\n"
        "   办法：请从下拉选项中选择\n"
        "\n"
        "仍应报送：2 项（截至 2022-02-15）\n"
        "  2021-12-31　未报　完成情况　7. 稳步扩大预决算公开范围。\n"
        "  2022-03-31　未到期　年度统计　2021年政府信息公开年度统计\n"
    )


def test_the_page_tells_the_same() -> None:
    receipt = a_receipt(WARNING, FATAL, outcome="accepted_with_warnings")
    page = _page(receipt)
    facts = {_shown(row[0]): _shown(row[1]) for row in page.xpath("//table[@class='facts']//tr")}
    assert facts == {
        "回执号": receipt.receipt_id,
        "文件": receipt.file_name,
        "收到时间": "2021-12-28 15:20（收件登记簿）",
        "SHA-256": SHA256,
    }
    first, second = page.xpath("//table[@aria-labelledby='findings']/tbody/tr")
    assert [_shown(cell) for cell in first][:2] == ["1", "严重STA-03"]
    assert _shown(second[1]) == "警告RET-11"
    told = {
        _shown(name): _shown(text)
        for name, text in zip(second.xpath(".//dt"), second.xpath(".//dd"), strict=True)
    }
    assert told == {
        "位置": WARNING.place, "发现": WARNING.found, "应为": WARNING.expected, "办法": WARNING.remedy
    }  # fmt: skip
    assert _rows(page, "owed") == [
        [str(item.due_date), item.status, item.item_kind, item.title] for item in OWED
    ]
    assert _shown(page.xpath("//h2[@id='owed']")[0]) == "仍应报送：2 项（截至 2022-02-15）"


def test_nothing_wrong_and_nothing_owed_is_said() -> None:
    receipt = a_receipt(still_owed=())
    assert receipt_text(receipt).endswith("问题：无\n\n仍应报送：无（截至 2022-02-15）\n")
    page = _page(receipt)
    assert [_shown(heading) for heading in page.xpath("//h2")] == [
        "报表",
        "问题：无",
        "仍应报送：无（截至 2022-02-15）",
    ]
    assert len(page.xpath("//table")) == 2


def test_of_an_unknown_unit_nobody_can_say_what_it_owes() -> None:
    receipt = a_receipt(UNREADABLE, outcome="rejected", unit_name="未识别", still_owed=None)
    assert receipt_text(receipt).endswith("仍应报送：填报单位未识别，无法列出\n")
    assert "填报单位：未识别" in _shown(_page(receipt))


def test_before_handing_in_there_is_no_number_and_no_time() -> None:
    receipt = before_handing_in(owed_note="只看本文件")
    text, page = receipt_text(receipt), _page(receipt)
    assert "回执号" not in text + _shown(page)
    assert "收到：尚未报送（预检）" in text
    assert "（截至 2022-02-15；只看本文件）" in text
    assert (_shown(page.xpath("//h1")[0]), page.findtext(".//title")) == (
        "报送预检结果",
        f"报送预检结果 {receipt.file_name}",
    )


def test_a_form_not_handed_in_has_its_outcome_alone() -> None:
    forms = (FormStanding("年度统计报表", OUTCOMES["accepted"], NOT_HANDED_IN),)
    assert "报表：年度统计报表　受理\n" in receipt_text(before_handing_in(forms=forms))


@pytest.mark.parametrize(
    ("is_synthetic", "is_among_synthetic", "said"),
    [
        (True, True, ["合成演示数据，非真实报送"]),
        (True, False, ["合成演示数据，非真实报送"]),
        (False, True, ["本年度收件含合成演示数据"]),
        (False, False, []),
    ],
)
def test_synthetic_data_says_so(is_synthetic: bool, is_among_synthetic: bool, said: list[str]) -> None:
    receipt = a_receipt(is_synthetic=is_synthetic, is_among_synthetic=is_among_synthetic)
    lines = [line for line in receipt_text(receipt).splitlines() if "合成" in line]
    assert lines == [f"注意：{note}" for note in said]
    assert [_shown(note) for note in _page(receipt).xpath("//*[@class='synthetic']")] == said


def test_the_same_thing_at_many_places_is_one_entry_with_all_places() -> None:
    places = ["任务落实情况!E7", "任务落实情况!E8", "又一张!E7", "任务落实情况!E9", "第3段", "第4段"]
    findings = [WARNING._replace(place=place) for place in places]
    other = WARNING._replace(found="完威")
    receipt = a_receipt(*findings, other, outcome="accepted_with_warnings")
    lines = receipt_text(receipt).splitlines()
    assert "（警告 7 处）" in lines[0]
    assert "问题：7 处" in lines
    assert lines[lines.index("问题：7 处") + 1 :][:3] == [
        "1. [警告] 完成状态不在选项中：6 处（RET-11）",
        "   位置：任务落实情况!E7、E8、又一张!E7、任务落实情况!E9、第3段、第4段",
        "   发现：己完成",
    ]
    assert "2. [警告] 完成状态不在选项中（RET-11）" in lines
    rows = _rows(_page(receipt), "findings")
    assert [row[0] for row in rows] == ["1", "2"]
    assert "任务落实情况!E7、E8、又一张!E7、任务落实情况!E9、第3段、第4段" in rows[0][2]


def test_the_severe_come_first_and_the_same_finding_once() -> None:
    later = WARNING._replace(place="任务落实情况!E8")
    assert in_order([NOTICE, WARNING, later, FATAL, WARNING]) == (FATAL, WARNING, later, NOTICE)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_came_from_outside_stays_text(text: str) -> None:
    finding = ReceiptFinding("RET-03", "认不出是哪种报表", "严重", *[text] * 4)
    forms = (FormStanding("任务落实情况表", "受理", WITHDRAWN, text),)
    owed = (OwedItem(text, "完成情况", dt.date(2021, 12, 31), "未报"),)
    hostile = a_receipt(finding, file_name=text, unit_name=text, forms=forms, still_owed=owed)
    plain = a_receipt(
        finding._replace(place="甲", found="甲", expected="甲", remedy="甲"),
        forms=(forms[0]._replace(note="甲"),),
        still_owed=(owed[0]._replace(title="甲"),),
    )
    page = _page(hostile)
    assert [element.tag for element in page.iter()] == [element.tag for element in _page(plain).iter()]
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    assert _shown(page).count(text) == 9  # unit, file and heading of the page; note, finding, item
    assert page.findtext(".//title") == f"报送回执 {text}"


@pytest.mark.parametrize("char", ["\x1b", "\x00", "\x07", "\x9b", "\u202e", "\u2066", "\udcff"])
def test_no_character_moves_the_cursor_or_turns_the_line(char: str) -> None:
    receipt = a_receipt(WARNING._replace(found=f"a{char}[31mb"), file_name=f"x{char}y.xlsx")
    for told in (receipt_text(receipt), receipt_page(receipt)):
        assert char not in told
        assert "x�y.xlsx" in told
        assert "a�[31mb" in told
        told.encode("utf-8")


def test_a_finding_cannot_pretend_to_be_the_next_line() -> None:
    receipt = a_receipt(WARNING._replace(found="一\n结果：已受理\r\u2028二"))
    assert "   发现：一 结果：已受理 二\n" in receipt_text(receipt)
    assert one_line(" a\t\n b\u3000") == "a b"


@pytest.mark.parametrize(("receipt", "outcome"), OUTCOME_CASES, ids=lambda case: str(case)[:20])
def test_the_same_receipt_gives_the_same_bytes(receipt: Receipt, outcome: str) -> None:
    assert receipt_page(receipt) == receipt_page(receipt)
    assert "\r" not in receipt_page(receipt)


def test_the_page_can_be_read_aloud_and_printed() -> None:
    source = receipt_page(a_receipt(WARNING, FATAL))
    page: Any = html.document_fromstring(source)
    assert page.get("lang") == "zh-CN"
    assert page.xpath("//meta[@charset='utf-8']")
    assert {th.get("scope") for th in page.xpath("//th")} == {"row", "col"}
    assert not page.xpath("//table[@aria-labelledby][not(thead)]")
    assert all(page.xpath(f"//h2[@id='{name}']") for name in page.xpath("//table/@aria-labelledby"))
    assert all(row.xpath("th[@scope='row']") for row in page.xpath("//tbody/tr"))
    assert "size: A4" in source
    # Nothing is fetched and nothing runs.
    assert not page.xpath("//script|//link|//img|//*[@src or @href]")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
