"""Published annual reports: read from the bytes that a portal serves, whatever their format."""

import datetime as dt
import hashlib
import random

import pytest

from sources.demo.figures import demo_statistics
from sources.demo.reports import html_report, word_report
from sources.portals.report_sections import sections, sections_in
from sources.portals.report_tables import schemas
from sources.portals.reports import Candidate, read_reports, report_year
from sources.registry.registry import Registry
from sources.returns.documents.formats import open_document
from tests.conftest import REGISTRY, YEAR

DAY = dt.date(2022, 2, 15)
UNIT, NAME = "shi-caizhengju", "福州市财政局"
TITLE = f"{NAME}2021年政府信息公开工作年度报告"
FIGURES = demo_statistics(random.Random(7))
OTHER_SECTIONS = ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(REGISTRY)


def _page(*headings: str, name: str = NAME, year: int = YEAR) -> bytes:
    page = html_report(name, YEAR, FIGURES).decode().replace(f"{YEAR}年", f"{year}年")
    more = "".join(f"<h2>{heading}</h2><p>按要求开展。</p>" for heading in headings)
    return page.replace("</body>", f"{more}</body>").encode()


def _candidate(content: bytes, title: str = TITLE, url: str = "t1.htm", **changes: object) -> Candidate:
    found = Candidate(UNIT, UNIT, f"http://{UNIT}.demo.invalid/ndbg/{url}", title, content, None, DAY)
    return found._replace(**changes)  # type: ignore[arg-type]


def _read(registry: Registry, *candidates: Candidate) -> dict[str, list[dict]]:
    tables = read_reports(candidates, registry, DAY)
    assert {name: table.schema for name, table in tables.items()} == schemas()
    return {name: table.to_pylist() for name, table in tables.items()}


@pytest.mark.parametrize(
    ("title", "year"),
    [
        (TITLE, 2021),
        ("某局二〇二一年政府信息公开年报", 2021),
        ("某局二○二○年度政府信息公开工作年度报告", 2020),
        ("某局２０２１年政府信息公开工作年度报告", 2021),
        ("某局2021年度政府信息公开工作报告", 2021),
        ("某局政府信息公开工作年度报告", None),
        ("某局2021年政府网站工作年度报表", None),
        ("关于编制2021年政府信息公开工作年度报告的通知", None),
        ("机构职能", None),
        ("", None),
    ],
)
def test_the_title_names_the_year_of_a_report(title: str, year: int | None) -> None:
    assert report_year(title) == year


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("t20170721_1234567.htm", dt.date(2017, 7, 21)),
        ("P020220615381234567890.docx", dt.date(2022, 6, 15)),
        ("P020220615.pdf", dt.date(2022, 6, 15)),
        ("t20179921_1.htm", None),
        ("content/post_8036501.html", None),
        ("1229460359_20220114.html", None),
        ("", None),
    ],
)
def test_an_address_may_carry_a_date(registry: Registry, name: str, day: dt.date | None) -> None:
    (report,) = _read(registry, _candidate(_page(), url=name))["reports"]
    assert (report["address_dated"], report["published_on"]) == (day, DAY)


def test_the_clauses_of_a_report_are_landed(registry: Registry) -> None:
    content = _page(*OTHER_SECTIONS)
    read = _read(registry, _candidate(content))
    (report,) = read["reports"]
    (clause,) = [row for row in read["clauses"] if row["clause"] == "不是任何单位的真实报告"]
    assert (clause["report_id"], clause["report_year"], clause["clause_length"]) == (
        report["report_id"],
        YEAR,
        11,
    )
    assert clause["source_locator"].startswith(report["url"])


def test_a_page_with_everything_is_whole(registry: Registry) -> None:
    content = _page(*OTHER_SECTIONS)
    read = _read(registry, _candidate(content))
    (report,) = read["reports"]
    assert (report["unit_id"], report["report_year"], report["published_on"]) == (UNIT, YEAR, DAY)
    assert (report["section_count"], report["missing_sections"]) == (6, None)
    assert (report["table_count"], report["missing_tables"]) == (3, None)
    assert (report["format"], report["template_version"], report["outcome"]) == ("html", "30", "accepted")
    assert report["is_synthetic"] is True
    assert report["sha256"] == hashlib.sha256(content).hexdigest()
    values = {(f["table_code"], f["row_code"], f["column_code"]): f["value"] for f in read["figures"]}
    in_tables = {key: value for key, value in FIGURES.items() if key[0] != "fees"}
    assert values.items() >= in_tables.items()
    assert {f["report_id"] for f in read["figures"]} == {report["report_id"]}
    assert read["figures"][0]["source_locator"].startswith(f"http://{UNIT}.demo.invalid/ndbg/t1.htm ")


