"""The marks that the footer of an official page must have (reference ``domain.md`` 3.5, footer_check)."""

from sources.portals.reading.notes import Scan
from sources.portals.reading.words import Mark, footer_marks, limits


def marks_of(noted: Scan) -> dict[str, str]:
    """Return mark → what stands there; only those found."""
    texts = _footer_texts(noted)
    sources = _sources(noted)
    found: dict[str, str] = {}
    for mark in footer_marks():
        if mark.mark not in found:
            value = _value(mark, texts if mark.where == "text" else [sources])
            if value:
                found[mark.mark] = value
    return found


def _footer_texts(noted: Scan) -> list[str]:
    """Return the footer, then the end of the page: some pages put half of their marks outside of their footer."""
    most = limits()["footer_chars"]
    marked = [noted.text[max(start, end - most) : end] for start, end in noted.footers[-3:]]
    return [*marked, noted.text[-most:]]


def _sources(noted: Scan) -> str:
    """Return addresses of links, images and scripts near the ends of the page, and the scripts themselves."""
    most = limits()["footer_links"]
    near = noted.links if len(noted.links) <= 2 * most else noted.links[:most] + noted.links[-most:]
    return "\n".join([*(link.href for link in near), *noted.scripts])


def _value(mark: Mark, places: list[str]) -> str | None:
    for place in places:
        match = mark.pattern.search(place)
        if match:
            named = match.groupdict().get("value")
            return " ".join((named or match[0]).split())
    return None
