"""Pages that are broken off, damaged, hostile or too large: refused at once, with the way out."""

import pytest

from sources.returns.documents.extent import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sources.returns.documents.page import open_page
from sources.returns.documents.page_scan import MAX_ATTRIBUTES, MAX_TAGS
from sources.returns.documents.placing import MAX_TABLES
from tests.sources.returns import official
from tests.sources.returns.documents.reading import cell_at, in_time, refusal

TEN_MB = 10 * 2**20
GOOD = official.as_html(official.grids(official.filled()))


def filled_up(unit: str, start: str = "", end: str = "") -> bytes:
    """Ten megabytes of one thing."""
    room = TEN_MB - len((start + end).encode())
    return f"{start}{unit * (room // len(unit.encode()))}{end}".encode()


@pytest.mark.parametrize("part", range(20))
def test_a_page_cut_inside_a_table_is_refused(part: int) -> None:
    first = GOOD.index(b"<table>")
    spans = [(first, GOOD.index(b"</table>"))]
    spans.append((GOOD.rindex(b"<table>"), GOOD.rindex(b"</table>")))
    start, end = spans[part % 2]
    cut = GOOD[: start + 7 + (end - start - 7) * (part + 1) // 21].decode("utf-8", "ignore")
    finding = refusal(lambda: open_page(cut.encode()))
    assert (finding.found, finding.place) == ("网页在表格中间中断，没有 </table>", "第1行")


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>1\n<!-- </table>",
        "<table><tr><td>1\n<script>'</table>'</script>",
        "</table><table><tr><td>\n1",
        "<TABLE><tr><td><table><tr><td>1</table>\n",
        "<table><tr><td>1\n<a title='</table>'>",
    ],
)
def test_an_end_that_only_looks_like_one_does_not_count(body: str) -> None:
    finding = refusal(lambda: open_page(body.encode()))
    assert (finding.found, finding.place) == ("网页在表格中间中断，没有 </table>", "第2行")


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <table> --><table><tr><td>1</table>",
        "<!--><table><tr><td>1</table>",
        "<!--[if mso]><table><tr><td><![endif]--><table><tr><td>1</table>",
        "<script>if (a<b) s = '<table>'</script><table><tr><td>1</table>",
        "<title><table></title><table><tr><td>1</table>",
        "<table title='a > b'><tr><td>1</table><a title='<table>'></a>",
        "<table><tr><td>1</table ></table>",
    ],
)
def test_a_table_that_is_no_table_is_not_missed(body: str) -> None:
    document = open_page(body.encode())
    assert [len(table.rows) for table in document.tables] == [1]
    assert cell_at(document, 1, 1, 1).text == "1"


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (GOOD[:900] + b"\xff" + GOOD[900:], "第1行", "文字编码无法识别，或有损坏的字符"),
        (b"<p>\n" + "政务".encode() + b"\xe6</p>", "文件", "文字编码无法识别，或有损坏的字符"),
        ("<p>\n政务公开".encode("gb18030") + b"\xff", "文件", "文字编码无法识别，或有损坏的字符"),
        ("<p>政务".encode("utf-16")[:-1], "第1行", "文字编码无法识别，或有损坏的字符"),
        (b"<p>\n<b>\0</b>", "第2行", "文件已损坏，或不是文本（有空字符）"),
        ("<p>政务".encode("utf-16-le"), "第1行", "文件已损坏，或不是文本（有空字符）"),
        (b"", "文件", "网页没有内容"),
        (b"<!-- <p>1</p>", "文件", "网页没有内容"),
        (b"<p>1" + bytes(TEN_MB), "文件", "文件有 10.0 MB"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(content: bytes, place: str, found: str) -> None:
    finding = refusal(lambda: open_page(content))
    assert (finding.place, finding.found) == (place, found)


def test_declared_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    content = f'<!DOCTYPE html [<!ENTITY l0 "哈">{laughs}]><table><tr><td>&l9;</table>'.encode()
    with in_time(1):
        assert cell_at(open_page(content), 1, 1, 1).text == "&l9;"


def test_files_named_in_a_page_are_not_opened() -> None:
    content = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><iframe src="file:///etc/passwd">'
    assert "root:" not in repr(open_page(content + b"</iframe><p>&x;"))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("<tr><td>0" * (MAX_ROWS + 1), f"表格到此有 {MAX_ROWS + 1} 行 1 列，超出限度"),
        ("<tr>" + "<td>0" * (MAX_COLUMNS + 1), f"表格到此有 1 行 {MAX_COLUMNS + 1} 列，超出限度"),
        ("<tr>" + "<td colspan=1000 rowspan=1000>0" * 1000, "表格到此有 1 行 1000 列，超出限度"),
        ("<tr><td colspan=200 rowspan=1000>0" + "<tr>" * 5000, None),
        (f"<tr><td colspan=200 rowspan={MAX_ROWS}>0<tr><td>1", "表格到此有 2 行 201 列，超出限度"),
        ("<tr><td colspan=200>0" * 2501, "表格到此有 2501 行 200 列，超出限度"),
    ],
)
def test_a_table_beyond_the_limits_is_refused(rows: str, found: str | None) -> None:
    finding = refusal(lambda: open_page(f"<table>{rows}</table>".encode()))
    assert finding.place.startswith("表1第")
    assert found is None or finding.found == found
    assert str(MAX_COLUMNS) in finding.expected


