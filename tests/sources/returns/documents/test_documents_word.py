"""A Word document gives every table by its grid, and its paragraphs, with tracked changes accepted."""

from pathlib import Path

import docx
import pytest

from sources.grids import docx_grid
from sources.returns.documents.model import Line
from sources.returns.documents.word import open_word
from sources.text import key
from tests.sources.returns import official
from tests.sources.returns.documents.reading import (
    cell,
    cell_at,
    in_time,
    laid_out,
    packed,
    paragraph,
    refusal,
    table,
    texts,
    word,
)

FORM = Path(__file__).parents[1] / "fixtures" / "official_form_30.docx"
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
SHOWN = '<w:vanish w:val="0"/>'
BOX = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def only_cell(inside: str) -> tuple[str, str]:
    only = cell_at(open_word(word(table(cell(inside)))), 1, 1, 1)
    return only.text, only.raw


def test_the_blank_official_form_opens_as_it_was_issued() -> None:
    document = open_word(FORM.read_bytes())
    assert [(t.name, len(t.rows), len(t.rows[0])) for t in document.tables] == [
        ("表1", 14, 4),
        ("表2", 28, 10),
        ("表3", 4, 15),
    ]
    assert all(None not in row for t in document.tables for row in t.rows)
    read = [[key(text or "") for text in row] for row in texts(document.tables[2])]
    assert read == laid_out(official.grids({})[2])
    assert cell_at(document, 2, 4, 4).text == cell_at(document, 2, 28, 10).text == ""
    said = [line.text for line in document.lines]
    assert said[0] == "政府信息公开工作年度报告格式模板"
    assert "六、其他需要报告的事项" in said
    assert document.format == "docx"


@pytest.mark.parametrize("version", ["30", "60"])
def test_the_official_tables_read_back_to_the_cell(version: str) -> None:
    grids = official.grids(official.filled(version), version)
    document = open_word(official.as_docx(grids))
    assert [texts(t) for t in document.tables] == [laid_out(grid) for grid in grids]
    assert document.lines == [
        Line(official.TITLE.format(year=2021), "第1段"),
        *(Line(heading, f"第{number}段") for number, heading in enumerate(official.HEADINGS, start=2)),
    ]
    merged = cell_at(document, 2, 6, 1)
    assert merged.place == "表2第6行第1列"
    assert all(row[0] is merged for row in document.tables[1].rows[5:-1])


