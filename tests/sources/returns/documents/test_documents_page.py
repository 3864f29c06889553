"""A web page gives every table by its grid, and the prose as a reader sees it."""

import pytest

from sources.returns.documents.model import Document, Line
from sources.returns.documents.page import open_page
from sources.returns.numbers import read_number
from tests.sources.returns import official
from tests.sources.returns.documents.reading import cell_at, laid_out, refusal, texts


def page(body: str, head: str = "<meta charset='utf-8'><title>标题</title>") -> Document:
    return open_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def only_cell(inside: str) -> tuple[str, str]:
    document = page(f"<table><tr><td>{inside}</td></tr></table>")
    return cell_at(document, 1, 1, 1).text, cell_at(document, 1, 1, 1).raw


@pytest.mark.parametrize("version", ["30", "60"])
def test_the_official_tables_read_back_to_the_cell(version: str) -> None:
    grids = official.grids(official.filled(version), version)
    document = open_page(official.as_html(grids))
    assert [table.name for table in document.tables] == ["表1", "表2", "表3"]
    assert [texts(table) for table in document.tables] == [laid_out(grid) for grid in grids]
    assert document.format == "html"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_from_a_word_processor_in_any_encoding(encoding: str) -> None:
    """The layout table around is table 1; the page calls itself utf-8 whatever it is."""
    grids = official.grids(official.filled())
    document = open_page(official.as_ugly_html(grids).decode().encode(encoding))
    assert [texts(table) for table in document.tables[1:]] == [laid_out(grid) for grid in grids]
    label = cell_at(document, 3, 4, 1)
    assert label.text == "一、本年新收政府信息公开申请数量"
    assert label.raw == "\u00a0" + label.text
    assert label.place == "表3第4行第1列"
    assert document.tables[2].rows[3][2] is label
    said = [line.text for line in document.lines]
    assert said[0].endswith("_年报")
    assert said[1] == "首页"
    assert said[2] == official.TITLE.format(year=2021)
    assert "四、政府信息公开行政法复议、行政诉讼情况" in said
    assert not any("第二十条" in line for line in said)


def test_a_page_that_calls_itself_gb2312_and_is_utf_8_is_read() -> None:
    assert [line.text for line in page("<p>政务", "<meta charset=gb2312>").lines] == ["政务"]


def test_a_page_in_big5_is_read_when_it_says_so() -> None:
    content = '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>政府資訊公開'.encode(
        "big5"
    )
    assert open_page(content).lines == [Line("政府資訊公開", "第1行")]


@pytest.mark.parametrize(
    ("inside", "text", "raw"),
    [
        ("13612", "13612", "13612"),
        ("<span>13</span><span>612</span>", "13612", "13612"),
        ("<p><font face=x>13<span lang=EN-US>6</span></font>12<o:p></o:p></p>", "13612", "13612"),
        ("0 ", "0", "0 "),
        ("&nbsp;0", "0", "\u00a00"),
        ("\n  <p class=MsoNormal>\n<span>0</span><o:p>&nbsp;</o:p>\n</p>\n", "0", "0\u00a0"),
        ("500000 5", "500000 5", "500000 5"),
        ("500000\n  5", "500000 5", "500000 5"),
        ("<span>500000</span> <span>5</span>", "500000 5", "500000 5"),
        ("13<br>612", "13\n612", "13\n612"),
        ("<p>13</p><p>612</p>", "13\n612", "13\n612"),
        ("<!--[if !supportLists]-->1.<!--[endif]-->属于国家秘密", "1.属于国家秘密", "1.属于国家秘密"),
        ("<![if !supportLists]>1.<![endif]><?xml:namespace prefix=o />属于", "1.属于", "1.属于"),
        ("7<script>8</script><style>9</style>", "7", "7"),
        ("1<del>2</del>3", "13", "13"),
        ("1<span style='color:red; DISPLAY : none'>2</span>3", "13", "13"),
        ("1<span hidden>2</span>3", "13", "13"),
        ("1<span style='display:inline'>2</span>", "12", "12"),
        ("<table><tr><td>5</td></tr></table>", "5", "5"),
        ("", "", ""),
        (" &nbsp; ", "", " \u00a0 "),
        ("<p>\n</p>\n", "", ""),
    ],
)
def test_a_cell_says_what_a_reader_sees(inside: str, text: str, raw: str) -> None:
    assert only_cell(inside) == (text, raw)


def test_a_blank_inside_a_number_is_no_number_and_cut_digits_are_one() -> None:
    assert read_number(only_cell("500000 5")[1], "件").state == "unreadable"
    assert read_number(only_cell("<b>13</b><i>612</i>")[1], "件").value == 13612
    assert read_number(only_cell("<p>&nbsp;0</p>")[1], "件").state == "zero"
    assert read_number(only_cell("<p>&nbsp;</p>")[1], "件").state == "empty"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c", [["a", "b"], ["c", None]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<form><tr><td>a</td></tr></form>", [["a"]]),
        ("<tr><form><td>a</td></form><td>b</td></tr>", [["a", "b"]]),
        ("<tr><td>a<td style='display:none'>x<td>b", [["a", "b"]]),
        ("<tr style=display:none><td>x<tr><td>a", [["a"]]),
        # A wide cell meets one from above: each keeps its own rows, nothing moves aside.
        ("<tr><td>a<td rowspan=3>b<td>c<tr><td colspan=2>d<td>e<tr><td>f<td>g",
         [["a", "b", "c"], ["d", "d", "e"], ["f", "b", "g"]]),
        ("<tr><td colspan=" + "9" * 5000 + ">a", None),
        ("<tr><td colspan=02>a", [["a", "a"]]),
    ],
)  # fmt: skip
def test_a_table_is_placed_by_its_spans(rows: str, expected: list[list[str | None]] | None) -> None:
    if expected is None:
        assert "1000 列" in refusal(lambda: page(f"<table>{rows}</table>")).found
    else:
        assert texts(page(f"<table>{rows}</table>").tables[0]) == expected


def test_tables_within_others_are_named_in_the_order_of_the_page() -> None:
    document = page(
        "<table><tr><td>甲<table><tr><td>乙</table><td><table><tr><td>丙</table></table>"
        "<table style='display:none'><tr><td>x</table><table><tr><td>丁</table>"
    )
    assert [(table.name, texts(table)) for table in document.tables] == [
        ("表1", [["甲\n乙", "丙"]]),
        ("表2", [["乙"]]),
        ("表3", [["丙"]]),
        ("表4", [["丁"]]),
    ]


def test_prose_is_what_stands_outside_data_tables() -> None:
    """In a table that holds others, the text beside them is prose: the page was laid out with it."""
    document = open_page(
        "<title>市财政局\n年度报告</title>\n<h1>一级标题</h1>\n<p>甲<b>乙</b><br>丙</p>\n"
        "<table>\n<tr><td>丁<table><caption>表三</caption><tr><td>数<h1>表内标题</h1></table>戊\n</table>"
        "<p>己</p><p style='display:none'>藏</p><script>x</script>".encode()
    )
    assert document.lines == [
        Line("市财政局年度报告", "第1行"),
        Line("表三", "第6行"),
        Line("表内标题", "第6行"),
        Line("一级标题", "第3行"),
        Line("甲乙", "第4行"),
        Line("丙", "第4行"),
        Line("丁", "第6行"),
        Line("戊", "第6行"),
        Line("己", "第7行"),
    ]


def test_a_body_hidden_until_its_script_has_run_is_read() -> None:
    assert open_page("<body style='display:none'><p>正文</body>".encode()).lines == [Line("正文", "第1行")]
