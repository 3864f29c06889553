"""Pieces of text in reading order, from markup of any kind, put together as cells and lines.

A piece comes with the number of its place (source line, paragraph); a piece that is a line break breaks the line.
"""

from collections.abc import Iterable
from itertools import chain

from sources.text import tidy

BREAK = "\n"
Pieces = Iterable[tuple[str, int]]


def raw_text(pieces: Pieces) -> str:
    """Return the text to the character, but for blanks that stand alone beside a line break (indented markup)."""
    lines: list[list[str]] = [[]]
    for piece, _ in pieces:
        if piece == BREAK:
            lines.append([])
        elif lines[-1] or piece != " ":
            lines[-1].append(piece)
    for line in lines:
        while line and line[-1] == " ":
            line.pop()
    return "\n".join("".join(line) for line in lines if line)


def text_lines(pieces: Pieces) -> list[tuple[str, int]]:
    """Return the lines that say anything, tidied, each with the number of the place where it begins."""
    lines: list[tuple[str, int]] = []
    buffer: list[str] = []
    first = 0
    for piece, place in chain(pieces, [(BREAK, 0)]):
        if piece == BREAK:
            if buffer:
                lines += [(text, first) for text in tidy("".join(buffer)).splitlines()]
                buffer.clear()
        elif buffer or piece.strip():
            first = first if buffer else place
            buffer.append(piece)
    return lines
