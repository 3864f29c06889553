"""What is true of the demo units, for those who check it: ``facts.csv``."""

import datetime as dt
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows

_FACTS = Path(__file__).parent / "facts.csv"


@cache
def facts(name: str) -> tuple[str, ...]:
    """Return all values of a fact, in the order of the file."""
    rows = read_rows(_FACTS, ("task_no", "fact", "value"))
    return tuple(row["value"] for row in rows if row["fact"] == name)


def fact(name: str) -> int:
    """Return a fact that is one number."""
    (value,) = facts(name)
    return int(value)


def fact_date(name: str, year: int) -> dt.date:
    """Return a fact that is a month and a day, in a year."""
    (value,) = facts(name)
    return dt.date.fromisoformat(f"{year}-{value}")
