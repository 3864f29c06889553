"""PDFs as office programs write them: tables by their rules, tables over pages, labels broken across."""

import pytest

from sources.returns.documents.model import Table
from sources.returns.documents.pdf import read_pdf
from tests.sources.returns.documents.drawn_pdf import drawn_pdf, ruled, text
from tests.sources.returns.documents.official_form import content, expected, found, raw

COLUMNS = (50, 200, 300, 400)


def texts(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.rows]


@pytest.mark.parametrize("name", ["statistics.pdf", "no_copying.pdf", "printed_sheets.pdf"])
def test_every_figure_stands_where_the_form_has_it(name: str) -> None:
    document = read_pdf(content(name))
    assert document.format == "pdf"
    assert [(len(t.rows), len(t.rows[0])) for t in document.tables] == [(14, 4), (28, 10), (4, 15)]
    assert found(document.tables) == expected()


def test_a_merged_cell_is_one_object_at_every_position() -> None:
    table = read_pdf(content("statistics.pdf")).tables[1]
    corner = table.rows[0][0]
    assert all(table.rows[row][column] is corner for row in range(3) for column in range(3))
    assert table.rows[0][3] is not corner
    assert table.rows[1][4] is table.rows[1][8]
    assert [cell.text for cell in table.rows[2] if cell][3:] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]


def test_a_table_over_two_pages_is_one_with_places_on_both() -> None:
    table = read_pdf(content("statistics.pdf")).tables[1]
    assert table.page_breaks == {22}
    before, after = table.rows[21][9], table.rows[22][9]
    assert before and after
    assert (before.place, before.raw) == ("第2页表1第22行第10列", "12")
    assert (after.place, after.raw) == ("第3页表1第1行第10列", "4")
    assert not any(cell is None for row in table.rows for cell in row)


def test_a_label_broken_across_the_page_stays_in_its_two_rows() -> None:
    tables = read_pdf(content("split_label.pdf")).tables
    table = tables[1]
    (torn,) = table.page_breaks
    assert len(table.rows) == 29
    upper, lower = table.rows[torn - 1], table.rows[torn]
    assert [cell.text for cell in upper if cell][1:3] == ["（六）其", "1.申请人无正当理由逾期不补正、"]
    assert [cell.text for cell in lower if cell][1:3] == ["他处理", "行政机关不再处理其政府信息公开申请"]
    assert [cell.raw for cell in upper if cell][3:] == ["19", "1", "0", "0", "0", "0", "20"]
    assert [cell.raw for cell in lower if cell][3:] == [""] * 7
    del table.rows[torn]
    assert found(tables) == expected()


def test_wrapped_text_is_joined_and_a_broken_number_is_not() -> None:
    (table,) = read_pdf(content("wrapped_number.pdf")).tables
    assert texts(table) == [
        ["申请数", "说明", "件数"],
        ["136\n12", "本年度共收到政府信息公开申请一万三千余件，均按期办结", "8"],
        ["1,23\n4", "未跨行的说明\n第二段", "１２"],
    ]
    assert raw(table, 1, 1) == "本年度共收到政府信息公开\n申请一万三千余件，均按期\n办结"


def test_prose_comes_as_paragraphs_without_the_tables() -> None:
    lines = read_pdf(content("statistics.pdf")).lines
    assert [line.text for line in lines[:3]] == [
        "市财政局2021年政府信息公开工作年度报告（合成演示数据）",
        "填报单位：市财政局",
        "一、总体情况",
    ]
    assert lines[1].place == "第1页第2行"
    assert lines[-1].text == "信息处理费：发出收费通知2件，通知总金额1160元，对1件实际收取信息处理费700元。"
    assert lines[-1].place == "第3页第6行"
    assert not any("自然人" in line.text or line.text == "规章" for line in lines)


def drawn_table(*rows: str, top: float = 100, columns: tuple[float, ...] = COLUMNS) -> str:
    heights = [top + 20 * index for index in range(len(rows) + 1)]
    words = [
        text(word, columns[index] + 4, height + 14)
        for row, height in zip(rows, heights, strict=False)
        for index, word in enumerate(row.split("|"))
    ]
    return ruled(columns, heights) + "".join(words)


