"""A grid of the form as a WordprocessingML table with a slot for each figure."""

from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from orchestration.exports.annual.grids import Grid
from orchestration.exports.annual.slots import slot
from sources.returns.template.grids import Place
from sources.returns.template.model import FigureKey

# Styles of the text within: headings in the middle, what rows are called at the left, figures.
HEAD_STYLE, LABEL_STYLE, FIGURE_STYLE = "ReportHead", "ReportLabel", "ReportFigure"
# In twentieths of a point; A4 less the margins.
TEXT_WIDTH = 9638
# Thin at the sides, for five digits and the mark of a partial sum must fit.
_PADDING = {"top": 25, "left": 20, "bottom": 25, "right": 20}


def figure_slot(key: FigureKey) -> str:
    """Return the name of the slot of a figure."""
    return ".".join(key)


def table_xml(grid: Grid) -> str:
    """Return the table: merged as in the official form, its headings repeated on each page."""
    total = sum(grid.widths)
    widths = [round(TEXT_WIDTH * width / total) for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    padding = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _PADDING.items())
    rows = "".join(_row(grid, number, widths) for number in range(grid.row_count))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{padding}</w:tblCellMar>"
        f'<w:tblCaption w:val="{escape(grid.heading)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(grid: Grid, number: int, widths: list[int]) -> str:
    covering = sorted(
        (place for place in grid.places if place.top <= number <= place.bottom), key=lambda place: place.left
    )
    head = "<w:tblHeader/>" if number < grid.head_rows else ""
    has_figures = any(place.field for place in covering)
    cells = "".join(_cell(place, number, widths, is_row_label=has_figures) for place in covering)
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="340"/>{head}</w:trPr>{cells}</w:tr>'


def _cell(place: Place, number: int, widths: list[int], *, is_row_label: bool) -> str:
    width = sum(widths[place.left : place.right + 1])
    span = f'<w:gridSpan w:val="{place.right - place.left + 1}"/>' if place.right > place.left else ""
    merge = ""
    if place.bottom > place.top:
        merge = '<w:vMerge w:val="restart"/>' if number == place.top else "<w:vMerge/>"
    style = FIGURE_STYLE if place.field else LABEL_STYLE if is_row_label else HEAD_STYLE
    text = escape(place.text) if place.field is None else slot(figure_slot(place.field.key))
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text and number == place.top else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p></w:tc>'
    )
