"""How the sheets look: fonts, colours, paper, protection."""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sources.text import text_width

_A4 = 9
_LINE_HEIGHT = 13.5
INPUT_FILL = "FFF9E0"
# Whoever prints it in black and white sees the bold figure.
_WRONG = {"font_color": "9C0006", "bg_color": "FFC7CE", "bold": True}
# A clerk may make room for what was typed; the grid itself stays.
_ALLOWED = {"format_columns": True, "format_rows": True}


class Styles:
    """The cell formats of one workbook; a locked one for what is printed, an open one for what is filled in."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        self._boxed = {**self._font, "border": 1}
        self._open = {**self._boxed, "locked": False, "bg_color": INPUT_FILL}

    def _format(self, *parts: dict[str, object]) -> Any:
        return self._book.add_format({name: value for part in parts for name, value in part.items()})

    @cached_property
    def title(self) -> Any:
        """A sheet's title."""
        return self._format(self._font, {"font_name": "黑体", "font_size": 16, "align": "center"})

    @cached_property
    def plain(self) -> Any:
        """Text without a frame."""
        return self._format(self._font)

    @cached_property
    def note(self) -> Any:
        """Hints above a table."""
        return self._format(self._font, {"font_color": "595959", "font_size": 9})

    @cached_property
    def heading(self) -> Any:
        """The heading of a table."""
        return self._format(self._boxed, {"bold": True, "align": "center", "bg_color": "D9E1F2"})

    @cached_property
    def label(self) -> Any:
        """A printed label of a table, in the middle."""
        return self._format(self._boxed, {"align": "center"})

    @cached_property
    def text(self) -> Any:
        """Printed text in a table."""
        return self._format(self._boxed)

    @cached_property
    def date(self) -> Any:
        """A printed date."""
        return self._format(self._boxed, {"align": "center", "num_format": "yyyy-mm-dd"})

    @cached_property
    def open_text(self) -> Any:
        """A cell for text."""
        return self._format(self._open)

    @cached_property
    def open_choice(self) -> Any:
        """A cell for a word from a list."""
        return self._format(self._open, {"align": "center"})

    @cached_property
    def open_date(self) -> Any:
        """A cell for a date."""
        return self._format(self._open, {"align": "center", "num_format": "yyyy-mm-dd"})

    @cached_property
    def open_figure(self) -> Any:
        """A cell for a figure; General shows four places of an amount and none of a count."""
        return self._format(self._open, {"align": "center"})

    @cached_property
    def wrong(self) -> Any:
        """What a check that fails puts over a cell."""
        return self._book.add_format(_WRONG)


def row_height(texts: Sequence[tuple[str, float]], least: float = 20.0) -> float:
    """Return the height in points at which none of the (text, width) pairs of a row is cut off."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return max(least, lines * _LINE_HEIGHT + 8)


def _lines(text: str, width: float) -> int:
    room = max(width - 1.5, 2.0) // 2 * 2  # no half of a Chinese character stands at the end of a line
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def set_up(
    page: Any, *, is_landscape: bool, last_row: int, last_column: int, heading_row: int | None = None
) -> None:
    """Protect a sheet without a password, and set it up as :func:`set_up_paper` does."""
    page.protect("", _ALLOWED)
    set_up_paper(
        page,
        is_landscape=is_landscape,
        last_row=last_row,
        last_column=last_column,
        heading_row=heading_row,
    )


def set_up_paper(
    page: Any, *, is_landscape: bool, last_row: int, last_column: int, heading_row: int | None = None
) -> None:
    """Set up a sheet for A4, one page wide.

    Args:
        page: The worksheet.
        is_landscape: Whether the paper lies on its long side.
        last_row: The last row to print.
        last_column: The last column to print.
        heading_row: The last row of a heading that every page repeats; None for a sheet of one page.
    """
    page.hide_gridlines(2)
    if is_landscape:
        page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()
    page.fit_to_pages(1, 0 if heading_row is not None else 1)
    if heading_row is not None:
        page.repeat_rows(0, heading_row)
    page.print_area(0, 0, last_row, last_column)
    page.set_footer("&L&A&C第 &P 页，共 &N 页")


def merged(page: Any, area: tuple[int, int, int, int], text: str, style: Any) -> None:
    """Write text over an area (top, left, bottom, right), be it one cell or several."""
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        page.write_string(top, left, text, style)
    else:
        page.merge_range(top, left, bottom, right, "", style)
        page.write_string(top, left, text, style)
