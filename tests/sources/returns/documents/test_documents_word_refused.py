"""Word documents that are damaged, hostile or too large: refused at once, with the way out."""

import io
import zipfile

import pytest

from sources.returns.documents.extent import MAX_COLUMNS
from sources.returns.documents.word import open_word
from sources.returns.documents.word_safety import MAX_PART_BYTES, MAX_TAGS
from tests.sources.returns import official
from tests.sources.returns.documents.reading import cell, in_time, packed, paragraph, refusal, table, word

DAMAGED = "Word 文档无法打开（损坏、加密或格式不符）"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = official.as_docx(official.grids(official.filled()))


def linked(kind: str, target: str, mode: str = ' TargetMode="External"', part: str = "document.xml") -> bytes:
    """A document one of whose parts links to something."""
    link = f'<Relationship Id="rId99" Type="{TYPES}/{kind}" Target="{target}"{mode}/>'
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return word(paragraph("甲"), {f"word/_rels/{part}.rels": f"{links}{link}</Relationships>"})


@pytest.mark.parametrize(
    ("kind", "target", "found"),
    [
        ("attachedTemplate", "file:///C:/a.dotm", "文件引用了外部内容（外部模板：file:///C:/a.dotm）"),
        ("oleObject", "http://a.example/b", "文件引用了外部内容（链接的对象：http://a.example/b）"),
        ("image", "http://a.example/b.png", "文件引用了外部内容（链接的图片：http://a.example/b.png）"),
        ("frame", "http://a.example/", "文件引用了外部内容（frame：http://a.example/）"),
        ("subDocument", "b.docx", "文件引用了外部内容（subDocument：b.docx）"),
    ],
)
def test_content_that_lies_outside_is_refused(kind: str, target: str, found: str) -> None:
    finding = refusal(lambda: open_word(linked(kind, target, part="settings.xml")))
    assert finding.found == found
    assert finding.remedy.startswith("请删去外部模板")


def test_a_plain_hyperlink_is_no_such_content() -> None:
    assert open_word(linked("hyperlink", "http://a.example/b")).lines[0].text == "甲"


@pytest.mark.parametrize("kind", ["oleObject", "control", "aFChunk", "vbaProject"])
def test_content_of_other_programs_is_refused(kind: str) -> None:
    finding = refusal(lambda: open_word(linked(kind, "x.bin", mode="")))
    assert finding.found == f"文件含有嵌入或拼接的内容（{kind}）"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("word/embeddings/oleObject1.bin", b"x", "文件含有嵌入的对象"),
        ("Word/Embeddings/sheet.xlsx", b"x", "文件含有嵌入的对象"),
        ("word/activeX/activeX1.bin", b"x", "文件含有ActiveX 控件"),
        ("word/vbaProject.bin", b"x", "文件含有宏"),
        ("[Content_Types].xml", b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled'
         b'.main+xml"/></Types>', "文件含有宏"),
        ("word/styles.xml", b"<!DOCTYPE a><a/>", "文件部件中声明了 DTD 或实体"),
        ("word/theme/theme1.xml", "<!DOCTYPE a><a/>".encode("utf-16"), "文件部件中声明了 DTD 或实体"),
        ("word/DOCUMENT.xml", b"<a/>", "文件里有同名的部件"),
        ("word/document.xml", b"", DAMAGED),
        ("word/document.xml", b"<w:document>", DAMAGED),
        ("word/document.xml", b"<document/>", DAMAGED),
        ("word/document.xml", b"<body><body/></body>", DAMAGED),
        ("word/document.xml", b"<document><body>&boom;</body></document>", DAMAGED),
        ("word/document.xml", '<?xml version="1.0" encoding="IBM037"?><!DOCTYPE a [<!ENTITY b "c">]><document>'
         "<body>&b;</body></document>".encode("cp037"), DAMAGED),
        ("_rels/.rels", b"<a/>", DAMAGED),
        ("_rels/.rels", b"no markup", DAMAGED),
    ],
)  # fmt: skip
def test_a_document_with_a_part_that_may_not_be_is_refused(name: str, content: bytes, found: str) -> None:
    assert refusal(lambda: open_word(word("<w:p/>", {name: content}))).found == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<w:p><w:r><w:instrText>DDEAU</w:instrText></w:r><w:r><w:instrText>TO c:\\x</w:instrText></w:r></w:p>",
         "文件含有动态数据交换（DDE）域"),
        ("<w:p><w:fldSimple w:instr='dde x'/></w:p>", "文件含有动态数据交换（DDE）域"),
        ("<w:altChunk/>", "文件拼接了另一个文件的内容"),
    ],
)  # fmt: skip
def test_a_field_that_fetches_and_content_of_another_file_are_refused(body: str, found: str) -> None:
    assert refusal(lambda: open_word(word(body))).found == found


