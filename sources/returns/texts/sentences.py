"""The prose of a report as sentences, with their places, the way its rules read them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sources.returns.documents.model import Document, Line
from sources.text import shorten

# A full stop before 其中 ends no sentence: what follows is a part of what was said.
_SENTENCE = re.compile(r"(?:[^。\n]|。(?=其中))+")
# A blank between two digits stays: it may part two numbers.
_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_YEAR = re.compile(r"([0-9]{4})年")
_BEFORE = re.compile(r"上一?年(?!度?(?:结转|遗留))|去年|往年|同比")
_ENDS = ("。", "！", "？", "；", "：", "!", "?", ";", ":")
HEADING = re.compile(r"^\s*(?P<ordinal>[一二三四五六七八九十]{1,3})\s*[、.．]\s*(?P<title>[^。；;]{2,40})$")
# A report has some ten thousand characters, a sentence some dozens. What goes far beyond is no prose, and is not
# looked at: whatever is handed in, the time that it takes is bounded.
_MOST, _LONGEST_LINE, _LONGEST_SENTENCE = 300_000, 4000, 1000


def sentences(text: str) -> list[str]:
    """Return the sentences of a line, folded to half width, without blanks but those between digits."""
    found: list[str] = _SENTENCE.findall(_BLANK.sub("", unicodedata.normalize("NFKC", text)))
    return found


def placed_sentences(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield each sentence of the lines with the place of its line."""
    return (
        Line(sentence[:_LONGEST_SENTENCE], line.place) for line in lines for sentence in sentences(line.text)
    )


def is_of_another_time(sentence: str, report_year: int) -> bool:
    """Tell whether a sentence names another year than the report's, or the year before."""
    years = {int(year) for year in _YEAR.findall(sentence)}
    return bool(years - {report_year}) or _BEFORE.search(sentence) is not None


def prose(document: Document) -> list[Line]:
    """Return the paragraphs of a document; a PDF has lines, which are put together up to the end of a sentence."""
    lines, length = [], 0
    for line in document.lines:
        text = line.text[:_LONGEST_LINE]
        length += len(text)
        if length > _MOST:
            break
        lines.append(Line(text, line.place))
    return lines if document.format != "pdf" else list(_joined(lines))


def _joined(lines: list[Line]) -> Iterator[Line]:
    text, place = "", ""
    for line in lines:
        if HEADING.match(line.text) or len(text) > _LONGEST_LINE:
            if text:
                yield Line(text, place)
            text = ""
        place = place if text else line.place
        text += line.text.strip()
        if text.endswith(_ENDS) or HEADING.match(text):
            yield Line(text, place)
            text = ""
    if text:
        yield Line(text, place)


def excerpt(match: re.Match[str], around: int = 40) -> str:
    """Return what was found with some of the sentence on both sides of it."""
    start = max(match.start() - around, 0)
    return ("…" if start else "") + shorten(match.string[start:], match.end() - match.start() + 2 * around)