@pytest.mark.parametrize(
    ("inside", "text", "raw"),
    [
        (f"<w:p>{run('13')}<w:proofErr w:type='x'/>{run('612')}</w:p>", "13612", "13612"),
        (paragraph("\u00a00"), "0", "\u00a00"),
        (paragraph("500000 5"), "500000 5", "500000 5"),
        (paragraph("13") + paragraph("") + paragraph("612"), "13\n612", "13\n612"),
        ("<w:p><w:r><w:t>13</w:t><w:br/><w:t>612</w:t></w:r></w:p>", "13\n612", "13\n612"),
        ("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>", "甲 乙", "甲\t乙"),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>5</w:t></w:r></w:p>",
         "5", "5"),
        (f"<w:p><w:del w:id='1'><w:r><w:delText>9</w:delText></w:r></w:del>{run('5')}</w:p>", "5", "5"),
        (f"<w:p><w:del w:id='1'>{run('9')}</w:del><w:ins w:id='2'>{run('5')}</w:ins></w:p>", "5", "5"),
        (f"<w:p><w:moveFrom w:id='1'>{run('9')}</w:moveFrom><w:moveTo w:id='2'>{run('5')}</w:moveTo></w:p>",
         "5", "5"),
        # The end of the first paragraph is deleted: it runs on into the second.
        (f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('13')}</w:p>{paragraph('612')}",
         "13612", "13612"),
        (f"<w:p>{run('5')}{run('9', '<w:vanish/>')}</w:p>", "5", "5"),
        (f"<w:p>{run('5')}{run('9', SHOWN)}</w:p>", "59", "59"),
        (CONTROL.format("", paragraph("5")), "5", "5"),
        (f"<w:p>{CONTROL.format('<w:dropDownList/>', run('已完成'))}</w:p>", "已完成", "已完成"),
        (f"<w:p>{CONTROL.format('<w:showingPlcHdr/>', run('单击此处输入文字。'))}</w:p>", "", ""),
        (f"<w:p><w:hyperlink>{run('网址')}</w:hyperlink><w:smartTag>{run('5')}</w:smartTag></w:p>", "网址5", "网址5"),
        (f"<w:p><w:fldSimple w:instr=' PAGE '>{run('5')}</w:fldSimple></w:p>", "5", "5"),
        ("<w:p><w:r><w:t>1</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>", "1\uf0fe", "1\uf0fe"),
        ("<w:p><w:r><w:t>1</w:t><w:sym w:char='x'/></w:r></w:p>", "1\ufffd", "1\ufffd"),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r>"
         "</w:rubyBase></w:ruby></w:r></w:p>", "拼", "拼"),
        (f"{table(cell('5'))}<w:p/>", "5", "5"),
        ("<w:p/>", "", ""),
    ],
)  # fmt: skip
def test_a_cell_says_what_a_reader_sees(inside: str, text: str, raw: str) -> None:
    assert only_cell(inside) == (text, raw)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>", "甲\n框\n乙"),
        (f"<mc:Fallback>{BOX}</mc:Fallback>", "甲\n框\n乙"),
    ],
)
def test_a_text_box_is_read_once(content: str, expected: str) -> None:
    inside = (
        f"<w:p>{run('甲')}<w:r><mc:AlternateContent>{content}</mc:AlternateContent></w:r>{run('乙')}</w:p>"
    )
    assert only_cell(inside)[0] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([cell("a", "<w:gridSpan w:val='2'/>") + cell("b"), cell("c") + cell("d") + cell("e")],
         [["a", "a", "b"], ["c", "d", "e"]]),
        ([cell("a", "<w:vMerge w:val='restart'/>") + cell("b"), cell("", "<w:vMerge/>") + cell("c"),
          cell("", "<w:vMerge w:val='continue'/>") + cell("d")], [["a", "b"], ["a", "c"], ["a", "d"]]),
        ([cell("a", "<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>") + cell("b"),
          cell("", "<w:gridSpan w:val='2'/><w:vMerge/>") + cell("c")], [["a", "a", "b"], ["a", "a", "c"]]),
        ([cell("a", "<w:hMerge w:val='restart'/>") + cell("", "<w:hMerge/>") + cell("b")], [["a", "a", "b"]]),
        ([cell("a") + cell("b"), "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("c"),
          "<w:trPr><w:gridAfter w:val='1'/></w:trPr>" + cell("d")], [["a", "b"], [None, "c"], ["d", None]]),
        ([cell("a") + cell("b"), cell("c")], [["a", "b"], ["c", None]]),
        ([CONTROL.format("", cell("a")) + cell("b")], [["a", "b"]]),
        ([cell("a"), "<w:trPr><w:del w:id='1'/></w:trPr>" + cell("x"),
          "<w:trPr><w:ins w:id='2'/></w:trPr>" + cell("b")], [["a"], ["b"]]),
        ([cell("a", "<w:cellIns w:id='1'/>")], [["a"]]),
    ],
)  # fmt: skip
def test_a_table_is_placed_by_its_merges(rows: list[str], expected: list[list[str | None]]) -> None:
    assert texts(open_word(word(table(*rows))).tables[0]) == expected


def test_rows_and_tables_in_content_controls_are_read() -> None:
    row = f"<w:tr>{cell('a')}</w:tr>"
    rows = f"<w:tbl><w:tblPr/><w:tblGrid/>{CONTROL.format('', row + row)}{row}</w:tbl>"
    (only,) = open_word(word(CONTROL.format("", rows))).tables
    assert texts(only) == [["a"], ["a"], ["a"]]


