"""Text with slots, as XML: taken apart once, filled for each report."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from sources.text import clean

# Characters of the private use area, which no form prints.
_OPEN, _OPEN_LINES, _CLOSE = "\ue000", "\ue001", "\ue002"
_SLOT = re.compile(
    f"<w:p>(?P<before>(?:(?!</?w:p>).)*){_OPEN_LINES}(?P<lines>[^{_CLOSE}]+){_CLOSE}(?P<after>(?:(?!</w:p>).)*)</w:p>"
    f"|{_OPEN}(?P<text>[^{_CLOSE}]+){_CLOSE}",
    re.DOTALL,
)


class Slot(NamedTuple):
    """Where a value goes, and what stands around each of its lines."""

    name: str
    before: str = ""
    after: str = ""


Pieces = tuple[str | Slot, ...]


def slot(name: str) -> str:
    """Return the mark of a slot for text within a paragraph."""
    return f"{_OPEN}{name}{_CLOSE}"


def lines_slot(name: str) -> str:
    """Return the mark of a slot that is a paragraph alone: as many paragraphs as lines, or none."""
    return f"{_OPEN_LINES}{name}{_CLOSE}"


def take_apart(xml: str) -> Pieces:
    """Return the text between the slots, and the slots."""
    pieces: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(xml):
        pieces.append(xml[end : found.start()])
        if found["text"]:
            pieces.append(Slot(found["text"]))
        else:
            pieces.append(Slot(found["lines"], f"<w:p>{found['before']}", f"{found['after']}</w:p>"))
        end = found.end()
    return (*pieces, xml[end:])


def fill(pieces: Pieces, values: Mapping[str, str | Sequence[str]]) -> str:
    """Return the XML with values in its slots; whatever they say stands in it as text."""
    return "".join(
        piece if isinstance(piece, str) else _filled(piece, values[piece.name]) for piece in pieces
    )


def _filled(piece: Slot, value: str | Sequence[str]) -> str:
    lines: Iterable[str] = (value,) if isinstance(value, str) else value
    return "".join(f"{piece.before}{escape(clean(line))}{piece.after}" for line in lines)
