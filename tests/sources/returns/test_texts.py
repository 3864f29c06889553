"""The rules of the prose: the words of real reports raise them, right words and near misses do not."""

import datetime as dt
import io
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import docx
import pytest

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns.documents.model import Document, Line
from sources.returns.model import FORM_STATISTICS, Figure, Finding, Return
from sources.returns.reading import read_file
from sources.returns.texts.bodies import Reporter
from sources.returns.texts.clauses import clauses
from sources.returns.texts.rules import text_findings
from tests.conftest import PROJECT
from tests.sources.returns import official as o
from tests.sources.returns.good_files import FOLDER, UNIT_ID, YEAR, good_files

WORDS = PROJECT / "sources" / "returns" / "words"
HEADINGS = [
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
]
SEVEN = "本年度报告由总体情况、主动公开政府信息情况、其他需要报告的事项等七个部分组成。"
DAY = dt.date(YEAR, 12, 31)
ZEROS = [Figure("disclosures", "licences", "decisions", "zero", Decimal(0), "0", "表1!B7")]


def _check(
    registry: Registry,
    *texts: str,
    year: int = YEAR,
    unit_id: str | None = UNIT_ID,
    figures: Sequence[Figure] = (),
    file_format: str = "docx",
) -> list[Finding]:
    lines = [Line(text, f"第{number}段") for number, text in enumerate(texts, start=1)]
    result = Return(FORM_STATISTICS, unit_id, figures=list(figures))
    return list(text_findings(Document(file_format, [], lines), result, year, registry))


# The defect as it was seen (reference domain.md 1.9 and 9), the year of the report, the rule, what is quoted.
SEEN: list[tuple[str, int, str, str]] = [
    ("根据国办公开办函〔2019〕60号要求，编制本报告。", 2023, "TXT-01", "国办公开办函〔2019〕60号自 2021 年度起已被替代"),
    ("依据《政府信息公开工作年度报告格式（试行）》编制。", 2021, "TXT-01", "格式(试行)"),
    ("按照国办公开办函[2019]60号编制。", 2021, "TXT-01", "60号"),
    ("根据公开办公室关于政府信息公开工作年度报告有关事项的通知编制。", 2022, "TXT-01", "60号"),
    ("根据《条例》（国务院令第492号）编制。", 2020, "TXT-01", "国务院令第492号"),
    ("2021年度共主动公开政府信息4条。", 2022, "TXT-02", "写的是 2021 年"),
    ("按照《关于编制公布2021年政府信息公开工作年度报告有关事项的通知》要求编制。", 2022, "TXT-02", "写的是 2021 年"),
    ("所列数据的统计期限自2021年1月1日起至2021年12月31日止。", 2022, "TXT-02", "写的是 2021 年"),
    ("统计期限为2021年1月1日至2022年12月31日。", 2022, "TXT-02", "写的是 2021 年"),
    ("本年度主动公开信息  条。", 2020, "TXT-03", "主动公开信息 条"),
    ("通过微信公众号累计发布   条，", 2021, "TXT-03", "累计发布"),
    ("收到政府信息公开申请____件，均已答复。", 2021, "TXT-03", "没有填数字"),
    ("发布信息条，发布微信9条。", 2021, "TXT-03", "发布信息条"),
    ("发布解读×篇；", 2021, "TXT-03", "没有填数字"),
    ("收取信息处理费　　元。", 2021, "TXT-03", "没有填数字"),
    ("发布解读205篇，其中文字解读144篇、图片解读61篇、视频解读1篇。", 2023, "TXT-04", "144＋61＋1＝206，总数 205"),
    ("公开信息总数510条,其中198、142、137。", 2021, "TXT-04", "198＋142＋137＝477，总数 510"),
    ("发布信息10条。其中，网站发布12条。", 2021, "TXT-04", "12＝12，总数 10"),
    ("发布信息1,205条（含转发9条），其中网站1,000条（占83%）、微信206条。", 2021, "TXT-04", "总数 1205"),
    (
        "受理公民、法人和其他组织向市政府及市政府办公室提出的政府信息公开申请5件，均已答复。",
        *(2021, "TXT-05", "写的是“市政府”“市政府办公室”"),
    ),
    ("现将市教育局2021年政府信息公开工作年度报告公布如下。", 2021, "TXT-05", "写的是“市教育局”"),
    ("一些地区对政务公开认识不足，多数部门解读形式单一，部分地区没有专人负责公开。", 2021, "TXT-07", "“一些地区”“多数部门”“部分地区”"),
]  # fmt: skip

