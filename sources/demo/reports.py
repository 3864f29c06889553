"""Writes a unit's synthetic annual statistics the way units without the template send them: page, Word, CSV."""

import csv
import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal

from sources.registry.csv_rows import read_rows
from sources.returns.model import FORM_STATISTICS, SYNTHETIC_MARK
from sources.returns.template import figures as sheets
from sources.returns.template.grids import LAYOUTS, Place, fields, version_of
from sources.returns.template.model import FigureKey

Figures = Mapping[FigureKey, Decimal]
_HEADINGS = {
    "disclosures": "二、主动公开政府信息情况",
    "foi_requests": "三、收到和处理政府信息公开申请情况",
    "reviews_litigation": "四、政府信息公开行政复议、行政诉讼情况",
}
_PROSE = f"本报告为{SYNTHETIC_MARK}，不是任何单位的真实报告。"
# Everything in a zip bears this time: the same report is the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def report_tables(figures: Figures, report_year: int) -> list[tuple[str, list[Place], dict[Place, str]]]:
    """Return heading, places and the text at each place, for the three official tables."""
    version = version_of(FORM_STATISTICS, report_year) or ""
    layouts = {
        row["table_code"]: (row["layout"], row["corner"])
        for row in read_rows(sheets.LAYOUT_FILE, ("table_code", "layout", "corner"))
    }
    tables = []
    for code, heading in _HEADINGS.items():
        layout, corner = layouts[code]
        places = LAYOUTS[layout](fields(FORM_STATISTICS, version, code), corner)
        texts = {
            place: place.text if place.field is None else _shown(figures[place.field.key]) for place in places
        }
        tables.append((heading, places, texts))
    return tables


def html_report(unit_name: str, report_year: int, figures: Figures) -> bytes:
    """Return the page that a unit published."""
    body = []
    for heading, places, texts in report_tables(figures, report_year):
        lines = []
        for number in range(max(place.bottom for place in places) + 1):
            cells = sorted((place for place in places if place.top == number), key=lambda place: place.left)
            spans = (
                f'<td rowspan="{p.bottom - p.top + 1}" colspan="{p.right - p.left + 1}">{html.escape(texts[p])}</td>'
                for p in cells
            )
            lines.append(f"<tr>{''.join(spans)}</tr>")
        body.append(f'<h2>{heading}</h2>\n<table border="1">\n' + "\n".join(lines) + "\n</table>")
    title = html.escape(_title(unit_name, report_year))
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n<p>{_PROSE}</p>\n" + "\n".join(body) + "\n</body></html>\n"
    )
    return page.encode()


def csv_report(unit_name: str, report_year: int, figures: Figures) -> bytes:
    """Return the tables below each other, as an old system exports them: GB18030, merged cells blank."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([[_title(unit_name, report_year)], ["填报单位", unit_name]])
    for heading, places, texts in report_tables(figures, report_year):
        width = max(place.right for place in places) + 1
        lines = [[""] * width for _ in range(max(place.bottom for place in places) + 1)]
        for place, text in texts.items():
            lines[place.top][place.left] = text
        writer.writerows([[heading], *lines])
    return buffer.getvalue().encode("gb18030")


def word_report(unit_name: str, report_year: int, figures: Figures) -> bytes:
    """Return the Word file of a report, header cells merged."""
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = dt.datetime(report_year, 12, 31)
    document.core_properties.comments = SYNTHETIC_MARK
    document.add_heading(_title(unit_name, report_year), level=0)
    document.add_paragraph(_PROSE)
    for heading, places, texts in report_tables(figures, report_year):
        document.add_heading(heading, level=1)
        rows, columns = (max(getattr(place, side) for place in places) + 1 for side in ("bottom", "right"))
        table = document.add_table(rows, columns, style="Table Grid")
        # Taken out once: the library works out the whole table for each cell that it is asked for.
        cells = [list(row.cells) for row in table.rows]
        for place, text in texts.items():
            cell = cells[place.top][place.left]
            if (place.top, place.left) != (place.bottom, place.right):
                cell = cell.merge(cells[place.bottom][place.right])
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return without_clock(buffer.getvalue())


WRITERS: dict[str, Callable[[str, int, Figures], bytes]] = {
    "html": html_report,
    "csv": csv_report,
    "docx": word_report,
}


def _title(unit_name: str, report_year: int) -> str:
    return f"{unit_name}{report_year}年政府信息公开工作年度报告（{SYNTHETIC_MARK}）"


def _shown(value: Decimal) -> str:
    return re.sub(r"\.?0+$", "", f"{value:f}") if "." in f"{value:f}" else f"{value:f}"


def without_clock(content: bytes) -> bytes:
    """Return a docx in which no member bears the time of its making."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
