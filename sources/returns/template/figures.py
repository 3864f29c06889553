"""Writes the sheets of the statistical forms: the official grids, open where figures go."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from sources.registry.csv_rows import Row, read_rows
from sources.returns.form_map import identities
from sources.returns.model import FORM_STATISTICS
from sources.returns.template.checks import mark_formulas, mark_wrong_sums, restrict_figures
from sources.returns.template.grids import LAYOUTS, Place, fields, version_of
from sources.returns.template.model import FigureKey, Template
from sources.returns.template.styles import Styles, merged, row_height, set_up
from sources.text import safe_text

_COLUMNS = ("form", "table_code", "sheet", "layout", "corner", "title", "widths", "paper", "note", "below")
# How each table is laid out, and on what sheet.
LAYOUT_FILE = Path(__file__).with_name("sheets.csv")
# Title, 填报单位 and the hints stand above the grid.
_ABOVE = 3
_Values = dict[FigureKey, Decimal | int | str]


def write_figure_sheets(book: Any, styles: Styles, template: Template) -> None:
    """Add one sheet for each table that the unit owes, in the version of the year."""
    values: _Values = {**carried_over(template), **template.answers.figures}
    for row in read_rows(LAYOUT_FILE, _COLUMNS):
        if version := version_of(row["form"], template.report_year):
            _write_sheet(book, styles, template, row, version, values)


def carried_over(template: Template) -> _Values:
    """Return what last year left, at the fields that ask for it; nothing where that is not known."""
    version = version_of(FORM_STATISTICS, template.report_year)
    known = template.carried_over or {}
    if not version:
        return {}
    asked = [
        field.key for field in fields(FORM_STATISTICS, version, "foi_requests") if field.key[1] == "carry"
    ]
    return {key: known[key[2]] for key in asked if key[2] in known}


def _write_sheet(
    book: Any, styles: Styles, template: Template, row: Row, version: str, values: _Values
) -> None:
    page = book.add_worksheet(row["sheet"])
    table = fields(row["form"], version, row["table_code"])
    places = [
        place._replace(top=place.top + _ABOVE, bottom=place.bottom + _ABOVE)
        for place in LAYOUTS[row["layout"]](table, row["corner"])
    ]
    widths = [float(width) for width in row["widths"].split()]
    last_row, last_column = max(place.bottom for place in places), len(widths) - 1
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    write_top(page, styles, template, row["title"], last_column)
    merged(page, (2, 0, 2, last_column), row["note"], styles.note)
    page.set_row(2, row_height([(row["note"], sum(widths) * 1.1)]))
    for number in range(_ABOVE, last_row + 1):
        page.set_row(number, row_height(_texts(places, number, widths), 22))
    for place in places:
        _write_place(page, place, values, styles)
    if row["below"]:  # also keeps an empty last row within what readers take for the used range
        last_row += 1
        merged(page, (last_row, 0, last_row, last_column), row["below"], styles.note)
    first = min((place for place in places if place.field), key=lambda place: (place.top, place.left))
    page.freeze_panes(first.top if row["layout"] != "blocks" else _ABOVE, first.left)
    cells = {p.field.key[1:]: (p.top, p.left) for p in places if p.field}
    restrict_figures(page, places)
    sums = [one for one in identities(row["form"], version) if one.table_code == row["table_code"]]
    mark_wrong_sums(page, cells, sums, styles)
    mark_formulas(page, places, styles)
    set_up(page, is_landscape=row["paper"] == "landscape", last_row=last_row, last_column=last_column)


def write_top(page: Any, styles: Styles, template: Template, title: str, last_column: int) -> None:
    """Write a sheet's title and, below it, who reports."""
    merged(page, (0, 0, 0, last_column), template.titled(title), styles.title)
    page.set_row(0, 30)
    page.write_string(1, 0, "填报单位", styles.plain)
    merged(page, (1, 1, 1, last_column), safe_text(template.unit_name), styles.plain)
    page.set_row(1, 20)


def _texts(places: list[Place], row: int, widths: list[float]) -> list[tuple[str, float]]:
    """Return the labels that stand in one row alone, with the width that each has."""
    inside = [place for place in places if place.top == place.bottom == row and place.text]
    return [(place.text, sum(widths[place.left : place.right + 1])) for place in inside]


def _write_place(page: Any, place: Place, values: _Values, styles: Styles) -> None:
    area = place.top, place.left, place.bottom, place.right
    if place.field is None:
        merged(page, area, place.text, styles.label)
        return
    if area[:2] != area[2:]:
        page.merge_range(*area, "", styles.open_figure)
    value = values.get(place.field.key)
    if value is None:
        page.write_blank(place.top, place.left, None, styles.open_figure)
    elif isinstance(value, str):
        page.write_string(place.top, place.left, safe_text(value), styles.open_figure)
    else:
        page.write_number(place.top, place.left, value, styles.open_figure)
