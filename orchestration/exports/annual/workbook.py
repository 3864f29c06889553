"""Writes the report as a workbook: the official grids, what is counted in each figure, what has to be said."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

from orchestration.exports.annual.grids import Grid, grids, suffix
from orchestration.exports.annual.model import PARTIAL_NOTE, AnnualReport
from orchestration.exports.annual.wording import identity, subtitle
from orchestration.exports.annual.workbook_lists import write_counted, write_remarks
from orchestration.exports.annual.workbook_styles import ReportStyles
from orchestration.exports.files import land_bytes
from orchestration.exports.workbook import fitting_text
from sources.returns.template.grids import Place
from sources.returns.template.styles import merged, row_height, set_up_paper
from sources.text import clean, safe_text, shorten

# Title and subtitle stand above the grid.
_ABOVE = 2
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Longer ones are left out by the library.
_LONGEST_PROPERTY = 255


def write_annual_workbook(path: Path, report: AnnualReport) -> None:
    """Write the xlsx, unless it already says the same.

    Args:
        path: Where it goes.
        report: What it says.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        _set_properties(book, report)
        styles = ReportStyles(book)
        for grid in grids(report.template_version):
            _write_grid(book.add_worksheet(grid.sheet), styles, report, grid)
        if report.is_rollup or report.has_gaps:
            write_counted(book.add_worksheet("计入情况"), styles, report)
        write_remarks(book.add_worksheet("说明"), styles, report)
    land_bytes(path, buffer.getvalue())


def _set_properties(book: Any, report: AnnualReport) -> None:
    book.set_properties(
        {
            "title": shorten(clean(report.title), _LONGEST_PROPERTY),
            "subject": f"{report.report_year}年度",
            "comments": shorten(clean(subtitle(report)), _LONGEST_PROPERTY),
            # A clock of its own would make every file different.
            "created": dt.datetime.combine(report.as_of, dt.time()),
        }
    )
    for name, text in {**identity(report), "范围代码": report.scope}.items():
        book.set_custom_property(name, shorten(clean(text), _LONGEST_PROPERTY), "text")
    book.set_custom_property("初稿", report.is_draft, "bool")


def _write_grid(page: Any, styles: ReportStyles, report: AnnualReport, grid: Grid) -> None:
    last_column = len(grid.widths) - 1
    for column, width in enumerate(grid.widths):
        page.set_column(column, column, width)
    room = sum(grid.widths)
    merged(page, (0, 0, 0, last_column), fitting_text(safe_text(clean(report.marked_title))), styles.title)
    page.set_row(0, min(row_height([(report.marked_title, room * 0.6)], 30), 400))
    line = fitting_text(f"{grid.heading}　{clean(subtitle(report))}")
    merged(page, (1, 0, 1, last_column), line, styles.note)
    page.set_row(1, min(row_height([(line, room)]), 400))
    heights = _heights(grid)
    for number, height in enumerate(heights, start=_ABOVE):
        page.set_row(number, height)
    for place in grid.places:
        _write_place(page, styles, report, place)
    last_row = _ABOVE + len(heights)
    is_partial = any(place.field and report.cell(place.field.key).is_partial for place in grid.places)
    # An empty last row also keeps the grid's own within what readers take for the used range.
    merged(page, (last_row, 0, last_row, last_column), PARTIAL_NOTE if is_partial else "", styles.note)
    page.freeze_panes(_ABOVE + grid.head_rows, 0)
    set_up_paper(page, is_landscape=grid.is_landscape, last_row=last_row, last_column=last_column)


def _heights(grid: Grid) -> list[float]:
    labels: list[list[tuple[str, float]]] = [[] for _ in range(grid.row_count)]
    for place in grid.places:
        if place.text and place.top == place.bottom:
            labels[place.top].append((place.text, sum(grid.widths[place.left : place.right + 1])))
    return [row_height(row, 22) for row in labels]


def _write_place(page: Any, styles: ReportStyles, report: AnnualReport, place: Place) -> None:
    area = place.top + _ABOVE, place.left, place.bottom + _ABOVE, place.right
    if place.field is None:
        merged(page, area, place.text, styles.label)
        return
    cell = report.cell(place.field.key)
    style = styles.figure(suffix(place.field, cell))
    if area[:2] != area[2:]:
        page.merge_range(*area, "", style)
    if cell.value is not None:
        page.write_number(*area[:2], cell.value, style)
    elif cell.printed:
        page.write_string(*area[:2], fitting_text(safe_text(clean(cell.printed))), styles.figure_text)
    else:
        page.write_blank(*area[:2], None, style)
