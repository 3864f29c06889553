"""Looks through the objects of a PDF before its pages are read.

What acts on opening or carries other files is refused, and so is a compressed stream whose checksum does not hold:
a reader that repairs it silently would hand on other figures than the unit printed.
"""

import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sources.returns.documents.pdf_parts import is_readable, is_whole, stored
from sources.returns.model import Finding, Rejected

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdftypes import PDFStream

MAX_PAGES = 60
MAX_OBJECTS = 50_000
MAX_VALUES = 2_000_000  # in all objects: keys, names, numbers
MAX_DECODED = 100 * 2**20  # all streams that are no pictures, unpacked
RESAVE = "请用 Word 或 WPS 打开原件，另存为 PDF 后重新报送；或直接报送 Word、Excel 原件"
_FORBIDDEN = {
    "JS": "脚本（JavaScript）",
    "JavaScript": "脚本（JavaScript）",
    "Launch": "启动其他程序的动作",
    "EmbeddedFile": "嵌入的文件",
    "EmbeddedFiles": "嵌入的文件",
    "RichMedia": "多媒体对象",
}


def check_pdf(document: "PDFDocument") -> None:
    """Check a PDF that was opened but not read.

    Raises:
        Rejected: It acts, carries other files, is beyond the limits, or a stream of it is damaged.
    """
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream

    pages = sum(1 for _ in islice(PDFPage.create_pages(document), MAX_PAGES + 1))
    if pages > MAX_PAGES:
        raise _too_large(f"文件超过 {MAX_PAGES} 页", f"不超过 {MAX_PAGES} 页", "请只报送年度报告本身")
    values, left = 0, MAX_DECODED
    for thing in chain((xref.get_trailer() for xref in document.xrefs), _objects(document)):
        for name in _names(thing):
            values += 1
            if name in _FORBIDDEN:
                found = f"文件含有{_FORBIDDEN[name]}"
                raise Rejected(Finding("RET-01", "文件", found, "只有文字和表格的 PDF", RESAVE))
            if values > MAX_VALUES:
                raise _too_large("文件内部对象过多", f"不超过 {MAX_VALUES} 项", RESAVE)
        if isinstance(thing, PDFStream):
            left -= _unpacked_size(thing if thing.rawdata is not None else stored(document, thing), left)
    if not is_whole(document, pages):  # unpacks the pages: not before it is known how large they are
        raise damaged()


def _objects(document: "PDFDocument") -> Iterator[Any]:
    from pdfminer.pdfexceptions import PDFObjectNotFound

    numbers = dict.fromkeys(islice(chain(*(x.get_objids() for x in document.xrefs)), 2 * MAX_OBJECTS))
    if len(numbers) > MAX_OBJECTS:
        raise _too_large("文件内部对象过多", f"不超过 {MAX_OBJECTS} 个对象", RESAVE)
    for number in numbers:
        try:
            yield document.getobj(number)
        except (
            PDFObjectNotFound
        ):  # old entries that lead nowhere are common; what is lost shows as missing rows
            continue


def _names(thing: Any) -> Iterator[str]:
    """Yield the keys and names in an object, and a blank for every other value, without following references."""
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import PSLiteral

    waiting = [thing]
    while waiting:
        value = waiting.pop()
        if isinstance(value, PDFStream):
            value = value.attrs
        if isinstance(value, dict):
            yield from value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        yield str(value.name) if isinstance(value, PSLiteral) else ""


def _unpacked_size(stream: "PDFStream", limit: int) -> int:
    """Unpack a stream to its checksum and return its size; pictures are never unpacked here or later."""
    filters = [str(getattr(name, "name", name)) for name, _ in stream.get_filters()]
    if str(getattr(stream.get("Subtype"), "name", "")) == "Image":
        return 0
    if not is_readable(stream, filters):
        raise damaged()
    if filters[:1] not in (["FlateDecode"], ["Fl"]):
        return 0
    data, unpacker, size = stream.rawdata or b"", zlib.decompressobj(), 0
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    try:
        while data and not unpacker.eof:
            size += len(unpacker.decompress(data, 2**20))
            if size > limit:
                raise _too_large(f"文件解压后超过 {MAX_DECODED // 2**20} MB", "普通的年度报告", RESAVE)
            data = unpacker.unconsumed_tail
    except zlib.error as error:
        raise damaged() from error
    if not unpacker.eof:
        raise damaged()
    return size


def damaged() -> Rejected:
    """Return the refusal of a file whose bytes are not what was written."""
    return Rejected(Finding("RET-01", "文件", "PDF 已损坏，内容校验不符", "能正常打开的 PDF", RESAVE))


def _too_large(found: str, expected: str, remedy: str) -> Rejected:
    return Rejected(Finding("RET-01", "文件", found, expected, remedy))