def test_tables_within_others_are_named_in_the_order_of_the_document() -> None:
    inner = table(cell("乙") + cell("丙"))
    content = word(paragraph("首") + table(cell(paragraph("甲") + inner + "<w:p/>")) + table(cell("丁")))
    document = open_word(content)
    assert [(t.name, texts(t)) for t in document.tables] == [
        ("表1", [["甲\n乙\n丙"]]),
        ("表2", [["乙", "丙"]]),
        ("表3", [["丁"]]),
    ]
    assert document.lines == [Line("首", "第1段"), Line("甲", "第2段")]


def test_prose_keeps_its_paragraphs() -> None:
    body = (
        paragraph("一") + "<w:p/>" + f"<w:p>{run('二')}<w:r><w:br/></w:r>{run('三')}</w:p>" + table(cell("x"))
    )
    gone = f"<w:p><w:del w:id='1'>{run('删')}</w:del></w:p>"
    body += gone + CONTROL.format("", paragraph("四")) + f"<w:p><w:ins w:id='2'>{run('五')}</w:ins></w:p>"
    assert open_word(word(body)).lines == [
        Line("一", "第1段"),
        Line("二", "第3段"),
        Line("三", "第3段"),
        Line("四", "第5段"),
        Line("五", "第6段"),
    ]


def test_a_document_in_strict_form_reads_the_same() -> None:
    usual, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    namespace = "wordprocessingml/2006/main"
    links = (
        f'<Relationships xmlns="{usual}package/2006/relationships"><Relationship Id="a" Target="/w/d.xml" '
    )
    links += f'Type="{strict}officeDocument/relationships/officeDocument"/></Relationships>'
    body = table(cell("a", "<w:gridSpan w:val='2'/>"), cell("b") + cell("c"))
    main = f'<w:document xmlns:w="{strict}{namespace}"><w:body>{body}</w:body></w:document>'
    content = packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": links, "w/d.xml": main})
    assert texts(open_word(content).tables[0]) == [["a", "a"], ["b", "c"]]


@pytest.mark.parametrize(
    ("rows", "place", "found"),
    [
        ([cell("a") + cell("b"), cell("c") + cell("", "<w:vMerge/>")], "表1第2行", "竖向合并的单元格没有起始的一行"),
        ([cell("a"), cell("b", "<w:cellDel w:id='1'/>")], "表1第2行", "单元格的增删修订还没有接受或拒绝"),
        ([cell("a", "<w:gridSpan w:nix='2'/>")], "文件", "Word 文档无法打开（损坏、加密或格式不符）"),
        ([cell("a", "<w:gridSpan w:val='1e3'/>")], "文件", "Word 文档无法打开（损坏、加密或格式不符）"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_placed_is_refused(rows: list[str], place: str, found: str) -> None:
    finding = refusal(lambda: open_word(word(table(*rows))))
    assert (finding.place, finding.found) == (place, found)


def test_readers_that_open_documents_with_python_docx_get_the_same_grid(tmp_path: Path) -> None:
    rows = [CONTROL.format("", cell("a")) + cell(f"<w:p><w:ins w:id='1'>{run('b')}</w:ins></w:p>")]
    (tmp_path / "a.docx").write_bytes(word(table(*rows)))
    (grid,) = docx_grid(docx.Document(str(tmp_path / "a.docx")).tables[0])
    assert [placed.text for placed in grid if placed] == ["a", "b"]


@pytest.mark.parametrize("merged", [False, True])
def test_a_table_of_2000_rows_is_laid_out_in_time(merged: bool) -> None:
    """One cell merged over all rows used to take minutes, or to end in an error."""
    top, below = ("<w:vMerge w:val='restart'/>", "<w:vMerge/>") if merged else ("", "")
    line = "".join(cell(str(column)) for column in range(1, 10))
    rows = [cell("0", top) + line, *[cell("0", below) + line] * 1999]
    with in_time(3):
        large = open_word(word(table(*rows)))
    assert texts(large.tables[0]) == [[str(column) for column in range(10)]] * 2000
    assert (large.tables[0].rows[1999][0] is large.tables[0].rows[0][0]) == merged