UPPER, LOWER = drawn_table("a|1|2", "b|3|4", top=700), drawn_table("c|5|6")
ACROSS = drawn_table("x", "y", columns=(50, 400))
WIDER = drawn_table("c|5|6", columns=(50, 220, 300, 400))


@pytest.mark.parametrize(
    ("pages", "count"),
    [
        pytest.param((UPPER, LOWER), 1, id="nothing between"),
        pytest.param(
            (UPPER + text("- 1 -", 300, 780), LOWER + text("- 2 -", 300, 780)), 1, id="page numbers"
        ),
        pytest.param((text("Head", 50, 30) + UPPER, text("Head", 50, 30) + LOWER), 1, id="running head"),
        pytest.param((UPPER, text("Next section", 50, 60) + LOWER), 2, id="heading above the second"),
        pytest.param((UPPER + text("Note", 50, 770), LOWER), 2, id="note below the first"),
        pytest.param((UPPER, WIDER), 2, id="other columns"),
        pytest.param((UPPER, text("A page of prose", 50, 100), LOWER), 2, id="a page between"),
        pytest.param((UPPER, ACROSS), 1, id="rows merged across"),
        pytest.param((drawn_table("a|1|2", "b|3|4", top=100), LOWER), 2, id="the first ends high up"),
    ],
)
def test_only_a_table_that_goes_on_is_put_together(pages: tuple[str, ...], count: int) -> None:
    tables = read_pdf(drawn_pdf(pages)).tables
    assert len(tables) == count
    assert [bool(table.page_breaks) for table in tables] == [count == 1] * count


def test_a_row_merged_across_covers_the_columns_of_the_page_before() -> None:
    (table,) = read_pdf(drawn_pdf((UPPER, ACROSS))).tables
    assert texts(table) == [["a", "1", "2"], ["b", "3", "4"], ["x", "x", "x"], ["y", "y", "y"]]


def test_a_position_without_rules_is_no_cell() -> None:
    page = ruled((50, 200, 300), (100, 120, 140)) + ruled((300, 400), (100, 120))
    (table,) = read_pdf(drawn_pdf([page + text("x", 310, 114)])).tables
    assert texts(table) == [["", "", "x"], ["", "", None]]


def test_a_number_that_runs_on_across_a_rule_stays_whole() -> None:
    page = ruled((50, 70, 120), (100, 120, 140)) + text("1234567", 52, 114) + text("8", 110, 114)
    (table,) = read_pdf(drawn_pdf([page])).tables
    assert texts(table)[0] == ["1234567", "8"]


def test_letters_printed_twice_to_make_them_bold_count_once() -> None:
    page = ruled((50, 120, 200), (100, 120, 140)) + text("12", 54, 114) + text("12", 54.4, 114)
    (table,) = read_pdf(drawn_pdf([page])).tables
    assert texts(table)[0] == ["12", ""]


def test_shading_is_no_rule() -> None:
    shade = "0.9 g 60 670 30 25 re f 0 g\n"
    (table,) = read_pdf(drawn_pdf([shade + ruled((50, 120, 200), (100, 120, 140))])).tables
    assert [(len(table.rows), len(table.rows[0]))] == [(2, 2)]


def test_a_frame_around_the_page_is_no_table() -> None:
    document = read_pdf(drawn_pdf([ruled((20, 580), (20, 780)) + text("Prose", 50, 60) + LOWER]))
    assert [texts(table) for table in document.tables] == [[["c", "5", "6"]]]
    assert [line.text for line in document.lines] == ["Prose"]


def test_radical_glyphs_and_odd_blanks_stay_as_they_are() -> None:
    mapping = b"1 beginbfchar <41> <2F00> endbfchar 1 beginbfchar <42> <00A0> endbfchar"
    head = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    )
    cmap = head + mapping + b" endcmap end"
    body = b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10 0 R >>"
    (line,) = read_pdf(drawn_pdf([text("ACD", 50, 60)], objects=[body], font=font)).lines
    assert line.text == "⼀CD"
