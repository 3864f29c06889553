"""How the report's workbook looks, beside what the templates look like."""

from typing import Any

from sources.returns.template.styles import Styles

_A4 = 9


class ReportStyles(Styles):
    """The formats of the report: those of the templates, and numbers with something behind them."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self._figures: dict[str, Any] = {}

    def figure(self, suffix: str = "") -> Any:
        """Return the format of a number that shows ``suffix`` behind it and stays a number."""
        if suffix not in self._figures:
            shown = f'General"{suffix}"' if suffix else "General"
            # Smaller rather than ###: this is printed.
            boxed = {**self._boxed, "text_wrap": False, "align": "center", "shrink": True}
            self._figures[suffix] = self._format(boxed, {"num_format": shown})
        return self._figures[suffix]

    @property
    def figure_text(self) -> Any:
        """What stands in a figure's place and is none."""
        return self.label


def set_up_page(
    page: Any, *, is_landscape: bool, last_row: int, last_column: int, heading_row: int | None = None
) -> None:
    """Set up a sheet for A4, one page wide.

    Args:
        page: The worksheet.
        is_landscape: Whether the paper lies on its long side.
        last_row: The last row to print.
        last_column: The last column to print.
        heading_row: The last row of a heading that every page repeats.
    """
    page.hide_gridlines(2)
    if is_landscape:
        page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    if heading_row is not None:
        page.repeat_rows(0, heading_row)
    page.print_area(0, 0, last_row, last_column)
    page.set_footer("&L&A&C第 &P 页，共 &N 页")
