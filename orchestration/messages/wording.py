"""How messages are worded: lists that stop in time, text from outside kept on its line, links."""

from collections.abc import Sequence
from urllib.parse import quote

from sources.text import one_line, shorten

_CLIPPED = 80


def clipped(text: str, width: int = _CLIPPED) -> str:
    """Return a text from outside as part of one line, and not endless."""
    return shorten(one_line(text), width)


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
