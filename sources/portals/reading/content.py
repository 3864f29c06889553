"""The text of a page without its menus, its title and where it comes from; whether it says that it was removed."""

import re

from sources.portals.reading.notes import Scan, Span
from sources.portals.reading.tags import value_of
from sources.portals.reading.words import deleted_phrases, limits

_SOURCE = re.compile(r"(?:信息|文章|稿件)?来 ?源[:： ]{1,3}([^\s|｜:：\[\]【】]{2,40})")
_PLACEHOLDER = re.compile(r"\{\{[^{}]{0,200}\}\}")
_PROBE_CHARS = 20


def text_of(noted: Scan) -> str:
    """Return the text of the article: its container with the most text, else the body without menus.

    A container that is certain goes before one that often holds more than the article.
    """
    least = limits()["content_chars"]
    for role in ("content_1", "content_2"):
        spans = _outermost([span for kind, span in noted.contents if kind == role])
        texts = [(len(text), -span.start, text) for span in spans if (text := _without_menus(noted, span))]
        if texts and max(texts)[0] >= least:
            return _once(max(texts)[2])
    return _once(body_text(noted))


def _outermost(spans: list[Span]) -> list[Span]:
    """Leave out containers within others, which have the less text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def body_text(noted: Scan) -> str:
    """Return the text of the body without menus, headers and footers."""
    return _without_menus(noted, Span(0, len(noted.text)))


def title_of(noted: Scan, tags: dict[str, str]) -> str:
    """Return ArticleTitle, else the first heading outside of menus, else ``<title>``."""
    most = limits()["link_chars"]
    headings = (" ".join(noted.text[start : min(end, start + most)].split()) for start, end in noted.headings)
    return (value_of(tags, "ArticleTitle") or next(filter(None, headings), "") or noted.title)[:most]


def source_of(body: str, tags: dict[str, str]) -> str | None:
    """Return where an article comes from: ContentSource, else what stands behind 来源."""
    tagged = value_of(tags, "ContentSource")
    if tagged:
        return tagged
    match = _SOURCE.search(body)
    return match[1] if match else None


def says_deleted(title: str, body: str) -> bool:
    """Tell whether a page says that its content was removed; a long text that mentions it says something else."""
    if len(body) > limits()["deleted_chars"]:
        return False
    said = f"{title}\n{body}"
    return any(phrase in said for phrase in deleted_phrases())


def _without_menus(noted: Scan, span: Span) -> str:
    pieces = []
    at = span.start
    for start, end in noted.menus:
        if end <= at:
            continue
        if start >= span.end:
            break
        pieces.append(noted.text[at : max(start, at)])
        at = end
    pieces.append(noted.text[at : max(span.end, at)])
    text = "\n".join(pieces)
    if "{{" in text:
        text = _PLACEHOLDER.sub("", text)
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _once(text: str) -> str:
    """Leave out the second of two versions of an article (全真版 and 文字版), which may break its lines elsewhere."""
    flat = "".join(text.split())
    probe = next((line for line in map(_flat, text.split("\n")) if len(line) >= _PROBE_CHARS), None)
    if probe is None:
        return text
    first = flat.find(probe)
    second = flat.find(probe, first + len(probe))
    if second < 0:
        return text
    length = second - first
    same = _common_length(flat, first, second, length)
    # Between the versions stands at most a heading; a sentence that merely occurs twice is followed by others.
    if same < 2 * _PROBE_CHARS or same < 0.9 * length:
        return text
    return _cut(text, second, second + same)


def _flat(line: str) -> str:
    return "".join(line.split())


def _common_length(text: str, first: int, second: int, most: int) -> int:
    """Return how far two places of a text agree, by halving: slices compare faster than characters."""
    low, high = 0, min(most, len(text) - second)
    while low < high:
        middle = (low + high + 1) // 2
        if text[first : first + middle] == text[second : second + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, start: int, end: int) -> str:
    """Leave out the lines between two places that count no blanks."""
    kept, at = [], 0
    for line in text.split("\n"):
        length = len(_flat(line))
        if not (start <= at and at + length <= end):
            kept.append(line)
        at += length
    return "\n".join(kept)
