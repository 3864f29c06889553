"""Further pages of a list: written by script as on TRS portals, or plain links."""

import re

from sources.portals.reading.joining import Joiner
from sources.portals.reading.notes import Scan
from sources.portals.reading.words import limits, paging

_QUOTED = re.compile(r"[\"'](.*)[\"']")
_FILE = re.compile(r"(?:.*/)?([\w-]{1,60}?)(?:_\d{1,6})?\.(s?html?|jsp|php|aspx?)")


def next_pages(noted: Scan, urls: list[str], joiner: Joiner, page_url: str) -> list[str]:
    """Return the addresses of the further pages of a list, each once, at most ``most_pages``."""
    own = joiner.join(page_url)
    found = [*_scripted(noted, joiner, own), *_linked(noted, urls, own)]
    return [url for url in dict.fromkeys(found) if url != own][: limits()["most_pages"]]


def _scripted(noted: Scan, joiner: Joiner, own: str) -> list[str]:
    """Compute ``index_1.html`` … from ``createPageHTML(pages, this page, name, extension)`` and the like."""
    for script in noted.scripts:
        if "page" not in script and "Page" not in script:
            continue
        for pattern in paging("call"):
            for match in pattern.finditer(script):
                call = _call(match["args"])
                if call:
                    return _numbered(*call, joiner)
        count = _number(script, "count")
        if count is not None:
            name, extension = _name(script, own)
            return _numbered(count, _number(script, "current") or 0, name, extension, joiner)
    return []


def _call(written: str) -> tuple[int, int, str, str] | None:
    """Return pages, this page, name and extension from the arguments of a call; a leading container name is skipped."""
    arguments = [argument.strip() for argument in written.split(",")]
    numbers = [index for index, argument in enumerate(arguments) if argument.isdecimal()]
    if len(numbers) < 2 or numbers[1] != numbers[0] + 1:
        return None
    first = numbers[0]
    quoted = [match[1] for argument in arguments[first + 2 :] if (match := _QUOTED.fullmatch(argument))]
    if len(quoted) < 2 or len(arguments[first]) > 9 or len(arguments[first + 1]) > 9:
        return None
    return int(arguments[first]), int(arguments[first + 1]), quoted[0], quoted[1].lstrip(".")


def _number(script: str, kind: str) -> int | None:
    matches = (pattern.search(script) for pattern in paging(kind))
    return next((int(match["count"]) for match in matches if match), None)


def _name(script: str, own: str) -> tuple[str, str]:
    """Return name and extension of the pages: as the script joins them, else of this page, else the usual ones."""
    for pattern in paging("name"):
        match = pattern.search(script)
        if match:
            return match["name"], match["ext"]
    match = _FILE.fullmatch(own.partition("?")[0])
    return (match[1], match[2]) if match else ("index", "html")


def _numbered(count: int, current: int, name: str, extension: str, joiner: Joiner) -> list[str]:
    last = min(count, limits()["most_pages"])
    numbers = range(max(current, 0) + 1, last)
    return [joiner.join(f"{name}_{number}.{extension}") for number in numbers]


def _linked(noted: Scan, urls: list[str], own: str) -> list[str]:
    """Return plain links: 下一页, 尾页, and page numbers in a pager or into the same folder."""
    folder = own.partition("?")[0].rpartition("/")[0]
    found = []
    for link, url in zip(noted.links, urls, strict=True):
        start, end = link.span
        if not url or link.in_menu or not 0 < end - start <= 8:
            continue
        text = noted.text[start:end].strip()
        is_word = any(pattern.fullmatch(text) for pattern in paging("link"))
        is_number = any(pattern.fullmatch(text) for pattern in paging("number"))
        is_near = url.partition("?")[0].rpartition("/")[0] == folder
        if (is_near and (is_word or is_number)) or (is_word and link.in_pages):
            found.append(url)
    return found
