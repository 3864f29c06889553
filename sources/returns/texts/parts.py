"""How many parts a report says it has, and how many it has."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sources.returns.documents.model import Line
from sources.returns.model import Finding
from sources.returns.texts.sentences import HEADING, excerpt, sentences

# Not 第三部分, which is one of them, and not 一部分.
_SAID = re.compile(
    r"(?:报告|全文)[^。]{0,160}?(?<![第一二三四五六七八九十0-9])(?P<count>[三四五六七八九十]|十[一二]|[3-9])个?大?部分"
)
_MADE_OF = re.compile(r"组成|构成|分为|包括|包含|共|由")
_DIGITS = "一二三四五六七八九十"
# With fewer headings than this they are most likely not in the text (numbered by the word processor).
_FEWEST = 4


def miscounted_parts(lines: Iterable[Line]) -> Iterator[Finding]:
    """Yield a finding where the report says that it has so many parts (七个部分) and its headings end elsewhere."""
    lines = list(lines)
    headings = {_number(match["ordinal"]) for line in lines if (match := HEADING.match(_folded(line.text)))}
    last = next(number for number in range(len(headings) + 1) if number + 1 not in headings)
    if last < _FEWEST or max(headings) != last:
        return
    for line in lines:
        for sentence in sentences(line.text):
            match = _SAID.search(sentence)
            if match and _MADE_OF.search(sentence) and _number(match["count"]) != last:
                found = f"“{excerpt(match)}”：标题编到第{_written(last)}部分"
                expected = f"{_written(last)}个部分"
                yield Finding("TXT-06", line.place, found, expected, "请核对各部分是否齐全、编号是否正确")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _number(text: str) -> int:
    """Return the number that is written, up to 十九 or 99; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    if text.startswith("十"):
        return 10 + (_DIGITS.find(text[1:]) + 1 if text[1:] else 0)
    return _DIGITS.find(text) + 1


def _written(number: int) -> str:
    return _DIGITS[number - 1] if number <= len(_DIGITS) else str(number)
