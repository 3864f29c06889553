"""How wide a text is on paper: Chinese characters count double."""

import math
import unicodedata
from collections.abc import Sequence

from orchestration.exports.tables import Value

MIN_WIDTH, MAX_WIDTH = 6.0, 44.0
LINE_HEIGHT = 14.5
MAX_ROW_HEIGHT = 400.0


def text_width(text: str) -> int:
    """Return the width of one line in columns of a half-width character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def shown(value: Value) -> str:
    """Return a value as its cell shows it."""
    import datetime as dt

    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def column_width(label: str, values: Sequence[Value]) -> float:
    """Return a width that shows dates and numbers on one line and wraps long text to a readable block.

    Long text gets the width that its typical cell needs for a few lines, so that one long cell does not
    take the page.
    """
    widths = sorted(max((text_width(line) for line in shown(value).split("\n")), default=0) for value in values)
    heading = max(text_width(label) + 3, MIN_WIDTH)  # the filter's arrow needs room
    if not widths:
        return heading
    longest, typical = widths[-1], widths[int(len(widths) * 0.9)]
    if longest <= 20:
        return max(heading, longest + 2)
    return min(max(heading, 20.0, math.sqrt(typical) * 4.0), MAX_WIDTH)


def row_height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Return the height in points at which no wrapped cell of the row is cut off."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        room = max(width - 1.5, 1.0)
        lines = max(lines, sum(max(1, math.ceil(text_width(line) / room)) for line in shown(value).split("\n")))
    return min(lines * LINE_HEIGHT + 4, MAX_ROW_HEIGHT)