def test_a_section_that_is_not_there_is_named(registry: Registry) -> None:
    (report,) = _read(registry, _candidate(_page(*OTHER_SECTIONS[:2])))["reports"]
    assert (report["section_count"], report["missing_sections"]) == (5, "其他需要报告的事项")


def test_a_table_that_is_not_there_is_named(registry: Registry) -> None:
    page = _page(*OTHER_SECTIONS).decode()
    start, end = page.index("<h2>四、"), page.index("<h2>一、")
    (report,) = _read(registry, _candidate((page[:start] + page[end:]).encode()))["reports"]
    assert report["table_count"] == 2
    assert report["missing_tables"] == report["missing_sections"] == "政府信息公开行政复议、行政诉讼情况"


def test_word_is_read_too_and_the_page_that_leads_to_it_says_that_it_has_no_tables(
    registry: Registry,
) -> None:
    page = f"<html><body><h1>{TITLE}</h1><p>全文见附件。</p></body></html>".encode()
    word = word_report(NAME, YEAR, FIGURES)
    read = _read(registry, _candidate(page), _candidate(word, url="P1.docx"))
    first, second = read["reports"]
    assert (first["outcome"], first["section_count"], first["table_count"]) == ("rejected", 0, 0)
    assert (second["outcome"], second["format"], second["table_count"]) == ("accepted", "docx", 3)
    assert {f["report_id"] for f in read["figures"]} == {second["report_id"]}
    finding = read["findings"][0]
    assert (finding["report_id"], finding["rule_code"], finding["finding_no"]) == (
        first["report_id"],
        "RET-03",
        1,
    )


@pytest.mark.parametrize(
    ("content", "rule_code"),
    [
        (_page(*OTHER_SECTIONS, name="福州市教育局"), "RET-04"),
        (_page(*OTHER_SECTIONS, year=2022), "RET-05"),
        (b"", "RET-01"),
        (b"%PDF-1.4 cut off", "RET-01"),
        (b"\x00\x01\x02", "RET-02"),
    ],
    ids=["of another unit", "of another year", "empty", "broken", "no document"],
)
def test_what_is_not_the_report_is_refused_and_says_why(
    registry: Registry, content: bytes, rule_code: str
) -> None:
    read = _read(registry, _candidate(content))
    assert [(report["outcome"], report["table_count"]) for report in read["reports"]] == [("rejected", 0)]
    assert [finding["rule_code"] for finding in read["findings"]] == [rule_code]
    assert read["figures"] == []


def test_what_bears_no_title_of_a_report_is_passed_over_and_twice_the_same_is_once(
    registry: Registry,
) -> None:
    content = _page(*OTHER_SECTIONS)
    twice = [_candidate(content), _candidate(content), _candidate(content, title="年报目录", url="x.htm")]
    assert len(_read(registry, *twice)["reports"]) == 1
    assert _read(registry) == {"reports": [], "figures": [], "clauses": [], "findings": []}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、总体情况", 1),
        ("⼀、总体情况", 1),
        ("一、 总体情况 本报告依照条例编制。", 1),
        ("总体情况", 1),
        ("（四）因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("四、政府信息公开行政法复议、行政诉讼情况", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("6. 其他需要报告的事项", 6),
        ("总体情况良好，各项工作有序推进。", None),
        ("本报告包括总体情况等六个部分", None),
        ("", None),
    ],
)
def test_a_title_is_a_title_and_prose_is_none(line: str, number: int | None) -> None:
    assert sections_in([line]) == ({number} if number else set())


def test_the_official_blank_form_has_all_six_sections() -> None:
    assert [section.number for section in sections()] == [1, 2, 3, 4, 5, 6]
    assert [section.table_code for section in sections()][1:4] == [
        "disclosures",
        "foi_requests",
        "reviews_litigation",
    ]
    document = open_document(word_report(NAME, YEAR, FIGURES), "a.docx")
    assert sections_in(line.text for line in document.lines) == {2, 3, 4}