PASSED: list[tuple[str, int]] = [
    ("根据国办公开办函〔2021〕30号要求，编制本报告。", 2023),
    ("根据国办公开办函〔2019〕60号要求，编制本报告。", 2020),
    ("国办公开办函〔2019〕60号已废止，改用新格式。", 2021),
    ("按照《关于编制公布2022年政府信息公开工作年度报告有关事项的通知》要求编制。", 2022),
    ("根据《条例》（国务院令第711号）编制。", 2021),
    ("2022年度共主动公开政府信息4条。", 2022),
    ("较2021年增长30%。2021年结转申请3件。上年收到申请9件。", 2022),
    ("2021年收到申请3件，2022年收到申请5件。", 2022),
    ("2021年收到申请3件，同比减少2件。", 2022),
    ("自2021年以来累计公开信息300条，截至2021年12月公开200条。", 2022),
    ("根据榕政办〔2021〕53号和《2021年政务公开工作要点》，公开信息30条。", 2022),
    ("2021年制发的3份规范性文件已清理。", 2022),
    ("2021年6月9日公布解读3篇。", 2022),
    ("2021年存在的3个问题已全部整改。", 2022),
    ("2023年，我局将组织培训3次。", 2022),
    ("所列数据的统计期限自2022年1月1日起至12月31日止。", 2022),
    ("主动公开信息 12 条。依申请公开 5 件，", 2021),
    ("严格执行《中华人民共和国政府信息公开 条例》，规范性文 件，", 2021),
    ("制定公开 条", 2021),
    ("依申请公开件、受理件、办理件均已办结，以一年为期。共计12件，公开条数、发布次数见表。", 2021),
    ("发布解读206篇，其中文字解读144篇、图片解读61篇、视频解读1篇。", 2023),
    ("发布信息6110条，其中政务动态1344条。", 2021),
    ("发布信息300条，其中主要为政务动态100条、公告90条、公示80条。", 2021),
    ("发布信息300条，其中政务动态20条、公告10条、公示9条。", 2021),
    ("收到申请75件，其中网络申请60件，自然人申请70件。", 2021),
    ("新收74件，上年结转1件，其中予以公开50件、部分公开25件。", 2021),
    ("发布信息48条。其中,工作动态33条、业务工作8条、部门文件2条、办事指南2条、机构1条、年报1条、指南1条。", 2021),
    ("解读205篇，其中图解144个，视频90个。", 2021),
    ("收到依申请公开9件，上年转结1件，其中网络申请5件，信函申请5件。", 2022),
    ("主动公开292条。其中政务信息229条，财务信息57条，党务信息6条。", 2022),
    ("转发视频1930条，累计观看148万余人次。其中被中央级媒体采用41条，省级379条，市级301条。", 2022),
    ("举办发布活动191场，领导出席25人次。其中，疫情防控发布会累计举行151场。", 2022),
    ("办理完毕11件；办理2021年结转件4件。", 2022),
    ("发布信息100条，其中政务动态60条，比上年增加50条。", 2021),
    ("发布信息100条，其中政务动态60条；另发布微信80条。", 2021),
    ("公民、法人和其他组织向我局提出政府信息公开申请5件。", 2021),
    ("向市财政局提出政府信息公开申请5件。", 2021),
    ("向市政府提出行政复议申请5件。向市教育局提出建议，申请办理。", 2021),
    ("向某某公司提出申请5件。向市直各有关单位提出申请。", 2021),
    ("现将市财政局2021年政府信息公开工作年度报告公布如下。", 2021),
    ("解读形式不够丰富，下一步将增加图解。台风期间一些地区停电。", 2021),
    ("办理行政许可300件，作出行政处罚9件。", 2021),
    ("", 2021),
]  # fmt: skip


def _first_seen(rule: str, words: str = "") -> str:
    return next(text for text, _, code, quoted in SEEN if code == rule and words in quoted)


@pytest.mark.parametrize(("text", "year", "rule", "quoted"), SEEN, ids=[case[0][:24] for case in SEEN])
def test_a_defect_that_was_seen_is_found(
    registry: Registry, text: str, year: int, rule: str, quoted: str
) -> None:
    (finding,) = _check(registry, "本报告依照条例编制。", text, year=year)
    assert (finding.rule_code, finding.place) == (rule, "第2段")
    assert quoted in finding.found
    assert finding.expected and finding.remedy


