"""The working days: every day once, holidays and the days worked instead, nothing beyond what is known."""

import datetime as dt

import pytest
from chinese_calendar.constants import holidays

from sources.calendar_days import CALENDAR_DAYS, calendar_day, calendar_table

DAYS = {row["day"]: (row["is_workday"], row["holiday_name"]) for row in calendar_table().to_pylist()}


def test_every_day_of_every_year_known_is_there_once_and_in_order() -> None:
    table = calendar_table()
    first, last = dt.date(min(holidays).year, 1, 1), dt.date(max(holidays).year, 12, 31)
    wanted = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    assert table.schema == CALENDAR_DAYS
    assert table["day"].to_pylist() == wanted
    assert table["is_workday"].null_count == 0


@pytest.mark.parametrize(
    ("day", "is_workday", "holiday_name"),
    [
        # 国办发明电〔2020〕27号: 2021-10-01 to 10-07 are off, 09-26 (Sunday) and 10-09 (Saturday) are worked.
        (dt.date(2021, 9, 30), True, None),
        (dt.date(2021, 10, 1), False, "国庆节"),
        (dt.date(2021, 10, 9), True, "国庆节"),
        (dt.date(2021, 10, 10), False, None),
        (dt.date(2021, 9, 26), True, "国庆节"),
        (dt.date(2022, 2, 1), False, "春节"),
        (dt.date(2022, 2, 14), True, None),
    ],
)
def test_holidays_weekends_and_days_worked_instead(
    day: dt.date, is_workday: bool, holiday_name: str | None
) -> None:
    assert DAYS[day] == (is_workday, holiday_name)
    assert calendar_day(day) == (is_workday, holiday_name)


def test_a_year_that_is_not_known_is_not_guessed() -> None:
    for unknown in (dt.date(max(holidays).year + 1, 1, 1), dt.date(min(holidays).year - 1, 12, 31)):
        assert unknown not in DAYS
        assert calendar_day(unknown) is None
