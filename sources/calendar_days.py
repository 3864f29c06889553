"""The working days of the State Council's calendar, holidays and 调休 included, as a table."""

import datetime as dt

import pyarrow as pa

from sources.landing import columns_to_table

CALENDAR_DAYS = pa.schema([("day", pa.date32()), ("is_workday", pa.bool_()), ("holiday_name", pa.string())])


def calendar_table() -> pa.Table:
    """Return every day of every year that ``chinesecalendar`` covers.

    ``holiday_name`` is the holiday for which a day is off, or for which a day off is worked instead
    (调休); null on ordinary days. A year that is not covered has no rows: nobody knows its holidays yet.
    """
    import chinese_calendar  # type: ignore[import-untyped]

    known = chinese_calendar.constants
    names = {holiday.value: holiday.chinese for holiday in known.Holiday}
    day, last = dt.date(min(known.holidays).year, 1, 1), dt.date(max(known.holidays).year, 12, 31)
    rows: list[tuple[dt.date, bool, str | None]] = []
    while day <= last:
        is_off, name = chinese_calendar.get_holiday_detail(day)
        rows.append((day, not is_off, names[name] if name else None))
        day += dt.timedelta(days=1)
    return columns_to_table(list(zip(*rows, strict=True)), CALENDAR_DAYS)