def test_the_limit_of_cells_counts_all_tables() -> None:
    half = "<table>" + "<tr><td colspan=200>0" * (MAX_CELLS // 200 // 2) + "</table>"
    assert len(open_page((half * 2).encode()).tables) == 2
    finding = refusal(lambda: open_page((half * 2 + "<table><tr><td>1</table>").encode()))
    assert finding.place == "表3第1行"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<div>" * 100_000 + b"<table><tr><td>1</table>", "嵌套过深"),
        (b"<table><tr><td>" * 100_000 + b"</table>" * 100_000, "嵌套过深"),
        (b"<table><tr><td colspan=1000 rowspan=1000>" * 80 + b"</table>" * 80, "超出限度"),
        (b"<table><tr><td colspan=200 rowspan=1000>" * 80 + b"x" * 10**6 + b"</table>" * 80, "层层嵌套"),
        (b"<table><tr><td>" * 60 + b"<p>x" * 20_000 + b"</table>" * 60, "层层嵌套"),
        (b"<table><tr><td></table>" * (MAX_TABLES + 1), f"{MAX_TABLES + 1} 个表格"),
        (b"<b>x</b>" * (MAX_TAGS // 2 + 1), "标签超出限度"),
        (b"<p " + b" ".join(b"a%d=1" % i for i in range(MAX_ATTRIBUTES + 1)) + b">x", "属性超过"),
        (filled_up(" a=1", "<p ", ">"), "属性超过"),
        (filled_up(' a=">"', "<p ", ">"), "属性超过"),
        (filled_up("/a", "<p "), "属性超过"),
        (filled_up("x", "<p>"), "单段文字过长"),
        (filled_up("<"), "单段文字过长"),
        (filled_up("=", "<p>1<a b"), "单段文字过长"),
        (filled_up("<!--"), "没有内容"),
        (filled_up("</x>", "<div>" * 250), "标签超出限度"),
        (filled_up('<a b="'), "标签超出限度"),
    ],
    ids=range(17),
)
def test_a_page_made_to_be_slow_is_refused_fast(content: bytes, found: str) -> None:
    assert found in refusal(lambda: open_page(content)).found


@pytest.mark.parametrize(
    "content",
    [
        b"<p>x" * (MAX_TAGS - 1),
        b"<table>" + (b"<tr>" + b"<td>0" * 23) * 20_000 + b"</table>",
        b"<p " + b" ".join(b"a%d=1" % i for i in range(MAX_ATTRIBUTES)) + b">x",
        b"<table><tr><td>" * 3 + b"<p>x" * 150_000 + b"</table>" * 3,
        filled_up("<a"),
        b"<b style=display:none>x</b>y" * 200_000,
    ],
    ids=range(6),
)
def test_the_largest_page_that_is_read_is_read_in_time(content: bytes) -> None:
    with in_time():
        open_page(content)