@pytest.mark.parametrize(("text", "year"), PASSED, ids=[case[0][:24] for case in PASSED])
def test_a_right_sentence_is_passed_in_silence(registry: Registry, text: str, year: int) -> None:
    assert _check(registry, text, year=year) == []


def test_every_wording_is_tried(registry: Registry) -> None:
    examples = {
        "left_over_years.csv": ("TXT-02", 2022),
        "blank_numbers.csv": ("TXT-03", YEAR),
        "wrong_bodies.csv": ("TXT-05", YEAR),
    }
    for name, (rule, year) in examples.items():
        for row in read_rows(WORDS / name, ("example",)):
            example = row["example"].replace("某市教育局", "市教育局") + "。"
            assert [f.rule_code for f in _check(registry, example, year=year)] == [rule], example
    for row in read_rows(WORDS / "vague_words.csv", ("word",)):
        assert [f.rule_code for f in _check(registry, f"{row['word']}公开不够。")] == ["TXT-07"]


def test_the_difference_of_a_sum_is_its_parts_less_the_whole(registry: Registry) -> None:
    (over,) = _check(registry, _first_seen("TXT-04", "206"))
    (short,) = _check(registry, _first_seen("TXT-04", "477"))
    assert (over.difference, short.difference) == (1, -33)


@pytest.mark.parametrize("unit_id", ["shi-fuban", "shizhengfu"])
def test_the_government_and_its_office_may_be_asked(registry: Registry, unit_id: str) -> None:
    assert _check(registry, _first_seen("TXT-05"), unit_id=unit_id) == []


def test_who_reports_for_another_may_name_it(registry: Registry) -> None:
    row = next(row for row in registry.units if row["short_name"] == "市教育局")
    reporter = Reporter.of(UNIT_ID, registry, DAY)
    assert reporter.is_other("市教育局") and not reporter.is_own("市教育局")
    joint = Reporter(reporter.unit_type, reporter.names, frozenset({row["unit_id"]}), registry, DAY)
    assert joint.is_own("市教育局") and not joint.is_other("市教育局")


def test_a_city_may_speak_of_some_regions(registry: Registry) -> None:
    assert _check(registry, "部分地区公开不够。", unit_id="shizhengfu") == []


def test_it_said_seven_parts_and_has_six(registry: Registry) -> None:
    (finding,) = _check(registry, SEVEN, *HEADINGS)
    assert (finding.rule_code, finding.place, finding.expected) == ("TXT-06", "第1段", "六个部分")
    assert "七个部分" in finding.found and "第六部分" in finding.found
    assert _check(registry, SEVEN.replace("七", "六"), *HEADINGS) == []
    assert _check(registry, SEVEN, *HEADINGS, "七、附表") == []


@pytest.mark.parametrize(
    "texts",
    [
        [SEVEN],  # headings numbered by the word processor
        [SEVEN, *HEADINGS[:3]],
        [SEVEN, *HEADINGS[:2], *HEADINGS[3:]],  # one heading not read
        ["工作体系由七个部分组成。", *HEADINGS],
        ["由本报告第三部分和第十一部分可知，共有一部分信息公开较慢。", *HEADINGS],
        ["本报告共6个部分。", *HEADINGS],
        HEADINGS,
    ],
)
def test_what_cannot_be_counted_is_not(registry: Registry, texts: list[str]) -> None:
    assert _check(registry, *texts) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("全年办理行政许可300件。", "行政许可"),
        ("查处各类行政处罚案件12起。", "行政处罚"),
        ("实施行政强制措施3件。", "行政强制"),
        ("制定行政规范性文件2份。", "规范性文件"),
        ("印发3件规范性文件。", "规范性文件"),
        ("征收行政事业性收费30.5万元。", "行政事业性收费"),
        ("答复政府信息公开申请3件。", "政府信息公开申请"),
    ],
)
def test_zeros_beside_prose_that_counts_something(registry: Registry, text: str, title: str) -> None:
    (finding,) = _check(registry, text, figures=ZEROS)
    assert (finding.rule_code, finding.place) == ("TXT-08", "第1段")
    assert f"正文有{title}，三张表全部为 0" in finding.found
    assert _check(registry, text.replace("3", "0").replace("12", "0").replace("2", "0"), figures=ZEROS) == []
    of_last_year = _check(registry, f"2020年，{text}", figures=ZEROS)
    assert "TXT-08" not in {other.rule_code for other in of_last_year}


