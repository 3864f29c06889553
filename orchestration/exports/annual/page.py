"""The printable page of a report (A4). The same report gives the same bytes."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from orchestration.exports.annual import wording
from orchestration.exports.annual.gaps import gaps
from orchestration.exports.annual.grids import Grid, figures, grids, headings, printed
from orchestration.exports.annual.model import DRAFT, PARTIAL_NOTE, AnnualReport
from orchestration.exports.pages import page_template
from sources.returns.template.grids import Place
from sources.returns.template.model import FigureKey
from sources.text import clean

_TEMPLATE = Path(__file__).with_name("report.html")


class HtmlCell(NamedTuple):
    """A cell of a table: a heading with its scope, or the figure of ``key``."""

    spans: str
    scope: str
    text: str
    key: FigureKey | None


_Rows = list[list[HtmlCell]]


class HtmlTable(NamedTuple):
    """A table: the rows of its head, and those of its bodies."""

    code: str
    widths: list[float]
    head: _Rows
    bodies: list[_Rows]


def annual_page(report: AnnualReport) -> str:
    """Return the page; whatever came from outside stands in it as text."""
    shown = {
        figure.key: printed(figure.field, report.cell(figure.key))
        for figure in figures(report.template_version)
    }
    page = page_template(_TEMPLATE).render(
        report=report,
        shown=shown,
        sections=headings(),
        tables=_tables(report.template_version),
        identity=wording.identity(report),
        statements={
            "foi_requests": wording.requests_statement(report),
            "reviews_litigation": wording.reviews_statement(report),
        },
        period=wording.period(report),
        fees=wording.fees_statement(report),
        partial={key[0] for key, _ in report.partial_cells},
        gaps=gaps(report),
        revised=list(wording.revised(report)),
        draft=DRAFT,
        partial_note=PARTIAL_NOTE,
        synthetic_note=wording.SYNTHETIC_NOTE,
    )
    return clean(page)


@cache
def _tables(version: str) -> dict[str, HtmlTable]:
    return {grid.table_code: _table(grid) for grid in grids(version)}


def _table(grid: Grid) -> HtmlTable:
    last = len(grid.widths) - 1
    rows: list[list[Place]] = [[] for _ in range(grid.row_count)]
    for place in sorted(grid.places):
        rows[place.top].append(place)
    # A heading right across begins a block, whose columns are its own.
    starts = [n for n, row in enumerate(rows) if (row[0].left, row[0].right) == (0, last)] or [grid.head_rows]
    bodies = [rows[first:end] for first, end in zip(starts, [*starts[1:], None], strict=True)]
    widths = [round(100 * width / sum(grid.widths), 2) for width in grid.widths]
    return HtmlTable(
        grid.table_code, widths, _cells(rows[: grid.head_rows], last), [_cells(rows, last) for rows in bodies]
    )


def _cells(rows: list[list[Place]], last: int) -> _Rows:
    return [[_cell(place, last, has_figures=any(p.field for p in row)) for place in row] for row in rows]


def _cell(place: Place, last: int, *, has_figures: bool) -> HtmlCell:
    height, width = place.bottom - place.top + 1, place.right - place.left + 1
    spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
    scope = "row" if has_figures else "rowgroup" if width == last + 1 else "col"
    return HtmlCell(spans, scope, place.text, place.field.key if place.field else None)
