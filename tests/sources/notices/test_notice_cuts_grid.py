"""A web page or Word document with something missing: an error with its row, never fewer tasks."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from sources.errors import SourceError
from sources.notices.model import Notice

Read = Callable[..., Notice]
# The last section of a theme can go unnoticed: what follows it is a new theme, or the end.
LAST_SECTIONS = {"(四)做好常态", "(三)切实增强", "(三)推进基层", "(三)加强配套"}


def refused(read: Read, content: str | bytes, suffix: str, count: int | None = 37) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(content, suffix, count)
    assert caught.value.where.startswith(f"通知{suffix} ")
    return caught.value


def first_text(row: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", row)[:6]


@pytest.mark.parametrize("part", range(40))
def test_a_page_cut_inside_the_table_is_refused(read: Read, notice_page: str, part: int) -> None:
    start, end = notice_page.index("<table"), notice_page.index("</table>") + len("</table>")
    cut = start + 7 + (end - start - 8) * part // 39
    error = refused(read, notice_page[:cut], ".html", None)
    assert error.found == "网页在表格中间中断，没有 </table>"
    assert error.where.endswith(f"第{notice_page[:cut].count(chr(10)) + 1}行")


def test_a_page_cut_after_the_table_reads_whole(read: Read, notice_page: str) -> None:
    assert len(read(notice_page[: notice_page.index("</table>") + 8], ".html").tasks) == 37


@pytest.mark.parametrize("part", range(10))
def test_a_page_cut_before_the_table_is_refused(read: Read, notice_page: str, part: int) -> None:
    content = notice_page.encode()
    assert refused(read, content[: content.index(b"<table") * part // 9], ".html").found in (
        "没有内容",
        "没有找到任务表",
        "文件在一个汉字的中间中断",
    )


def test_each_row_gone_from_a_page_is_refused(read: Read, notice_page: str) -> None:
    rows = [match.span() for match in re.finditer(r"<tr>.*?</tr>\n", notice_page, re.DOTALL)]
    assert len(rows) == 1 + 4 + 13 + 37
    unnoticed = set()
    for start, end in rows:
        try:
            assert len(read(notice_page[:start] + notice_page[end:], ".html").tasks) == 37
            unnoticed.add(first_text(notice_page[start:end])[:7])
        except SourceError as error:
            assert re.search(r"第\d+行", error.where) or error.found == "没有找到任务表"
    assert unnoticed == {name[:6] for name in LAST_SECTIONS}


@pytest.mark.parametrize("number", [7, 8, 24])
def test_a_task_gone_from_a_page_is_refused_by_number(read: Read, notice_page: str, number: int) -> None:
    """These rows begin no merged cell, so that only the numbers tell; no control total is needed."""
    rows = re.findall(r"<tr>.*?</tr>\n", notice_page, re.DOTALL)
    gone = next(row for row in rows if first_text(row).startswith(f"{number}."))
    error = refused(read, notice_page.replace(gone, ""), ".html", None)
    assert (error.found, error.expected) == (f"任务编号为 {number + 1}", str(number))
    assert error.remedy == "请检查原文是否缺行或重复"


def test_each_cell_gone_from_a_page_is_refused(read: Read, notice_page: str) -> None:
    for match in re.finditer(r"<td[^>]*>.*?</td>\n", notice_page, re.DOTALL):
        refused(read, notice_page[: match.start()] + notice_page[match.end() :], ".html")


def test_a_row_cut_short_names_row_and_column(read: Read, notice_page: str) -> None:
    page = notice_page.replace("<td>市财政局</td>\n<td><p", "<td><p", 1)
    error = refused(read, page, ".html")
    assert "缺第4列" in error.found
    assert (error.expected, error.remedy) == ("4 列", "请检查原文是否被截断")


@pytest.mark.parametrize("part", range(1, 12))
def test_a_truncated_document_is_refused(read: Read, fixtures: Path, part: int) -> None:
    content = (fixtures / "notice_2021.docx").read_bytes()
    error = refused(read, content[: len(content) * part // 12], ".docx")
    assert error.found == "文件已损坏或不是真正的 Office 2007 以后格式"


def remake(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Rewrite the body of a Word document, byte by byte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "word/document.xml" else part)
    return buffer.getvalue()


def test_each_row_gone_from_a_document_is_refused(read: Read, fixtures: Path) -> None:
    content, unnoticed = (fixtures / "notice_2021.docx").read_bytes(), set()
    rows = len(docx.Document(io.BytesIO(content)).tables[0].rows)
    for index in range(rows):
        document = docx.Document(io.BytesIO(content))
        row = document.tables[0].rows[index]._tr
        text = "".join(row.itertext()).strip()[:6]
        row.getparent().remove(row)
        buffer = io.BytesIO()
        document.save(buffer)
        try:
            assert len(read(buffer.getvalue(), ".docx").tasks) == 37
            unnoticed.add(text)
        except SourceError as error:
            assert re.search(r"第\d+行", error.where) or error.found == "没有找到任务表"
    assert unnoticed == {name[:6] for name in LAST_SECTIONS}


def test_a_merge_without_its_first_row_is_refused_by_row(read: Read, fixtures: Path) -> None:
    """The row of task 4 begins the responsible cell of tasks 4 and 5."""
    document = docx.Document(str(fixtures / "notice_2021.docx"))
    row = next(row for row in document.tables[0].rows if row.cells[0].text.startswith("4."))._tr
    row.getparent().remove(row)
    buffer = io.BytesIO()
    document.save(buffer)
    error = refused(read, buffer.getvalue(), ".docx")
    assert (error.where, error.found) == ("通知.docx 表格第8行", "竖向合并的单元格没有起始的一行")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b"w:gridSpan w:val", b"w:gridSpan w:nix"),
        lambda xml: xml.replace(b"<w:body>", b"<w:body>&boom;", 1),
        lambda xml: b"",
    ],
    ids=["half", "attribute", "entity", "empty"],
)
def test_a_document_with_spoilt_xml_is_refused(
    read: Read, fixtures: Path, change: Callable[[bytes], bytes]
) -> None:
    content = remake((fixtures / "notice_2021.docx").read_bytes(), change)
    assert "文件已损坏" in refused(read, content, ".docx").found


def test_a_flipped_bit_in_a_document_is_refused(read: Read, fixtures: Path) -> None:
    content = bytearray((fixtures / "notice_2021.docx").read_bytes())
    content[len(content) // 2] ^= 1
    assert "文件已损坏" in refused(read, bytes(content), ".docx").found
