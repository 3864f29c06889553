"""How wide a text is on paper, and how columns share an A4 page: Chinese characters count double."""

import datetime as dt
import math
from collections.abc import Sequence

from orchestration.exports.tables import Value
from sources.text import text_width

# Columns of a half-width character at 10 points that an A4 landscape page shows at a readable scale.
PAGE_WIDTH = 180.0
SHORT = 20
LINE_HEIGHT = 13.2
MAX_ROW_HEIGHT = 400.0


def shown(value: Value) -> str:
    """Return a value as its cell shows it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def column_widths(labels: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[float]:
    """Return the widths of the columns of a table.

    Short columns (dates, numbers, names) get what shows them on one line; those with long text share the
    rest of the page by how much they hold, and wrap.
    """
    widths, weights, limits = [], [], []
    for index, label in enumerate(labels):
        needed = [_longest_line(row[index]) for row in rows]
        heading = text_width(label) + 2.5  # room for the filter's arrow
        longest = max(needed, default=0)
        is_short = longest <= SHORT
        widths.append(max(heading, longest + 2.0) if is_short else heading)
        limits.append(longest + 2.0)
        weights.append(0.0 if is_short else math.sqrt(sum(needed) / len(needed)) + 1.0)
    room = PAGE_WIDTH - sum(width for width, weight in zip(widths, weights, strict=True) if not weight)
    shares = [room * weight / (sum(weights) or 1.0) for weight in weights]
    return [max(width, min(share, limit)) for width, share, limit in zip(widths, shares, limits, strict=True)]


def row_height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Return the height in points at which no wrapped cell of the row is cut off."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        room = max(width - 1.0, 2.0) // 2 * 2  # no half of a Chinese character stands at the end of a line
        lines = max(lines, sum(_wrapped_lines(line, room) for line in shown(value).split("\n")))
    return min(lines * LINE_HEIGHT + 4, MAX_ROW_HEIGHT)


def _wrapped_lines(line: str, room: float) -> int:
    """Chinese breaks anywhere; an address or Latin words break only here and there, which costs a line."""
    lines = max(1, math.ceil(text_width(line) / room))
    return lines + (lines > 1 and text_width(line) < 1.3 * len(line))


def _longest_line(value: Value) -> int:
    return max(text_width(line) for line in shown(value).split("\n"))
