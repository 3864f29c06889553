"""Numbers of persons left on a page: identity cards (GB 11643) and mobile telephones. Only masked ones get out."""

import datetime as dt
import re

from sources.portals.model import PersonalDatum
from sources.portals.reading.words import id_regions, limits, personal_patterns

_WIDE_DIGITS = "０１２３４５６７８９"
_FULL_WIDTH = str.maketrans(_WIDE_DIGITS + "Ｘｘ－＋", "0123456789Xx-+")
_NO_DIGIT = re.compile(r"[^0-9Xx]")
_RUN = re.compile(r"(?:[0-9][ \u200b\u2010-\u2014·-]{0,2}){4,40}[0-9Xx]?", re.ASCII)
# Eleven digits in a row, blanks and dashes between them or not: no number of a person is shorter.
_LONG = re.compile(r"[0-9](?:[ \u200b-\u200d\u2010-\u2014\ufeff·-]{0,2}[0-9]){10}", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def personal_data(text: str) -> list[PersonalDatum]:
    """Return the numbers of persons in a text, each once, in order of appearance by kind."""
    # Looking for each digit is faster than translating, and full-width digits are rare.
    folded = text.translate(_FULL_WIDTH) if any(digit in text for digit in _WIDE_DIGITS) else text
    found: dict[tuple[str, str], PersonalDatum] = {}
    if _LONG.search(folded) is None:  # much faster than the patterns, and most pages end here
        return []
    for kind, pattern in personal_patterns():
        for match in pattern.finditer(folded):
            number = _number(kind, match[0])
            if number is not None and (kind, number) not in found:
                found[kind, number] = PersonalDatum(kind, _masked(number), _context(folded, match.span()))
            if len(found) == limits()["most_personal"]:
                break
    return list(found.values())


def is_id_card(number: str) -> bool:
    """Tell whether 18 characters are an identity-card number: region, birth date and check digit (GB 11643)."""
    if number[:2] not in id_regions() or int(number[6:10]) < limits()["birth_first_year"]:
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if int(number[6:10]) > limits()["last_year"]:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECK[total % 11] == number[17]


def _number(kind: str, written: str) -> str | None:
    number = _NO_DIGIT.sub("", written).upper()
    if kind == "id_card":
        return number if is_id_card(number) else None
    return number[-11:]  # without +86


def _masked(number: str) -> str:
    """``3501**********0012``, ``138****5678``."""
    head = 4 if len(number) == 18 else 3
    return number[:head] + "*" * (len(number) - head - 4) + number[-4:]


def _context(text: str, span: tuple[int, int]) -> str:
    """Return the text around a number with every long number in it masked.

    Masked before it is cut: a number cut in two would be too short to be seen as one.
    """
    most = limits()["context_chars"]
    start, end = max(span[0] - most - 60, 0), span[1] + most + 60
    before = _RUN.sub(_masked_run, text[start : span[0]])
    after = _RUN.sub(_masked_run, text[span[1] : end])
    middle = _masked(_NO_DIGIT.sub("", text[span[0] : span[1]]).upper())
    return " ".join((before[-most:] + middle + after[:most]).split())


def _masked_run(match: re.Match[str]) -> str:
    """Mask a run of five digits or more."""
    digits = _NO_DIGIT.sub("", match[0])
    return digits[:3] + "*" * (len(digits) - 3) + (" " if match[0].endswith(" ") else "")
