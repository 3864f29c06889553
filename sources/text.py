"""Text as it comes from web pages, Word and PDF, made comparable.

Only comparing uses these forms; what is stored and printed keeps the original characters.
"""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "．": ".", "〈": "<", "〉": ">"})
# A footnote mark must not become a digit of the number that it stands behind.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLANK = re.compile(r"\s+")
# What would move the cursor, colour the line or turn the reading direction is no part of any message.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Control characters, halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Text without any of these is tidy as it is, which most cells of a workbook are.
_UNTIDY = re.compile(r"[^\S ]|^ | $|  ")


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """Return the form of ``text`` that labels and names are matched by.

    NFKC folds full width, radical glyphs (⼀ ⾏) and non-breaking spaces; white space goes; quotes are
    unified (reference ``domain.md``, head).
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text).translate(_QUOTES))


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """Return ``text`` as it will be stored: lines trimmed, blank lines and odd blanks gone."""
    if _UNTIDY.search(text) is None:
        return text
    lines = (re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def is_blank(text: str) -> bool:
    """Tell whether nothing but white space (non-breaking included) is there."""
    return not key(text)


def shorten(text: str, limit: int = 40) -> str:
    """Return ``text`` on one line, cut to ``limit`` characters, for a message."""
    line = _BLANK.sub(" ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def one_line(text: str) -> str:
    """Return text from a file on one line, harmless to a terminal and to the order of what is read."""
    return _BLANK.sub(" ", _CONTROLS.sub("�", text)).strip()


def chinese_date(day: dt.date) -> str:
    """Return a date as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def safe_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula (design: "Bad input")."""
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


def clean(text: str) -> str:
    """Return text without the characters that neither XML nor HTML may contain."""
    return _FORBIDDEN.sub("", text)


def text_width(text: str) -> int:
    """Return the width of one line in columns of a half-width character: Chinese characters count double."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