@pytest.mark.parametrize("state", ["number", "empty", "unreadable"])
def test_tables_that_are_not_all_zero_are_not_silent(registry: Registry, state: str) -> None:
    value = Decimal(7) if state == "number" else None
    more = Figure("disclosures", "penalties", "decisions", state, value, "", "表1!B10")
    assert _check(registry, "办理行政许可300件。", figures=[*ZEROS, more]) == []
    assert _check(registry, "办理行政许可300件。", figures=[]) == []
    fee = Figure("fees", "notices", "value", "number", Decimal(1), "1", "第3段")
    assert len(_check(registry, "办理行政许可300件。", figures=[*ZEROS, fee])) == 1


def test_a_text_that_stands_twice_is_found_once(registry: Registry) -> None:
    text = _first_seen("TXT-02")
    (finding,) = _check(registry, text, text, year=2022)
    assert finding.place == "第1段"


def test_lines_of_a_pdf_are_put_together(registry: Registry) -> None:
    lines = ("一、总体情况", "2020年收到申请3", "件，2021年收到申请5件。", "2020年公开信息", "30条。")
    (finding,) = _check(registry, *lines, file_format="pdf")
    assert (finding.rule_code, finding.place) == ("TXT-02", "第4段")


def _word(*texts: str) -> bytes:
    document = docx.Document(io.BytesIO(o.as_docx(o.grids(o.filled()))))
    for text in texts:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(*texts: str) -> bytes:
    more = "".join(f"<p>{text}</p>" for text in texts)
    return o.as_html(o.grids(o.filled())).replace(b"</body>", f"{more}</body>".encode())


@pytest.mark.parametrize(("name", "write"), [("a.html", _page), ("b.docx", _word)])
def test_a_whole_file(registry: Registry, name: str, write: Callable[..., bytes]) -> None:
    texts = ("本年度主动公开信息  条。", "2020年度共主动公开政府信息4条。", "2021年，公开信息4条。")
    (result,) = read_file(write(*texts), name, FOLDER, YEAR, registry)
    assert [finding.rule_code for finding in result.findings] == ["TXT-02", "TXT-03"]
    assert all(finding.place for finding in result.findings)
    assert result.outcome == "accepted_with_warnings"
    assert {clause.text for clause in result.clauses} >= {
        "#年度共主动公开政府信息#条",
        "本年度主动公开信息条",
    }
    assert all(clause.length == len(clause.text) and clause.place for clause in result.clauses)


@pytest.mark.parametrize("name", sorted(good_files()))
def test_a_good_file_raises_no_rule_of_the_prose(registry: Registry, name: str) -> None:
    results = read_file(good_files()[name].content, name, FOLDER, YEAR, registry)
    assert not [f for result in results for f in result.findings if f.rule_code.startswith("TXT")]


def test_clauses_are_prose_without_its_numbers_and_once_each(registry: Registry) -> None:
    texts = (
        "首页 政务公开 政府信息公开指南",
        "全年公开信息１２条，同时，答复申请3,456件；",
        "全年公开信息9条。",
    )
    (before,) = read_file(_word(), "b.docx", FOLDER, YEAR, registry)
    (result,) = read_file(_word(*texts), "b.docx", FOLDER, YEAR, registry)
    known = {clause.text for clause in before.clauses}
    assert [c.text for c in result.clauses if c.text not in known] == ["全年公开信息#条", "答复申请#件"]


@pytest.mark.parametrize(
    "text",
    [
        "其中1条、" * 40_000,
        "公开信息1条其中" * 40_000,
        "（" * 200_000,
        "2020年公开" * 50_000,
        "报告由" * 100_000,
        "向市政府及" * 60_000,
        "公开" + " " * 300_000 + "条",
        "办理" * 150_000,
        "占" * 300_000,
        "1" * 300_000,
    ],
)
def test_a_hostile_text_is_read_in_time(registry: Registry, text: str) -> None:
    started = time.monotonic()
    _check(registry, *[text] * 3, figures=ZEROS)
    _check(registry, *[text] * 3, figures=ZEROS, file_format="pdf")
    assert time.monotonic() - started < 10


def test_a_report_without_end_lands_a_bounded_text(registry: Registry) -> None:
    texts = [f"这是第{chr(0x4E00 + number)}个不同的分句，" + "长" * 5000 + "。" for number in range(6000)]
    found = clauses(Document("docx", [], [Line(text, "第1段") for text in texts]))
    assert len(found) <= 4000
    assert max(clause.length for clause in found) <= 200
