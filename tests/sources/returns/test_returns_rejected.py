"""Workbooks that cannot be used: why, and that nothing worse happens."""

import io
import zipfile
from collections.abc import Callable

import pytest

from sources.returns.documents.extent import MAX_COLUMNS, MAX_ROWS
from sources.returns.model import Finding, Return

Make = Callable[..., bytes]
Rejection = Callable[..., Finding]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def change(content: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Rewrite one part of a workbook; a part that is not there is added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, edit(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, edit(b""))
    return buffer.getvalue()


def with_cell(content: bytes, xml: str) -> bytes:
    """Add rows at the end of the first sheet."""
    return change(
        content,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", xml.encode() + b"</sheetData>"),
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: good[: len(good) // 2],
        lambda good: good[:-10],
        lambda good: good[:900] + bytes([good[900] ^ 1]) + good[901:],
    ],
    ids=[
        "half",
        "tail lost",
        "bit flipped",
    ],
)
def test_damage_is_rejected(
    make_workbook: Make, rejection: Rejection, spoil: Callable[[bytes], bytes]
) -> None:
    finding = rejection(spoil(make_workbook()))
    assert (finding.rule_code, finding.place) == ("RET-01", "文件")
    assert "损坏" in finding.found
    assert finding.remedy


@pytest.mark.parametrize(
    ("content", "rule_code", "found"),
    [
        (bytes(range(256)) * 20, "RET-02", "认不出格式的文件（可能已损坏）"),
        (b"", "RET-01", "文件是空的"),
        (OLE + bytes(4096), "RET-02", "旧版 Office 文件（不是工作簿，或已损坏）"),
        ("任务编号,完成状态\n7,已完成\n".encode("gb18030"), "RET-03", "落实情况"),
    ],
    ids=["random bytes", "empty", "old office", "csv renamed that lacks a column"],
)
def test_what_only_bears_the_name_is_rejected(
    rejection: Rejection, content: bytes, rule_code: str, found: str
) -> None:
    finding = rejection(content)
    assert finding.rule_code == rule_code
    assert found in finding.found
    assert finding.remedy


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"],
)
def test_a_part_that_breaks_off_is_rejected(make_workbook: Make, rejection: Rejection, part: str) -> None:
    finding = rejection(change(make_workbook(), part, lambda xml: xml[: len(xml) * 2 // 3]))
    assert finding.rule_code in ("RET-01", "RET-03")


def test_macros_are_rejected(make_workbook: Make, rejection: Rejection) -> None:
    finding = rejection(change(make_workbook(), "xl/vbaProject.bin", lambda _: OLE))
    assert (finding.rule_code, finding.found) == ("RET-01", "文件含有宏")
    assert finding.remedy == "请另存为不含宏的格式"


def test_a_zip_bomb_is_rejected(make_workbook: Make, rejection: Rejection) -> None:
    finding = rejection(change(make_workbook(), "xl/media/a.bin", lambda _: bytes(20_000_000)))
    assert finding.rule_code == "RET-01"
    assert "解压后超出限度" in finding.found


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "第 1048576 行第 16384 列有内容"),
        (f'<row r="{MAX_ROWS + 1}"><c><v>1</v></c></row>', f"第 {MAX_ROWS + 1} 行第 1 列有内容"),
        ('<row r="9"><c r="GS9" t="inlineStr"><is><t>x</t></is></c></row>', "第 9 行第 201 列有内容"),
        ('<row><c r="A99999" t="str"><v>x</v></c></row>', "第 99999 行第 1 列有内容"),
        (f"<row>{'<c><v>1</v></c>' * (MAX_COLUMNS + 1)}</row>", f"第 1 行第 {MAX_COLUMNS + 1} 列有内容"),
    ],
    ids=["last cell of all", "row without cell names", "column GS", "cell beyond its row", "cells counted"],
)
def test_content_far_out_is_rejected_before_it_is_laid_out(
    make_workbook: Make, rejection: Rejection, xml: str, found: str
) -> None:
    """One cell at XFD1048576 would take seventeen thousand million cells of memory, and the process with it."""
    content = with_cell(make_workbook(), xml)
    if xml.startswith("<row><c><v>"):
        found = found.replace("第 1 行", "第 5 行")
    finding = rejection(content)
    assert (finding.rule_code, finding.place, finding.found) == ("RET-01", "任务落实情况", found)
    assert f"每表不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列" in finding.expected


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1048576" hidden="1"/>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        f'<row r="{MAX_ROWS}"><c r="H{MAX_ROWS}"><v>1</v></c></row>',
        '<row r="90"><c r="GR90"><v>1</v></c></row>',
    ],
    ids=["hidden row", "formatted cell", "last row", "last column"],
)
def test_format_far_out_and_content_within_are_accepted(
    make_workbook: Make, read: Callable[..., Return], xml: str
) -> None:
    assert read(with_cell(make_workbook(), xml)).lines[0].task_no == 7


def test_an_external_entity_is_not_read(make_workbook: Make, rejection: Rejection) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    content = change(
        make_workbook(),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"?>", b"?>" + entity, 1).replace(
            b"</sheetData>", b'<row r="9"><c r="A9" t="str"><v>&e;</v></c></row></sheetData>'
        ),
    )
    assert rejection(content).rule_code == "RET-01"


def test_an_empty_workbook_is_rejected_as_not_the_form(rejection: Rejection) -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("空表")
    finding = rejection(buffer.getvalue())
    assert (finding.rule_code, finding.place) == ("RET-03", "空表")
    assert "没有认得出的报表" in finding.found


def test_a_zip_that_is_no_workbook_is_rejected(rejection: Rejection) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    finding = rejection(buffer.getvalue())
    assert (finding.rule_code, finding.found) == ("RET-02", "这是压缩包（.zip），不受理")


def test_too_many_cells_in_all_are_rejected(make_workbook: Make, rejection: Rejection) -> None:
    """A few words far apart would be laid out as millions of empty cells."""
    finding = rejection(with_cell(make_workbook(), '<row r="3000"><c r="GR3000"><v>1</v></c></row>'))
    assert (finding.rule_code, finding.found) == ("RET-01", "到此共占 600000 格")
