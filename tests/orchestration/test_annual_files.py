"""The files of a report: the same bytes for the same report, hostile text as text, what each says of itself."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from orchestration.exports.annual.data import annual_csv, write_annual_parquet
from orchestration.exports.annual.document import write_annual_document
from orchestration.exports.annual.model import AnnualReport, ReportCell, Revision
from orchestration.exports.annual.page import annual_page
from orchestration.exports.annual.workbook import write_annual_workbook
from orchestration.exports.files import land, land_bytes
from tests.orchestration import annual_cases as a

WRITERS: dict[str, Callable[[Path, AnnualReport], object]] = {
    "docx": write_annual_document,
    "xlsx": write_annual_workbook,
    "html": lambda path, one: path.write_text(annual_page(one), encoding="utf-8"),
    "csv": lambda path, one: path.write_bytes(annual_csv(one)),
    "parquet": lambda path, one: write_annual_parquet(path, [one]),
}


def _sheet_texts(book: openpyxl.Workbook) -> list[Any]:
    return [value for page in book for row in page.iter_rows(values_only=True) for value in row]


def _word_texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_report_is_the_same_bytes(tmp_path: Path, name: str) -> None:
    paths = [tmp_path / one / f"a.{name}" for one in "12"]
    for path in paths:
        path.parent.mkdir()
        WRITERS[name](path, a.draft())
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert [path.name for path in paths[0].parent.iterdir()] == [f"a.{name}"]


@pytest.mark.parametrize("name", ["docx", "xlsx", "parquet"])
def test_a_file_is_written_again_only_where_it_says_something_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / "导出" / f"a.{name}"
    WRITERS[name](path, a.draft())
    os.utime(path, (0, 0))
    WRITERS[name](path, a.draft())
    assert path.stat().st_mtime == 0
    WRITERS[name](path, a.report())
    assert path.stat().st_mtime > 0


def test_a_crash_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    land_bytes(path, b"old")

    def crash(partial: Path) -> None:
        partial.write_bytes(b"ne")
        raise OSError

    with pytest.raises(OSError):
        land(path, crash)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("text", a.HOSTILE, ids=a.HOSTILE_NAMES)
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    cell = ReportCell("number", a.number(3).value, True, 2, 1, text)
    one = a.draft(
        scope_name=text,
        reasons=(text,),
        notes=(text,),
        cells={("foi_requests", "new", "total"): cell},
        revisions=(Revision("foi_requests", "new", "total", text, text, text),),
    )
    clean = text.replace("\x00\x0b", "").replace("\ud800", "")
    lines = _word_texts(a.document_of(tmp_path / "a.docx", one))
    assert {f"1. {clean}", clean, f"{clean}2025年政府信息公开工作年度报告"} <= set(lines)
    values = _sheet_texts(a.workbook_of(tmp_path / "a.xlsx", one))
    held = f"'{clean}" if clean.startswith("=") else clean
    assert any(str(value).startswith(held[:30_000]) for value in values)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    page = a.page_of(one)
    assert page.findtext(".//h1") == f"{clean}2025年政府信息公开工作年度报告"
    assert clean in [item.text for item in page.iter("li")]
    assert not list(page.iter("script"))


def test_a_draft_says_so_everywhere_and_a_final_edition_nowhere(tmp_path: Path) -> None:
    draft, final = a.draft(), a.report()
    assert draft.stem == "某某市2025年政府信息公开工作年度报告（初稿）"
    assert final.stem == "某某市2025年政府信息公开工作年度报告（第1版）"
    words = [a.document_of(tmp_path / "a.docx", one) for one in (draft, final)]
    heads = [word.sections[0].header.paragraphs[0].text for word in words]
    assert heads == [f"【初稿】{draft.title}", final.title]
    assert {"初稿：本报告尚未定稿，不得公布。", "1. 甲局未报送。"} <= set(_word_texts(words[0]))
    sheets = [_sheet_texts(a.workbook_of(tmp_path / "a.xlsx", one)) for one in (draft, final)]
    assert sum("版本：初稿" in str(value) for value in sheets[0]) == 5  # once a sheet
    texts = [
        *map("".join, map(_word_texts, words)),
        *map(str, sheets),
        annual_page(draft),
        annual_page(final),
    ]
    assert ["初稿" in text for text in texts] == [True, False] * 3
    assert ["合成演示数据" in text for text in texts] == [True, False] * 3


def test_the_six_sections_are_headings_and_no_figure_is_made_up(tmp_path: Path) -> None:
    word = a.document_of(tmp_path / "a.docx", a.draft())
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert [heading[:2] for heading in headings] == [f"{number}、" for number in "一二三四五六"]
    assert headings[5] == "六、其他需要报告的事项"
    text = "\n".join(_word_texts(word))
    assert "统计期限自2025年1月1日起至2025年12月31日止" in text
    assert "新收政府信息公开申请14069件，上年结转560件；本年度办理" in text
    assert "发出收费通知件数3件，收费通知总金额（未填报），实际缴纳件数2件，实际收取总金额0元" in text
    refused = sum(a.real_values("30")["foi_requests", f"d{n}", "total"] for n in range(1, 9))
    assert f"不予公开{refused}件" in text
    assert "行政复议6件，行政诉讼24件" in text
    assert text.count("【请填写：") == 8


def test_the_properties_tell_which_edition_it_is(tmp_path: Path) -> None:
    known = a.document_of(tmp_path / "a.docx", a.draft()).core_properties
    assert (known.subject, known.version, known.identifier) == ("2025年度", "初稿", "3f9c2a7d10b4")
    assert (known.category, known.content_status, f"{known.created:%F}") == ("全口径", "初稿", "2026-03-01")
    book = a.workbook_of(tmp_path / "a.xlsx", a.report(version=2))
    told = {one.name: one.value for one in book.custom_doc_props.props}
    assert told["版本"] == "第2版"
    assert (told["年度"], told["截至"], told["口径"], told["初稿"]) == ("2025", "2026-03-01", "全口径", False)
    metas = {meta.get("name"): meta.get("content") for meta in a.page_of(a.draft()).iter("meta")}
    assert (metas["report-year"], metas["as-of"], metas["version"]) == ("2025", "2026-03-01", "初稿")


def test_a_revision_is_told_in_every_format(tmp_path: Path) -> None:
    revised = Revision("foi_requests", "new", "total", "14068", "14069", "某局补报1件")
    one = a.report(version=2, revisions=(revised,))
    assert "由“14068”改为“14069”。原因：某局补报1件" in "".join(
        _word_texts(a.document_of(tmp_path / "a", one))
    )
    row = list(a.workbook_of(tmp_path / "b", one)["说明"].iter_rows(values_only=True))[-1]
    assert row[0] == "更正"
    assert row[2:] == ("14068", "14069", "某局补报1件")
    assert "某局补报1件" in [cell.text for cell in a.page_of(one).iter("td")]


def test_what_is_counted_is_listed_for_each_figure_and_told_once(tmp_path: Path) -> None:
    one = a.draft()
    counted = list(a.workbook_of(tmp_path / "a.xlsx", one)["计入情况"].iter_rows(min_row=4, values_only=True))
    assert len(counted) == len(one.cells)
    assert [row[3:] for row in counted if row[4] != 1] == [(7, 9, 8, "甲局")]
    (row,) = a.page_of(one).xpath("//table[@aria-labelledby='counted']/tbody/tr")
    assert "1.属于国家秘密·自然人" in row.text_content()
    assert [cell.text for cell in row.iter("td")] == ["9", "8", "甲局"]


def test_a_units_own_complete_report_has_no_sheet_for_it(tmp_path: Path) -> None:
    assert "计入情况" not in a.workbook_of(tmp_path / "a", a.report(is_rollup=False)).sheetnames
    assert "计入情况" in a.workbook_of(tmp_path / "b", a.report()).sheetnames


def test_the_page_is_a_page_that_can_be_read_aloud() -> None:
    page = a.page_of(a.draft())
    assert page.get("lang") == "zh-CN"
    assert all(cell.get("scope") in ("row", "col", "rowgroup") for cell in page.iter("th"))
    assert len(page.xpath("//table[caption]")) == 3
    assert not page.xpath("//table[not(caption) and not(@aria-labelledby)]")


def test_sheets_are_a4_and_one_page_wide(tmp_path: Path) -> None:
    book = a.workbook_of(tmp_path / "a.xlsx", a.report())
    setup = [(page.page_setup.orientation, str(page.page_setup.paperSize)) for page in book.worksheets]
    assert setup[:3] == [("portrait", "9"), ("portrait", "9"), ("landscape", "9")]
    assert all(page.sheet_properties.pageSetUpPr.fitToPage and page.print_area for page in book.worksheets)


def test_headings_of_long_tables_repeat_on_the_next_page(tmp_path: Path) -> None:
    write_annual_document(tmp_path / "a", a.report())
    tables = docx.Document(io.BytesIO((tmp_path / "a").read_bytes())).tables
    assert [sum("tblHeader" in row._tr.xml for row in table.rows) for table in tables] == [0, 3, 3]


def test_every_sheet_of_a_draft_says_so_in_its_title(tmp_path: Path) -> None:
    draft = a.workbook_of(tmp_path / "draft.xlsx", a.draft())
    assert [page["A1"].value for page in draft] == [f"【初稿】{a.draft().title}"] * 5
    final = a.workbook_of(tmp_path / "final.xlsx", a.report())
    assert {page["A1"].value for page in final} == {a.report().title}
