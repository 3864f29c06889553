"""Which of the six sections a report has (国办公开办函〔2021〕30号), by their titles as units write them."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.text import key

_WORDS = Path(__file__).parent / "words" / "report_sections.csv"
_ORDINAL = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,2}[)]?[、.,:]?")


class Section(NamedTuple):
    """A section of the form: its number, its official title, the table that stands in it (or ``""``)."""

    number: int
    title: str
    table_code: str


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections in order; the first wording of each is the official one."""
    found: dict[int, Section] = {}
    for row in read_rows(_WORDS, ("section_no", "wording", "table_code")):
        number = row.integer("section_no")
        found.setdefault(number, Section(number, row["wording"], row["table_code"]))
    return tuple(found.values())


def sections_in(lines: Iterable[str]) -> set[int]:
    """Return the numbers of the sections whose titles stand among lines.

    Behind an ordinal (一、) a title may run on into the text; without one it must be the whole line, for prose
    speaks of an 总体情况 too.
    """
    found = set()
    for line in lines:
        text = key(line)
        bare = _ORDINAL.sub("", text, count=1)
        for number, wording in _wordings():
            if text == wording or (bare != text and bare.startswith(wording)):
                found.add(number)
    return found


@cache
def _wordings() -> tuple[tuple[int, str], ...]:
    rows = read_rows(_WORDS, ("section_no", "wording"))
    return tuple((row.integer("section_no"), key(row["wording"])) for row in rows)
