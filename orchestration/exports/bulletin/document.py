"""Writes the quarter's bulletin as a Word file; what only the office knows is left to fill in."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.exports.annual.skeleton import drop_thumbnail
from orchestration.exports.annual.table_xml import FIGURE_STYLE, HEAD_STYLE, LABEL_STYLE
from orchestration.exports.annual.word_styles import add_page_number, set_up
from orchestration.exports.bulletin import wording
from orchestration.exports.bulletin.reading import Bulletin, read_bulletin
from orchestration.exports.files import land_bytes, packed
from orchestration.exports.tables import ReadCopy
from sources.text import clean

FOLDER = "通报"
_NAME = "{year}年第{quarter}季度通报.docx"
# In millimetres; together what A4 leaves between the margins.
_UNIT_WIDTHS = (12, 44, 13, 13, 13, 13, 13, 15, 15, 19)
_THEME_WIDTHS = (72, 14, 14, 14, 14, 14, 14, 14)
_RULE_WIDTHS = (18, 100, 14, 17, 21)
_INDENT = 24


def export_bulletin(copy: ReadCopy, folder: Path, report_year: int, day: dt.date) -> Path:
    """Write the bulletin of the last quarter of a year that had ended before a day.

    Args:
        copy: The read copy.
        folder: The year's exports; the file goes to ``通报/``.
        report_year: The year.
        day: The day on which the bulletin is made.

    Returns:
        The path of the file.

    Raises:
        LookupError: The copy holds nothing of that year.
        SourceError: No quarter had ended, or the copy is older than its end.
    """
    bulletin = read_bulletin(copy, report_year, day)
    path = folder / FOLDER / _NAME.format(year=report_year, quarter=bulletin.quarter)
    land_bytes(path, bulletin_bytes(bulletin))
    return path


def bulletin_files(folder: Path) -> list[str]:
    """Return the names of the bulletins that lie below a year's exports, with ``/``."""
    found = (folder / FOLDER).glob("[!.]*.docx")
    return sorted(path.relative_to(folder).as_posix() for path in found)


def bulletin_bytes(bulletin: Bulletin) -> bytes:
    """Return the Word file; the same bulletin is the same bytes."""
    buffer = io.BytesIO()
    _document(bulletin).save(buffer)
    with zipfile.ZipFile(buffer) as members:
        return packed((name, members.read(name)) for name in members.namelist())


def _document(bulletin: Bulletin) -> Any:
    import docx

    document = docx.Document()
    set_up(document)
    drop_thumbnail(document)
    _name(document.core_properties, bulletin)
    section = document.sections[0]
    section.header.paragraphs[0].text = clean(wording.title(bulletin))
    section.footer.paragraphs[0].text = clean(bulletin.edition.note)
    add_page_number(section.footer.paragraphs[0])
    document.add_paragraph(wording.title(bulletin), "Title")
    document.add_paragraph(clean(bulletin.edition.note), "Subtitle")
    if bulletin.edition.is_synthetic:
        document.add_paragraph(wording.SYNTHETIC_NOTE, "Report Notice")
    document.add_paragraph("各有关单位：")
    _sentences(document, wording.opening(bulletin))
    document.add_heading("一、总体情况", level=1)
    _sentences(document, *wording.overview(bulletin))
    document.add_heading("二、各单位落实情况", level=1)
    _table(document, wording.UNIT_LABELS, wording.unit_rows(bulletin), _UNIT_WIDTHS, labels=(1,))
    document.add_heading("三、各主题落实情况", level=1)
    _table(document, wording.THEME_LABELS, wording.theme_rows(bulletin), _THEME_WIDTHS, labels=(0,))
    for theme in bulletin.themes:
        document.add_heading(clean(theme.theme), level=2)
        _sentences(document, *wording.named(theme))
    document.add_heading("四、待处理的问题", level=1)
    _sentences(document, wording.findings(bulletin.rules))
    if bulletin.rules:
        _table(document, wording.RULE_LABELS, wording.rule_rows(bulletin.rules), _RULE_WIDTHS, labels=(1,))
    document.add_heading("五、有关要求", level=1)
    _sentences(
        document,
        "请有未报、迟报事项的单位于【请填写：时限】前补报，并逐条答复待处理的问题。【请填写：其他要求】",
    )
    for line in ("【请填写：发文机关】", "【请填写：印发日期】"):
        _to_the_right(document.add_paragraph(line))
    return document


def _name(properties: Any, bulletin: Bulletin) -> None:
    made = dt.datetime.combine(bulletin.edition.as_of, dt.time())
    properties.title = wording.title(bulletin)
    properties.subject = f"{bulletin.edition.report_year}年度"
    properties.comments = clean(bulletin.edition.note)[:255]
    properties.author = properties.last_modified_by = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = made


def _sentences(document: Any, *lines: str) -> None:
    from docx.shared import Pt

    for line in lines:
        document.add_paragraph(clean(line)).paragraph_format.first_line_indent = Pt(_INDENT)


def _to_the_right(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(
    document: Any,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    labels: Sequence[int],
) -> None:
    """Add a table: its headings repeated on each page, no row torn; columns of ``labels`` hold text, others figures."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1 + len(rows), cols=len(headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, (row, values) in enumerate(zip(table.rows, [headings, *rows], strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            row._tr.trPr.append(OxmlElement("w:tblHeader"))
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.text = clean(value)
            paragraph.style = HEAD_STYLE if number == 0 else LABEL_STYLE if column in labels else FIGURE_STYLE
