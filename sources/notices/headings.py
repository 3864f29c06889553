"""Keeps the headings of the task table: themes (一、…) and their sections ((一)…), which run on in order."""

import re
from dataclasses import dataclass

from sources.errors import SourceError
from sources.notices.model import Cell
from sources.text import key, shorten

_HEADING = re.compile(r"^(?P<open>\()?(?P<numeral>[一二三四五六七八九十]+)(?(open)\)|、)")
_NUMERALS = "一二三四五六七八九十"


@dataclass
class Headings:
    """The theme and section that hold for the next task."""

    theme: str = ""
    section: str = ""
    _theme_no: int = 0
    _section_no: int = 0
    _is_new_theme: bool = True

    def read(self, cell: Cell) -> None:
        """Take in one heading.

        Raises:
            SourceError: It is no heading, or one before it is missing: its tasks would go to the wrong one.
        """
        match = _HEADING.match(key(cell.text))
        if not match:
            raise SourceError(cell.place, f"“{shorten(cell.text)}”既不是任务也不是标题", "如 一、… 或 (一)…")
        number = _number(match["numeral"])
        if match["open"]:
            # Sections start again under each theme, or run on through all of them.
            self._expect(cell, number, {self._section_no + 1} | ({1} if self._is_new_theme else set()))
            self.section, self._section_no, self._is_new_theme = cell.text, number, False
        else:
            self._expect(cell, number, {self._theme_no + 1})
            self.theme, self._theme_no = cell.text, number
            self.section, self._is_new_theme = "", True

    def _expect(self, cell: Cell, number: int, due: set[int]) -> None:
        if number not in due:
            expected = "或".join(str(one) for one in sorted(due))
            raise SourceError(
                cell.place,
                f"标题“{shorten(cell.text)}”的编号为 {number}",
                expected,
                "请检查原文是否缺少标题或重复",
            )


def _number(numeral: str) -> int:
    """Return 3 for 三, 12 for 十二, 20 for 二十."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.index(numeral[0]) + 1
    return (_NUMERALS.index(tens[0]) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones[0]) + 1 if ones else 0)
