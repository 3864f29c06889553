"""Reads the number in a cell, and keeps zero, empty, not applicable and unreadable apart. Nothing is guessed."""

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.text import key

_WORDS = Path(__file__).parent / "words"
# Digits, grouped in threes by commas or not; more than 12 before the point is no count of anything here.
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(\.[0-9]+)?(?![0-9,.])")
# Stands in front of or behind what people type and cannot be seen: also where it is no blank to Unicode.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
# Control characters are none of them, though Unicode calls some of them blanks: they come from damage.
_BLANKS = f" \t\r\n\u2028\u2029{_UNSEEN}"
_SIX_PLACES = Decimal("0.000001")
# What is landed has 14 digits before the point.
_MOST = Decimal(10) ** 14
# Footnote marks, circled digits, fractions: NFKC would make digits of the number's own of them.
_MARKS = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>", "<compat>")


class Reading(NamedTuple):
    """What a cell says.

    Attributes:
        state: ``number``, ``zero``, ``empty``, ``not_applicable`` or ``unreadable``.
        value: The number in the unit of the field; None unless the state is number or zero.
        has_unit: Whether the cell itself names the unit.
    """

    state: str
    value: Decimal | None = None
    has_unit: bool = False


@lru_cache(maxsize=4096)
def read_number(raw: str, unit: str) -> Reading:
    """Read a cell of a field that counts in ``unit``; another unit of money is converted.

    Full-width digits, thousands separators and non-breaking spaces around are read; a blank inside a number
    is not: ``500000 5`` may be two numbers.
    """
    if not raw.isascii() and any(map(_is_mark, raw)):
        return Reading("unreadable")
    text = unicodedata.normalize("NFKC", raw).strip(_BLANKS)
    if not text:
        return Reading("empty")
    if key(raw) in _not_applicable():
        return Reading("not_applicable")
    match = _NUMBER.match(text)
    if match is None:
        return Reading("unreadable")
    rest = text[match.end() :].strip(_BLANKS)
    factor = _factors(unit).get(rest) if rest else Decimal(1)
    if factor is None:
        return Reading("unreadable")
    value = Decimal(match[1] + match[2].replace(",", "") + (match[3] or "")) * factor
    if abs(value) >= _MOST:
        return Reading("unreadable")
    value = value.quantize(_SIX_PLACES)
    return Reading("number" if value else "zero", value, bool(rest))


def is_other_unit(written: str, unit: str) -> bool:
    """Tell whether a word names a unit of money or multitude that is not ``unit``; 件 and 条 are but words."""
    return written != unit and written in _written()


@cache
def _written() -> frozenset[str]:
    return frozenset(row["written"] for row in read_rows(_WORDS / "units.csv", ("unit", "written", "factor")))


def _is_mark(character: str) -> bool:
    if not unicodedata.decomposition(character).startswith(_MARKS):
        return False
    return any(one.isdigit() for one in unicodedata.normalize("NFKC", character))


@cache
def _not_applicable() -> frozenset[str]:
    return frozenset(key(row["word"]) for row in read_rows(_WORDS / "not_applicable.csv", ("word",)))


@cache
def _factors(unit: str) -> dict[str, Decimal]:
    """Return written unit → what to multiply with; the unit of the field itself is always known."""
    rows = read_rows(_WORDS / "units.csv", ("unit", "written", "factor"))
    return {unit: Decimal(1)} | {
        row["written"]: Decimal(row["factor"]) for row in rows if row["unit"] == unit
    }


def plain(value: Decimal) -> str:
    """Return a number as people write it: no zeros at its end, no exponent."""
    return f"{value.normalize():f}"
