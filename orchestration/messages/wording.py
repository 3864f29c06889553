"""How messages are worded: dates, lists that stop in time, text from outside kept on its line, links."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

CLIPPED = 80


def chinese_date(day: dt.date) -> str:
    """Return a date as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def one_line(text: str, width: int = CLIPPED) -> str:
    """Return a text from outside as part of one line: no breaks or control characters, and not endless."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= width else f"{plain[:width]}…"


def listed(lines: Sequence[str], most: int, rest: str) -> list[str]:
    """Return a list of at most so many lines; ``rest`` says where the others are, with ``{}`` for their number."""
    more = len(lines) - most
    return [f"· {line}" for line in [*lines[:most], *([rest.format(more)] if more > 0 else [])]]


def section(title: str, lines: Sequence[str]) -> list[str]:
    """Return a titled part of a message; nothing where there is nothing to say."""
    return ["", f"【{title}】", *lines] if lines else []


def link(exports_url: str, *parts: str) -> str:
    """Return the address of an exported file or folder."""
    return "/".join([exports_url.rstrip("/"), *(quote(part) for part in parts)])
