"""Finds the dates that words set: 7月底前, 2021年底前, 10月30日前, and the damaged 1030日前."""

import calendar
import datetime as dt
import re
from typing import NamedTuple

from sources.errors import SourceError

_BEFORE = r"(?:之前|以前|前)"
# Pages and Word documents put blanks between digits and characters: 10 月 30 日前.
_YEAR = r"(?:(?P<year>\d{4}) ?年 ?|(?P<next>次年|翌年|明年|下一?年) ?)?(?<!\d)"
_DAY = re.compile(_YEAR + r"(?P<month>\d{1,2}|\d \d) ?月 ?(?:(?P<day>\d{1,2}) ?日|底|末) ?" + _BEFORE)
_YEAR_END = re.compile(r"(?:(?P<year>\d{4}) ?|(?P<next>次|翌|明|下一?))?年 ?(?:底|末) ?" + _BEFORE)
_LOST_MONTH = re.compile(_YEAR + r"(?<!月)(?P<digits>\d{3,4}) ?日 ?" + _BEFORE)


class Deadline(NamedTuple):
    """A date with the words it was read from; ``basis`` is ``stated`` or ``inferred``."""

    due_date: dt.date
    basis: str
    words: str
    start: int


def find_deadlines(text: str, report_year: int, where: str) -> list[Deadline]:
    """Return the deadlines in ``text``, in the order in which they stand.

    Args:
        text: Running text or a deadline cell.
        report_year: The year of dates that name none.
        where: The place, for the error.

    Raises:
        SourceError: A date is impossible, or damaged so that more than one date fits.
    """
    found = [_stated(match, report_year, where) for match in _DAY.finditer(text)]
    found += [
        Deadline(dt.date(_year(match, report_year), 12, 31), "stated", match[0], match.start())
        for match in _YEAR_END.finditer(text)
    ]
    found += [_inferred(match, report_year, where) for match in _LOST_MONTH.finditer(text)]
    return sorted(found, key=lambda deadline: deadline.start)


def clause(text: str, deadline: Deadline, following: Deadline | None) -> str:
    """Return what is due: from the date to the end of its sentence, or to the next date."""
    end = following.start if following else len(text)
    sentence = re.split(r"[。；;\n]", text[deadline.start : end], maxsplit=1)[0]
    return sentence.rstrip(" ,，、")


def _year(match: re.Match[str], report_year: int) -> int:
    return int(match["year"]) if match["year"] else report_year + bool(match["next"])


def _stated(match: re.Match[str], report_year: int, where: str) -> Deadline:
    year = _year(match, report_year)
    try:
        month = int(match["month"])  # fails on 1 2月: December, or something ending in 1 and February?
        day = int(match["day"]) if match["day"] else calendar.monthrange(year, month)[1]
        return Deadline(dt.date(year, month, day), "stated", match[0], match.start())
    except ValueError:
        raise SourceError(where, f"时限“{match[0]}”不是可能的日期", "如 10月30日前", "请核对原文") from None


def _inferred(match: re.Match[str], report_year: int, where: str) -> Deadline:
    """Split digits that lost their 月 where only one split is a date (1030 → 10-30, 731 → 7-31)."""
    digits, dates = match["digits"], list[dt.date]()
    year = _year(match, report_year)
    for month, day in ((digits[:1], digits[1:]), (digits[:2], digits[2:])):
        if len(day) > 2 or day.startswith("0"):
            continue
        try:
            dates.append(dt.date(year, int(month), int(day)))
        except ValueError:
            continue
    if len(dates) != 1:
        raise SourceError(
            where, f"时限“{match[0]}”残缺，无法唯一推定", "如 10月30日前", "请对照纸质原文改正后重新交入"
        )
    return Deadline(dates[0], "inferred", match[0], match.start())
