"""How the report's workbook looks, beside what the templates look like."""

from typing import Any

from sources.returns.template.styles import Styles


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
