"""Dates on pages: in tags, beside words such as 发布时间, in addresses. An impossible date is none."""

import datetime as dt
import re
from functools import cache

from sources.portals.reading.words import date_addresses, date_labels, limits

DATE = r"(?<!\d)(?P<y>\d{4}) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?!\d)(?: ?日)?"
_TIME = r"(?:[ T]{0,3}(?P<hour>\d{1,2})[:：时](?P<minute>\d\d))?"
_DATE_AND_TIME = re.compile(DATE + _TIME, re.ASCII)
# Day and month may touch where only the style of the page parts them.
_SPLIT = re.compile(
    r"(?<!\d)(?:(?P<d1>\d{1,2})\s+(?P<y1>\d{4})[-/.年](?P<m1>\d{1,2})(?!\d|[-/.]\d)"
    r"|(?P<d3>\d\d)(?P<y3>\d{4})[-/.年](?P<m3>\d\d)(?!\d|[-/.]\d)"
    r"|(?P<y2>\d{4})[-/.年](?P<m2>\d{1,2})月?\s+(?P<d2>\d{1,2})(?!\d)"
    r"|(?P<y4>\d{4})[-/.年](?P<m4>\d\d)月?(?P<d4>\d\d)(?!\d))",
    re.ASCII,
)


def day_of(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    """Return the day, None where there is no such day or nobody can have published on it."""
    if not limits()["first_year"] <= int(year) <= limits()["last_year"]:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def date_in_tag(value: str) -> dt.datetime | None:
    """Return the date that a PubDate tag means, with or without a time; None for what is none."""
    match = _DATE_AND_TIME.match(value.strip())
    return _moment(match) if match else None


def date_in_text(text: str) -> dt.datetime | None:
    """Return the date beside the most telling word, e.g. 发布时间：2021-06-09 08:48, near either end of a text."""
    most = limits()["dated_chars"]
    near_ends = text if len(text) <= 2 * most else f"{text[:most]}\n{text[-most:]}"
    for pattern in _labelled():
        for match in pattern.finditer(near_ends):
            moment = _moment(match)
            if moment is not None:
                return moment
    return None


def date_in_address(url: str) -> dt.date | None:
    """Return the date in an address, e.g. ``/202106/t20210609_4117046.htm``."""
    for pattern in date_addresses():
        match = pattern.search(url)
        if match:
            day = day_of(match["y"], match["m"], match["d"])
            if day is not None:
                return day
    return None


def split_date(text: str) -> dt.date | None:
    """Return a date whose day is printed apart from year and month: ``09 2021-06`` or ``2021-06 09``."""
    match = _SPLIT.search(text)
    if match is None:
        return None
    which = next(number for number in "1234" if match["y" + number])
    return day_of(match["y" + which], match["m" + which], match["d" + which])


@cache
def _labelled() -> list[re.Pattern[str]]:
    """Return patterns in the order of the words; a word behind other characters is another word (会议时间)."""
    patterns = []
    for word in date_labels("before"):
        spaced = r" ?".join(map(re.escape, word))
        guard = r"(?<![\u4e00-\u9fff])" if len(word) == 2 else ""
        patterns.append(
            re.compile(guard + spaced + r"(?:[\]】）)]|[:： \t\n])[:： \t\n]{0,6}" + DATE + _TIME, re.ASCII)
        )
    for word in date_labels("after"):
        patterns.append(re.compile(DATE + _TIME + r"(?::\d\d)?\s{0,6}[\[【(（]?" + re.escape(word), re.ASCII))
    return patterns


def _moment(match: re.Match[str]) -> dt.datetime | None:
    day = day_of(match["y"], match["m"], match["d"])
    if day is None:
        return None
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        hour = minute = 0
    return dt.datetime(day.year, day.month, day.day, hour, minute)