def test_a_billion_laughs_are_refused_unread() -> None:
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    main = f'<!DOCTYPE a [<!ENTITY l0 "哈">{laughs}]><document><body>&l9;</body></document>'
    with in_time(1):
        finding = refusal(lambda: open_word(word("", {"word/document.xml": main})))
    assert (finding.place, finding.found) == ("word/document.xml", "文件部件中声明了 DTD 或实体")


@pytest.mark.parametrize("part", range(1, 20))
def test_a_document_cut_off_is_refused(part: int) -> None:
    finding = refusal(lambda: open_word(GOOD[: len(GOOD) * part // 20]))
    assert finding.found == "文件已损坏或不是真正的 Office 2007 以后格式"


def test_another_office_file_is_no_document() -> None:
    assert refusal(lambda: open_word(official.as_xlsx(official.grids({})))).found == DAMAGED


def test_a_zip_that_states_the_same_part_twice_is_refused() -> None:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(lambda: open_word(buffer.getvalue())).found == "文件里有同名的部件"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (table(cell("a", "<w:gridSpan w:val='999999999999'/>")), "表格到此有 1 行 1000000 列"),
        (table(cell("a") * (MAX_COLUMNS + 1)), f"表格到此有 1 行 {MAX_COLUMNS + 1} 列"),
        (table("<w:trPr><w:gridBefore w:val='999999'/></w:trPr>" + cell("a")), "999999 列"),
        (table("<w:trPr><w:gridAfter w:val='999999'/></w:trPr>" + cell("a")), "列，超出限度"),
        (table(*[cell("", "<w:gridSpan w:val='200'/>")] * 2501), "表格到此有 2501 行 200 列"),
        ("<w:tbl><w:tr><w:tc>" * 60 + paragraph("x") * 20_000 + "</w:tc></w:tr></w:tbl>" * 60, "层层嵌套"),
        ("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000, DAMAGED),
        ("<w:p/>" * MAX_TAGS, "个标签"),
        (paragraph("x" * 11_000_000), DAMAGED),
        (paragraph("x" * (MAX_PART_BYTES + 1)), "文件的内容有 32.0 MB"),
    ],
    ids=range(10),
)
def test_a_document_beyond_the_limits_is_refused_fast(body: str, found: str) -> None:
    assert found in refusal(lambda: open_word(word(body))).found


def test_a_zip_bomb_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300_000_000))
    assert "解压后超出限度" in refusal(lambda: open_word(buffer.getvalue())).found


def test_markup_beside_the_document_counts_too() -> None:
    part = b"<a>" + bytes(MAX_PART_BYTES - 20) + b"</a>"
    parts = {f"word/styles{number}.xml": part for number in range(3)}
    assert refusal(lambda: open_word(word("", parts))).expected == "不超过 64 MB"


def test_many_links_are_not_followed_up() -> None:
    links = {"word/_rels/document.xml.rels": "<a>" + "<b/>" * 100_000 + "</a>"}
    assert "个标签" in refusal(lambda: open_word(word("<w:p/>", links))).found


def test_the_largest_document_that_is_read_is_read_in_time() -> None:
    row = cell("0") * 10
    body = table(*[row] * (MAX_TAGS // 121))
    content = word(body)
    with in_time():
        assert len(open_word(content).tables[0].rows) == MAX_TAGS // 121


def test_noise_beside_the_document_is_not_read() -> None:
    assert (
        open_word(packed({**_parts(GOOD), "word/media/image1.png": b"\xff" * 1000})).tables[2].name == "表3"
    )


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
