"""The vocabulary of notices, read from ``words/`` once."""

import re
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.text import key

_FOLDER = Path(__file__).parent / "words"


@cache
def headers() -> dict[str, str]:
    """Return header (as :func:`sources.text.key`) → field."""
    return {
        key(row["header"]): row["field"] for row in read_rows(_FOLDER / "headers.csv", ("field", "header"))
    }


@cache
def directive_patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return (kind, pattern) in the order in which they are tried."""
    rows = read_rows(_FOLDER / "directives.csv", ("kind", "pattern"))
    return [(row["kind"], re.compile(row["pattern"])) for row in rows]


@cache
def cadences() -> dict[str, str]:
    """Return word → cadence, e.g. 每日 → daily."""
    return {row["word"]: row["cadence"] for row in read_rows(_FOLDER / "cadence.csv", ("word", "cadence"))}


@cache
def page_furniture() -> frozenset[str]:
    """Return lines that a web page prints below a notice and that say nothing about it."""
    return frozenset(key(row["line"]) for row in read_rows(_FOLDER / "page_furniture.csv", ("line",)))
