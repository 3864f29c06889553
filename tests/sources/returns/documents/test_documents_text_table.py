"""A table saved as text reads the same whatever its encoding and its delimiter."""

import csv
import io
import random

import pytest

from sources.returns.documents.extent import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sources.returns.documents.model import Cell, Document
from sources.returns.documents.text_table import open_text_table
from tests.sources.returns import official
from tests.sources.returns.documents.reading import cell_at, in_time, laid_out, refusal, texts

GRIDS = official.grids(official.filled())
UNCLOSED = "引号没有成对，或一个字段过长"


def opened(text: str, is_tab: bool = False) -> list[list[str | None]]:
    return texts(open_text_table(text.encode(), is_tab).tables[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(("delimiter", "is_tab"), [(",", False), (";", False), ("\t", False), ("\t", True)])
def test_the_official_tables_read_back_to_the_cell(encoding: str, delimiter: str, is_tab: bool) -> None:
    document = open_text_table(official.as_csv(GRIDS, encoding=encoding, tab=delimiter), is_tab)
    assert document.format == "csv"
    assert [table.name for table in document.tables] == ["表1"]
    (sheet,) = document.tables
    assert len({len(row) for row in sheet.rows}) == 1
    first = 2 + 1 + 14 + 1
    values = [row[3:10] for row in texts(sheet)[first + 3 : first + 28]]
    assert values == [row[3:] for row in laid_out(GRIDS[1])[3:]]
    assert cell_at(document, 1, first + 4, 1).text == "一、本年新收政府信息公开申请数量"
    assert cell_at(document, 1, first + 4, 4).place == f"第{first + 4}行第4列"


def test_utf_16_with_the_high_byte_first_is_read() -> None:
    content = b"\xfe\xff" + "甲,乙\n".encode("utf-16-be")
    assert texts(open_text_table(content, is_tab=False).tables[0]) == [["甲", "乙"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a;b\r\nc;d\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\rc\td", [["a", "b"], ["c", "d"]]),
        ("项目;数量\n甲;1,5\n乙,丙;2\n丁;3", [["项目", "数量"], ["甲", "1,5"], ["乙,丙", "2"], ["丁", "3"]]),
        ("序号,说明\n1,先;后\n2,一;二;三\n3,无", [["序号", "说明"], ["1", "先;后"], ["2", "一;二;三"], ["3", "无"]]),
        ('"a;b","c"\n"d;e","f"', [["a;b", "c"], ["d;e", "f"]]),
        ("标题\n\na,b", [["标题", None], [None, None], ["a", "b"]]),
        ("一列\n两行", [["一列"], ["两行"]]),
        ("a,b,\nc", [["a", "b", ""], ["c", None, None]]),
        ("a,b\n,\n , \n\n\n", [["a", "b"]]),
        ('a,"说""好""了"', [["a", '说"好"了']]),
        ("a, 1\u3000,\u00a0\n", [["a", "1", ""]]),
        ("=1+1,@x", [["=1+1", "@x"]]),
        ("", []),
        ("\n\n", []),
    ],
)  # fmt: skip
def test_the_delimiter_is_the_one_that_splits_evenly(text: str, expected: list[list[str]]) -> None:
    assert opened(text) == expected


def test_a_file_of_tabs_is_split_by_nothing_else() -> None:
    assert opened("a,b\tc\nd,e\tf", is_tab=True) == [["a,b", "c"], ["d,e", "f"]]


def test_a_place_is_the_line_where_the_record_begins() -> None:
    document = open_text_table('a,"一\n二"\nb\n'.encode(), is_tab=False)
    assert document.tables[0].rows == [
        [Cell("a", "a", None, "第1行第1列"), Cell("一\n二", "一\n二", None, "第1行第2列")],
        [Cell("b", "b", None, "第3行第1列"), None],
    ]


def test_a_cell_keeps_its_characters() -> None:
    document = open_text_table(" \u00a00,1\u3000\n".encode(), is_tab=False)
    assert (cell_at(document, 1, 1, 1).raw, cell_at(document, 1, 1, 1).text) == (" \u00a00", "0")
    assert cell_at(document, 1, 1, 2).raw == "1\u3000"


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (b'a,b\nc,"d\ne,f\n', "第2行", UNCLOSED),
        (b'a,"b\nc,d\ne,f\n', "第1行", UNCLOSED),
        (b'"a;b\nc;d\n', "第1行", UNCLOSED),
        (b'a,b\n"c"d,e\n', "第2行", UNCLOSED),
        (b"a,b\n" + b"x" * 200_000 + b",c\n", "第2行", UNCLOSED),
        (b"a,b\nc\0,d", "第2行", "文件已损坏，或不是文本（有空字符）"),
        ("a,b".encode("utf-16-le"), "第1行", "文件已损坏，或不是文本（有空字符）"),
        ("甲,乙".encode("utf-16") + b"x", "第1行", "文字编码无法识别，或有损坏的字符"),
        ("政务公开,\n工作".encode("gb18030") + b"\xff,1", "文件", "文字编码无法识别，或有损坏的字符"),
        ("政务公开工作要点,\n任务".encode() + b"\xa1,1", "第2行", "文字编码无法识别，或有损坏的字符"),
        ("\ufeff政务".encode() + b"\xa1", "第1行", "文字编码无法识别，或有损坏的字符"),
        (b"a," * 6 * 2**20, "文件", "文件有 12.0 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(content: bytes, place: str, found: str) -> None:
    finding = refusal(lambda: open_text_table(content, is_tab=False))
    assert (finding.place, finding.found) == (place, found)


@pytest.mark.parametrize("flipped", range(0, 200, 10))
def test_a_damaged_byte_never_makes_other_characters_of_a_utf_8_file(flipped: int) -> None:
    content = bytearray(official.as_csv(GRIDS, encoding="utf-8"))
    at = [index for index, byte in enumerate(content) if byte >= 0x80][flipped]
    content[at] ^= 0x40
    assert refusal(lambda: open_text_table(bytes(content), is_tab=False)).found.startswith("文字编码无法识别")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"1\n" * (MAX_ROWS + 1), f"表格超过 {MAX_ROWS} 行"),
        (b"\n" * MAX_ROWS + b"1", f"表格超过 {MAX_ROWS} 行"),
        (b"1" + b",1" * MAX_COLUMNS, f"表格有 1 行 {MAX_COLUMNS + 1} 列"),
        (b"1\n" * 2500 + b"," * 199 + b"1", "表格有 2501 行 200 列"),
        (b"1" + b"," * (10 * 2**20 - 1), f"表格有 1 行 {10 * 2**20} 列"),
        (b"a;b,c\td\n" * 1_100_000, f"表格超过 {MAX_ROWS} 行"),
        (b'"' * (10 * 2**20), UNCLOSED),
        (b'"' + b"x," * (5 * 2**20 - 1), UNCLOSED),
        (b"x" * (10 * 2**20), UNCLOSED),
    ],
    ids=range(9),
)
def test_a_file_beyond_the_limits_is_refused_fast(content: bytes, found: str) -> None:
    assert refusal(lambda: open_text_table(content, is_tab=False)).found == found


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"1,2\n" + b",\r\n" * 3_000_000, 1),
        (b"\n" * (10 * 2**20), 0),
        ((b"1," * 24 + b"1\n") * (MAX_CELLS // 25), MAX_CELLS // 25),
    ],
    ids=["blank end", "all blank", "full"],
)
def test_the_largest_file_that_is_read_is_read_in_time(content: bytes, rows: int) -> None:
    with in_time():
        document = open_text_table(content, is_tab=False)
    assert len(document.tables[0].rows) == rows


def _written(rows: list[list[str]], delimiter: str) -> Document:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return open_text_table(buffer.getvalue().encode(), is_tab=False)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_written_is_what_is_read(seed: int, delimiter: str) -> None:
    chance = random.Random(seed)
    pieces = ["政务", "1", "1,234", "a;b", '"', "\n", " ", "无"]
    rows = [
        [str(number), *("".join(chance.choices(pieces, k=3)) for _ in range(4)), "末"] for number in range(12)
    ]
    document = _written(rows, delimiter)
    assert [[cell.raw for cell in row if cell] for row in document.tables[0].rows] == rows
