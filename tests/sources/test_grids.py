"""A table is placed by its spans, never by the order of the values that survived."""

import docx
import pytest
from lxml import html

from sources.errors import SourceError
from sources.grids import MAX_SPAN, Grid, docx_grid, html_grid, html_lines, html_text


def grid_of(rows: str) -> Grid:
    return html_grid(html.fromstring(f"<table>{rows}</table>"))


def texts(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td>b<td rowspan=2>a<tr><td>c", [["b", "a"], ["c", "a"]]),
        ("<tr><td colspan=2>a<tr><td>b<td>c", [["a", "a"], ["b", "c"]]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c", [["a", "a", "b"], ["a", "a", "c"]]),
        ("<tr><td rowspan=3>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td>a<td>b<tr><td>c", [["a", "b"], ["c", None]]),
        ("<tr><td>a<tr>", [["a"], [None]]),
        ("<tr><td>a<td>&nbsp;", [["a", ""]]),
        ("<thead><tr><th>a</thead><tbody><tr><td>b</tbody>", [["a"], ["b"]]),
        ("", []),
    ],
)
def test_each_position_knows_the_cell_that_covers_it(rows: str, expected: list[list[str | None]]) -> None:
    assert texts(grid_of(rows)) == expected


def test_a_cell_over_two_rows_is_one_cell() -> None:
    grid = grid_of("<tr><td rowspan=2>a<td>b<tr><td>c")
    assert grid[0][0] is grid[1][0]
    assert grid[1][1] is not None
    assert (grid[1][1].row, grid[1][1].column) == (1, 1)


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "1.5", "99999999"])
def test_a_senseless_span_neither_hides_nor_explodes(span: str) -> None:
    (row,) = grid_of(f'<tr><td colspan="{span}">a<td>b')
    assert row[0] is not None
    assert row[-1] is not None
    assert (row[0].text, row[-1].text) == ("a", "b")
    assert len(row) in (2, MAX_SPAN + 1)


def test_a_table_inside_a_cell_is_not_mixed_in() -> None:
    assert len(grid_of("<tr><td><table><tr><td>x<tr><td>y</table><td>b")) == 1


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<td>市财政局<br>市司法局</td>", "市财政局\n市司法局"),
        ("<td><p>甲</p><p>&nbsp;</p><p>乙</p></td>", "甲\n乙"),
        ("<td><font>2<span>021</span></font>年</td>", "2021年"),
        ("<td>市 财\n政局</td>", "市财政局"),
        ("<td>H5 页面</td>", "H5 页面"),
        ("<td>甲<script>x()</script><style>y</style>乙</td>", "甲乙"),
        ("<td><o:p></o:p></td>", ""),
    ],
)
def test_text_reads_as_a_reader_sees_it(markup: str, expected: str) -> None:
    assert html_text(html.fragment_fromstring(markup)) == expected


def test_lines_stop_at_the_table_and_know_their_place() -> None:
    page = html.document_fromstring(
        "<body>\n<p>甲</p>\n<div>乙<br>丙</div>\n<table></table>\n<p>丁</p></body>"
    )
    assert html_lines(page, page.find(".//table")) == [("甲", 2), ("乙", 3), ("丙", 3)]


def test_a_deeply_nested_page_is_read() -> None:
    page = html.fromstring("<div>" * 200 + "深" + "</div>" * 200)
    assert html_text(page) == "深"


def test_merged_cells_of_a_document_are_one_cell_each() -> None:
    table = docx.Document().add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    grid = docx_grid(table)
    assert texts(grid) == [["横", "横", "横"], ["竖", "11", "12"], ["竖", "21", "22"]]
    assert grid[1][0] is grid[2][0]


def test_a_document_merge_that_continues_nothing_is_refused() -> None:
    table = docx.Document().add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 1).merge(table.cell(2, 1))
    table._tbl.remove(table.rows[1]._tr)
    with pytest.raises(SourceError) as caught:
        docx_grid(table)
    assert str(caught.value) == "表格第2行：竖向合并的单元格没有起始的一行。办法：请检查原文是否缺行。"
