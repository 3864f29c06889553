"""Puts the characters of a PDF page together to lines, and lines that were only wrapped to text.

A line is taken as wrapped where what follows would not have fitted behind it. Two lines that meet in letters or
digits stay two: ``1361`` above ``2`` may be 13612, or two numbers; whoever needs a number sees the line break and
calls the cell unreadable. Nothing is guessed here.
"""

import unicodedata
from itertools import pairwise
from typing import Any, NamedTuple

from sources.returns.documents.model import Line
from sources.text import tidy

Chars = list[dict[str, Any]]
_SAME_LINE = 3.0  # points between the middles of two words on one line
_PADDING = 7.0  # points between a cell's edge and its text, on each side
_BOLD_SHIFT = 1.0  # points between a letter and the same letter printed over it
_SENTENCE_ENDS = "。；：！？"


class TextLine(NamedTuple):
    """A line as printed, its edges and the height of its letters, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def once(chars: Chars) -> Chars:
    """Return the characters without those printed a second time in place, as some programs make letters bold."""
    seen: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    kept = []
    for char in chars:
        x, y = char["x0"], char["top"]
        column, row = int(x // _BOLD_SHIFT), int(y // _BOLD_SHIFT)
        near = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        before = (place for square in near for place in seen.get((char["text"], *square), ()))
        if not any(abs(x - a) < _BOLD_SHIFT and abs(y - b) < _BOLD_SHIFT for a, b in before):
            seen.setdefault((char["text"], column, row), []).append((x, y))
            kept.append(char)
    return kept


def text_lines(chars: Chars) -> list[TextLine]:
    """Return the lines, from top to bottom, that characters stand on."""
    from pdfplumber.utils.clustering import cluster_objects
    from pdfplumber.utils.text import extract_words

    words = extract_words(chars)
    lines = []
    for cluster in cluster_objects(words, lambda word: (word["top"] + word["bottom"]) / 2, _SAME_LINE):
        cluster.sort(key=lambda word: word["x0"])
        text = cluster[0]["text"]
        for before, word in pairwise(cluster):
            text += ("" if word["x0"] - before["x1"] < 1 else " ") + word["text"]
        edges = min(w["x0"] for w in cluster), max(w["x1"] for w in cluster)
        heights = min(w["top"] for w in cluster), max(w["bottom"] for w in cluster)
        lines.append(TextLine(text, *edges, *heights, max(w["bottom"] - w["top"] for w in cluster)))
    return sorted(lines, key=lambda line: line.top)


def cell_text(lines: list[TextLine], width: float) -> str:
    """Return the text of a cell ``width`` points wide, lines that were only wrapped put together."""
    text = ""
    for index, line in enumerate(lines):
        if index and not _is_wrapped(lines[index - 1], line, width):
            text += "\n"
        text += line.text
    return tidy(text)


def prose(lines: list[TextLine], page: int, page_width: float) -> list[Line]:
    """Return the prose of a page, wrapped lines put together, each with the place where it begins."""
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    found: list[Line] = []
    for index, line in enumerate(lines):
        if index and _continues(lines[index - 1], line, left, right, page_width):
            found[-1] = found[-1]._replace(text=tidy(found[-1].text + line.text))
        else:
            found.append(Line(tidy(line.text), f"第{page}页第{index + 1}行"))
    return [line for line in found if line.text]


def _is_wrapped(upper: TextLine, lower: TextLine, width: float) -> bool:
    # Two characters: punctuation may not begin a line and takes the character before it along.
    needed = min(2, len(lower.text)) * lower.size
    return _may_join(upper, lower) and width - 2 * _PADDING - (upper.x1 - upper.x0) < needed


def _continues(upper: TextLine, lower: TextLine, left: float, right: float, page_width: float) -> bool:
    """Tell whether a line of prose goes on in the next: it fills the page, and the next has no indent."""
    is_full = upper.x1 > right - 2 * upper.size and upper.x1 - upper.x0 > page_width / 2
    is_same_text = abs(upper.size - lower.size) < 1 and upper.x0 < left + 3 * upper.size
    has_indent = lower.x0 > left + lower.size / 2
    ends = upper.text[-1:] in _SENTENCE_ENDS
    return is_full and is_same_text and not has_indent and not ends and _may_join(upper, lower)


def _may_join(upper: TextLine, lower: TextLine) -> bool:
    """Chinese breaks anywhere and joins without a blank; where Latin letters or digits meet nobody can tell."""
    meeting = unicodedata.normalize("NFKC", upper.text[-1:] + lower.text[:1])
    return bool(upper.text and lower.text) and not meeting.isascii()
