"""Reads a PDF with a text layer. Call it through :mod:`.isolated`: a hostile PDF can hang any reader."""

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sources.returns.documents.model import Document, Line
from sources.returns.documents.pdf_grid import Box, Part, tables
from sources.returns.documents.pdf_safety import RESAVE, check_pdf, damaged
from sources.returns.documents.pdf_text import Chars, TextLine, cell_text, once, prose, text_lines
from sources.returns.model import Finding, Rejected
from sources.text import key

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table as FoundTable

_PAGE_NUMBER = re.compile(
    r"[-—–~·]*第?[0-9]{1,4}页?(?:[/,，]?共?[0-9]{1,4}页?)?[-—–~·]*|\(?续(?:上)?表.{0,3}"
)
_NO_TEXT = "请报送 Word 或 Excel 原件，或用 Word、WPS 把原件另存为带文字的 PDF（不要打印后扫描）"
_FEW_CHARACTERS = 10
_LIST_SIGNS = 3  # different ones on a page
_NARROWEST_DIGIT = 0.2  # of its height; where a font says less, digits lie on each other in no known order
_RULE_WIDTH = 3.0  # points; a filled rectangle that is wider and higher is shading, not a rule
_WHOLE_PAGE = 0.7
_TOUCHING = 0.5  # points between characters of one word; cells keep more between them


class _PageRead(NamedTuple):
    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[list[Box]]


def read_pdf(content: bytes) -> Document:
    """Read the tables and the prose of a PDF.

    A cell's ``raw`` keeps the lines as printed; its ``text`` joins those that were only wrapped. A number that
    was broken over two lines stays broken in both, so that it is called unreadable and never guessed. A PDF that
    only asks not to be copied or printed opens without a password and is read: the unit itself hands it in.

    Raises:
        Rejected: It is damaged, encrypted, hostile, beyond the limits, or has no text layer.
    """
    try:
        pdf = _open(content)
        check_pdf(pdf.doc)
        pages = [_read_page(page) for page in pdf.pages if not _is_picture(page)]
        has_pictures = len(pages) < len(pdf.pages)
    except (Rejected, MemoryError):
        raise
    except Exception as error:  # a damaged file makes its reader fail in any way there is
        raise damaged() from error
    has_tables = any(page.tables for page in pages)
    if not has_tables and (has_pictures or not any(page.lines for page in pages)):
        found = "扫描件没有文字层，表里的数字读不出来"
        raise Rejected(Finding("RET-02", "文件", found, "带文字层的 PDF", _NO_TEXT))
    return Document("pdf", tables(_parts(pages)), _prose(pages))


def _open(content: bytes) -> "PDF":
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        return pdfplumber.open(io.BytesIO(content))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFEncryptionError):
            remedy = "请去掉密码后另存为 PDF，再重新报送"
            raise Rejected(
                Finding("RET-01", "文件", "PDF 有密码，打不开", "没有密码的 PDF", remedy)
            ) from error
        raise


def _is_picture(page: "Page") -> bool:
    """Tell whether a page is a scan: hardly a character, or a picture of a page with text recognised from it.

    What a machine recognised may be wrong in any digit, so it does not count as text.
    """
    if not page.images or not page.chars:
        return bool(page.images)
    if page.lines or page.rects or page.curves:
        return False
    area = sum(image["width"] * image["height"] for image in page.images)
    return len(page.chars) < _FEW_CHARACTERS or bool(area > _WHOLE_PAGE * page.width * page.height)


def _read_page(page: "Page") -> _PageRead:
    chars = once(page.chars)
    _refuse_unmapped(chars, page.page_number)
    if any(char["text"].isdigit() and char["width"] < _NARROWEST_DIGIT * char["size"] for char in chars):
        raise damaged()
    ruled = page.filter(_is_no_shading)
    # A single cell is a frame around the text of a page.
    found = [table for table in ruled.find_tables() if len(table.cells) > 1]
    boxes: list[list[Box]] = [[] for _ in found]
    rest = chars
    for table, cells in zip(found, boxes, strict=True):
        rest = _take_cells(table, rest, cells)
    read = _PageRead(page.page_number, float(page.width), float(page.height), text_lines(rest), boxes)
    page.close()
    return read


def _take_cells(table: "FoundTable", chars: Chars, boxes: list[Box]) -> Chars:
    """Sort characters into the cells of a table; return those that stand outside it."""
    inside: list[tuple[tuple[float, ...], Chars]] = [(cell, []) for cell in table.cells]
    rest: Chars = []
    before, own = None, rest
    for char in chars:
        # Text too long for its cell runs on across the rule: it belongs where it began.
        if before is None or not _runs_on(before, char):
            x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            own = next((own for c, own in inside if c[0] <= x <= c[2] and c[1] <= y <= c[3]), rest)
        own.append(char)
        before = char
    for (x0, top, x1, bottom), own in inside:
        lines = text_lines(own)
        text, raw = cell_text(lines, x1 - x0), "\n".join(line.text for line in lines)
        boxes.append(Box(x0, top, x1, bottom, text, raw))
    return rest


def _runs_on(before: dict[str, Any], char: dict[str, Any]) -> bool:
    gap, step = float(char["x0"] - before["x1"]), float(char["top"] - before["top"])
    return abs(gap) < _TOUCHING and abs(step) < _TOUCHING


def _is_no_shading(thing: dict[str, object]) -> bool:
    if thing["object_type"] != "rect" or thing.get("stroke"):
        return True
    return min(float(str(thing["width"])), float(str(thing["height"]))) <= _RULE_WIDTH


def _refuse_unmapped(chars: Chars, page: int) -> None:
    """A font without a table of its characters gives numbers of glyphs, not text; a few are signs of a list."""
    unmapped = [char["text"] for char in chars if char["text"].startswith("(cid:")]
    if len(unmapped) > len(chars) / 10 or len(set(unmapped)) > _LIST_SIGNS:
        found = "PDF 的字体没有附带文字编码，读出来的不是文字"
        raise Rejected(Finding("RET-02", f"第{page}页", found, "能复制出文字的 PDF", RESAVE))


def _parts(pages: list[_PageRead]) -> list[Part]:
    """Return what each page shows of its tables, with what stands above the first and below the last."""
    seen = Counter(_position(line) for page in pages for line in page.lines)
    parts = []
    for page in pages:
        body = [line for line in page.lines if seen[_position(line)] == 1 and not _is_page_number(line)]
        spans = [(min(b.top for b in boxes), max(b.bottom for b in boxes)) for boxes in page.tables]
        for index, (boxes, (top, bottom)) in enumerate(zip(page.tables, spans, strict=True)):
            others = [span for other, span in enumerate(spans) if other != index]
            is_first = all(line.top > top for line in body) and all(span[0] > top for span in others)
            is_last = (
                bottom > page.height / 2
                and all(line.bottom < bottom for line in body)
                and all(span[1] < bottom for span in others)
            )
            parts.append(Part(page.number, index + 1, boxes, is_first, is_last))
    return parts


def _position(line: TextLine) -> tuple[str, int]:
    """What a running head has in common on all pages: its words and its height on the page."""
    return key(line.text), round(line.top)


def _is_page_number(line: TextLine) -> bool:
    return _PAGE_NUMBER.fullmatch(key(line.text)) is not None


def _prose(pages: list[_PageRead]) -> list[Line]:
    return [line for page in pages for line in prose(page.lines, page.number, page.width)]
