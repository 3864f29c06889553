"""Draws small PDFs from their parts, for what no office program writes."""

import zlib
from collections.abc import Sequence

PAGE_HEIGHT = 800
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn_pdf(
    pages: Sequence[str],
    catalog: bytes = b"",
    objects: Sequence[bytes] = (),
    font: bytes = HELVETICA,
    picture: bytes = b"",
) -> bytes:
    """Return a PDF of pages 600 wide and 800 high.

    Args:
        pages: What is drawn on each page: PDF operators; the font is ``/F``, the picture ``/P``.
        catalog: More entries for the catalog.
        objects: More objects, numbered from 10.
        font: The font, object 3.
        picture: A picture, object 4.
    """
    numbers = [100 + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [ " + kids + b" ] /Count %d >>" % len(pages),
        3: font,
        4: picture or b"null",
    }
    parts |= {10 + index: body for index, body in enumerate(objects)}
    for number, operators in zip(numbers, pages, strict=True):
        resources = b"/Resources << /Font << /F 3 0 R >> /XObject << /P 4 0 R >> >>"
        head = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 %d] " % PAGE_HEIGHT
        parts[number] = head + resources + b" /Contents %d 0 R >>" % (number + 1)
        parts[number + 1] = stream(operators.encode())
    return _file(parts)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream object."""
    packed = zlib.compress(data, 9)
    head = b"<< /Filter /FlateDecode /Length %d " % len(packed)
    return head + entries + b" >>\nstream\n" + packed + b"\nendstream"


def text(words: str, x: float, y: float, size: int = 10) -> str:
    """Return the operators that print words at a place, measured from the top left corner."""
    return f"BT /F {size} Tf {x} {PAGE_HEIGHT - y} Td ({words}) Tj ET\n"


def ruled(columns: Sequence[float], rows: Sequence[float]) -> str:
    """Return the operators that draw the rules of a table, measured from the top left corner."""
    heights = [PAGE_HEIGHT - y for y in rows]
    lines = [f"{x} {heights[0]} m {x} {heights[-1]} l S\n" for x in columns]
    return "".join(lines + [f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in heights])


def _file(parts: dict[int, bytes]) -> bytes:
    content, places = b"%PDF-1.7\n", {}
    for number, body in sorted(parts.items()):
        places[number] = len(content)
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(parts) + 1,
        len(content),
    )
    return content + b"xref\n0 1\n0000000000 65535 f \n" + rows + trailer
