"""Checks that what the pages of a PDF are made of is there.

A reader leaves out a page, a font or a stream that it does not find and says nothing of it; text whose font is lost
it reads with the font before, as other characters.
"""

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream

_USED_FONT = re.compile(rb"/([^\s/\[\]<>()]+)\s+[-+0-9.]+\s+Tf")
_FILTERS = frozenset(
    {
        *("FlateDecode", "Fl", "LZWDecode", "LZW", "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx"),
        *("RunLengthDecode", "RL", "CCITTFaxDecode", "CCF", "DCTDecode", "DCT", "JBIG2Decode", "JPXDecode"),
        "Crypt",
    }
)


def is_whole(document: "PDFDocument", pages: int) -> bool:
    """Tell whether the pages found are as many as the file says, and their contents and fonts are there."""
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import resolve1

    tree = resolve1(document.catalog.get("Pages"))
    stated = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    return stated == pages and all(_is_page_whole(page) for page in PDFPage.create_pages(document))


def stored(document: "PDFDocument", stream: "PDFStream") -> "PDFStream":
    """Return a stream as the file has it: of one that holds objects the reader keeps only what was in it."""
    from pdfminer.pdftypes import PDFStream

    number = stream.objid
    if number is None:
        return stream
    for xref in document.xrefs:
        try:
            _, position, generation = xref.get_pos(number)
        except KeyError:
            continue
        again = document._getobj_parse(position, number)
        if isinstance(again, PDFStream):
            again.set_objid(number, generation)
            return again
    return stream


def is_readable(stream: "PDFStream", filters: list[str]) -> bool:
    """Tell whether a stream is packed as it says: in ways that exist, and not at all where it names none."""
    if filters:
        return _FILTERS.issuperset(filters)
    data = stream.rawdata or b""
    try:
        return not (data[:1] == b"x" and zlib.decompressobj().decompress(data, 1))
    except zlib.error:
        return True


def _is_page_whole(page: "PDFPage") -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1

    contents = [resolve1(one) for one in page.contents]
    fonts = resolve1((page.resources or {}).get("Font"))
    fonts = fonts if isinstance(fonts, dict) else {}
    if not contents or not all(isinstance(one, PDFStream) for one in contents):
        return False
    used = {name.decode("latin-1") for one in contents for name in _USED_FONT.findall(one.get_data())}
    return used <= fonts.keys() and all(_is_font_whole(resolve1(font)) for font in fonts.values())


def _is_font_whole(font: Any) -> bool:
    return isinstance(font, dict) and all(part is not None for part in _font_parts(font))


def _font_parts(font: dict[str, Any]) -> Iterator[Any]:
    """Yield what a font reads its characters with; None is a part that the file names and lacks."""
    from pdfminer.pdftypes import resolve1

    if "ToUnicode" in font:
        yield resolve1(font["ToUnicode"])
    for inner in resolve1(font.get("DescendantFonts")) or []:
        yield resolve1(inner)
