"""The working days of the State Council's calendar, holidays and 调休 included: one day, and all as a table."""

import datetime as dt
from functools import cache
from typing import NamedTuple

import pyarrow as pa

from sources.landing import columns_to_table

CALENDAR_DAYS = pa.schema([("day", pa.date32()), ("is_workday", pa.bool_()), ("holiday_name", pa.string())])


class CalendarDay(NamedTuple):
    """Whether a day is worked, and the holiday for which it is off, or is worked instead (调休)."""

    is_workday: bool
    holiday_name: str | None


def calendar_day(day: dt.date) -> CalendarDay | None:
    """Return what the calendar says of a day; None in a year whose holidays nobody knows yet."""
    import chinese_calendar  # type: ignore[import-untyped]

    first, last = _known_years()
    if not first <= day.year <= last:
        return None
    is_off, name = chinese_calendar.get_holiday_detail(day)
    return CalendarDay(not is_off, chinese_calendar.Holiday(name).chinese if name else None)


def calendar_table() -> pa.Table:
    """Return every day of every year that ``chinesecalendar`` covers.

    ``holiday_name`` is null on ordinary days. A year that is not covered has no rows.
    """
    first, last = _known_years()
    day, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
    rows: list[tuple[dt.date, bool, str | None]] = []
    while day <= end:
        known = calendar_day(day)
        if known is not None:
            rows.append((day, *known))
        day += dt.timedelta(days=1)
    return columns_to_table(list(zip(*rows, strict=True)), CALENDAR_DAYS)


@cache
def _known_years() -> tuple[int, int]:
    from chinese_calendar import constants

    return min(constants.holidays).year, max(constants.holidays).year
