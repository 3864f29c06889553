"""The entries of a list page: repeated siblings that hold a link and a date."""

import datetime as dt
import re
from collections import Counter
from typing import NamedTuple

from sources.portals.model import Item
from sources.portals.reading.dates import DATE, date_in_address, day_of, split_date
from sources.portals.reading.notes import RawLink, Row, Scan
from sources.portals.reading.words import limits

_DATE = re.compile(DATE, re.ASCII)
_MONTH_DAY = re.compile(r"[\[(（【]? ?(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日? ?[\])）】]?", re.ASCII)
# No date does without; most rows of menus and boxes do.
_DIGITS = re.compile(r"\d[-/.年月]\d", re.ASCII)
_BRACKETS = " \t\n[]()（）【】·|　"
_CUT = ("…", "...", "··")
# Siblings of these need no class to be alike, and one alone is a list of one.
_LIST_TAGS = frozenset({"li", "tr", "dd"})


class _Entry(NamedTuple):
    row: Row
    link: RawLink
    url: str
    title: str
    listed_on: dt.date | None


def items_of(noted: Scan, urls: list[str], *, is_column: bool) -> list[Item]:
    """Return the entries of the lists on a page, in order, each address once.

    Args:
        noted: What the walk noted.
        urls: The address of each link of it.
        is_column: Whether the page says that it is a column: then entries without any date count too.
    """
    rows = noted.rows if is_column else [row for row in noted.rows if _DIGITS.search(noted.text, *row.span)]
    entries = [entry for row in rows if (entry := _entry(noted, row, urls)) is not None]
    dated = _innermost([entry for entry in entries if entry.listed_on is not None])
    members = Counter(entry.row.group for entry in dated)
    groups = {group for group, count in members.items() if count > 1 or group[1] in _LIST_TAGS}
    chosen = [entry for entry in entries if entry.row.group in groups]
    if is_column and not chosen:
        chosen = _undated(entries)
    return _items(_innermost(chosen))


def _entry(noted: Scan, row: Row, urls: list[str]) -> _Entry | None:
    """Return what a row is about: of its links, the one that says most."""
    if row.links.end - row.links.start > limits()["item_links"]:
        return None
    best: tuple[str, RawLink, str] | None = None
    for index in range(*row.links):
        link = noted.links[index]
        if link.tag != "a" or not urls[index] or link.in_pages:
            continue
        title = _title(noted, link)
        if title and (best is None or len(title) > len(best[0])):
            best = (title, link, urls[index])
    if best is None:
        return None
    title, link, url = best
    outside = noted.text[row.span.start : link.span.start] + "\n" + noted.text[link.span.end : row.span.end]
    listed_on = _date(outside, url)
    if listed_on is None:
        listed_on, title = _date_at_edge(title)
    return _Entry(row, link, url, title, listed_on) if title else None


def _title(noted: Scan, link: RawLink) -> str:
    """Return the text of a link, or its title attribute where the text is cut or missing."""
    text = " ".join(noted.text[link.span.start : link.span.end].split())
    full = " ".join(link.title.split())
    if not full or full == text:
        return text
    stem = text.rstrip(".…· ")
    is_cut = text.endswith(_CUT) or not text
    return full if is_cut or (stem and len(full) > len(text) and full.startswith(stem)) else text


def _date(text: str, url: str) -> dt.date | None:
    """Return the last date in the text beside a link."""
    found = None
    for match in _DATE.finditer(text):
        found = day_of(match["y"], match["m"], match["d"]) or found
    return found or split_date(text) or _date_without_year(text, url)


def _date_without_year(text: str, url: str) -> dt.date | None:
    """Return month and day with the year of the address, where the address has the same month and day."""
    match = _MONTH_DAY.fullmatch(text.strip())
    day = date_in_address(url) if match else None
    if match and day and (int(match["m"]), int(match["d"])) == (day.month, day.day):
        return day
    return None


def _date_at_edge(title: str) -> tuple[dt.date | None, str]:
    """Return the date at the beginning or the end of a title, and the title without it."""
    for match in _DATE.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        if before.strip(_BRACKETS) and after.strip(_BRACKETS):
            continue
        day = day_of(match["y"], match["m"], match["d"])
        if day is not None:
            return day, (before.rstrip(_BRACKETS) + after.lstrip(_BRACKETS)).strip()
    return None, title


def _innermost(entries: list[_Entry]) -> list[_Entry]:
    """Leave out rows that only wrap others; rows come inner ones first."""
    kept: list[_Entry] = []
    for entry in entries:
        is_wrapper = bool(kept) and kept[-1].row.links.start >= entry.row.links.start
        if not is_wrapper:
            kept.append(entry)
    return kept


def _undated(entries: list[_Entry]) -> list[_Entry]:
    """Return siblings with titles that lead to articles, not to further columns."""
    most = limits()
    able = [
        entry
        for entry in entries
        if entry.row.group[1] in _LIST_TAGS
        and len(entry.title) >= most["title_chars"]
        and not entry.url.partition("?")[0].endswith("/")
    ]
    members = Counter(entry.row.group for entry in able)
    return [entry for entry in able if members[entry.row.group] > 1]


def _items(entries: list[_Entry]) -> list[Item]:
    found: dict[str, Item] = {}
    for entry in entries:
        if entry.url not in found:
            found[entry.url] = Item(entry.url, entry.title, entry.listed_on, len(found) + 1)
    return list(found.values())
