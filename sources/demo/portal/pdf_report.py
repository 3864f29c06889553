"""Writes an annual report as a PDF: ruled tables, a font that every reader has for Chinese, always the same bytes.

No font is put in: the text is in 16-bit characters under one of the character maps that PDF itself defines (ISO 32000-1,
9.7.5.2, UniGB-UTF16-H), so that readers know each character.
"""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from sources.returns.template.grids import Place

_WIDTH, _MARGIN, _SIZE, _LEADING = 842, 36, 8, 11
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


class Part(NamedTuple):
    """A section of the report: heading, paragraphs, and the table where it has one."""

    heading: str
    paragraphs: Sequence[str]
    places: Sequence[Place] = ()
    texts: dict[Place, str] | None = None


def pdf_report(parts: Sequence[Part]) -> bytes:
    """Return the PDF, one page for each section, as high as it must be."""
    objects = [b"", b"", *_FONT]
    kids = []
    for part in parts:
        operators, height = _page(part)
        packed = zlib.compress(operators.encode("ascii"), 9)
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"
            % (_WIDTH, height, len(objects) + 2)
        )
        objects.append(
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [ " + b" ".join(kids) + b" ] /Count %d >>" % len(kids)
    return _file(objects)


def _page(part: Part) -> tuple[str, int]:
    """Return the operators of a page and its height; y runs downwards here and is turned at the end."""
    room = _WIDTH - 2 * _MARGIN
    drawn: list[tuple[str, float, float]] = []
    rules: list[tuple[float, float, float, float]] = []
    y = float(_MARGIN)
    for paragraph in (part.heading, *part.paragraphs):
        for line in _lines(paragraph, room):
            y += _LEADING
            drawn.append((line, _MARGIN, y))
        y += _LEADING / 2
    if part.texts:
        columns = max(place.right for place in part.places) + 1
        step = room / columns
        tops = _row_tops(part, step, y + _LEADING)
        for place in part.places:
            left, right = _MARGIN + place.left * step, _MARGIN + (place.right + 1) * step
            top, bottom = tops[place.top], tops[place.bottom + 1]
            rules.append((left, top, right, bottom))
            for number, line in enumerate(_lines(part.texts[place], right - left - 4), start=1):
                drawn.append((line, left + 2, top + number * _LEADING))
        y = tops[-1]
    height = int(y) + 2 * _MARGIN
    words = [
        f"BT /F {_SIZE} Tf {x:.2f} {height - down:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for text, x, down in drawn
    ]
    boxes = [f"{a:.2f} {height - d:.2f} {c - a:.2f} {d - b:.2f} re S\n" for a, b, c, d in rules]
    return "0.5 w\n" + "".join(boxes + words), height


def _row_tops(part: Part, step: float, first: float) -> list[float]:
    """Return where each row begins, and where the last ends: as high as its tallest cell that spans no other."""
    texts = part.texts or {}
    rows = max(place.bottom for place in part.places) + 1
    heights = [float(_LEADING + 6)] * rows
    for place in part.places:
        if place.top == place.bottom:
            lines = _lines(texts[place], (place.right - place.left + 1) * step - 4)
            heights[place.top] = max(heights[place.top], len(lines) * _LEADING + 6)
    for place in part.places:
        lines = _lines(texts[place], (place.right - place.left + 1) * step - 4)
        lacking = len(lines) * _LEADING + 6 - sum(heights[place.top : place.bottom + 1])
        heights[place.bottom] += max(lacking, 0)
    tops = [first]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _lines(text: str, width: float) -> list[str]:
    """Break a text into lines, as if every character were as wide as the type is high; Latin ones take half."""
    fit = max(int(width // _SIZE), 1)
    return [text[start : start + fit] for start in range(0, len(text), fit)]


def _file(objects: Sequence[bytes]) -> bytes:
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + rows
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )
