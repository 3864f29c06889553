"""The sheets behind the grids: what is counted in each figure (计入情况), and what has to be said (说明)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from orchestration.exports.annual.gaps import gap_lines
from orchestration.exports.annual.grids import figures, suffix
from orchestration.exports.annual.model import DRAFT, AnnualReport
from orchestration.exports.annual.wording import SYNTHETIC_NOTE, identity, revised, subtitle
from orchestration.exports.annual.workbook_styles import ReportStyles
from orchestration.exports.layout import MAX_ROW_HEIGHT, row_height
from orchestration.exports.workbook import fitting_text
from sources.returns.template.styles import merged, set_up_paper
from sources.text import clean, safe_text

# Text, or a number and what its cell shows behind it.
_Number = tuple[Decimal | int, str]
_Row = list[str | _Number]
_COUNTED = {
    "表": 20,
    "行": 44,
    "列": 26,
    "数值": 14,
    "应计入单位数": 12,
    "已计入单位数": 12,
    "未计入单位": 60,
}
_REMARKS = {"类别": 14, "内容": 70}
_REVISED = {"更正前": 12, "更正后": 12, "原因": 32}
# The same units are missing from row after row; 说明 has the whole list, once.
_HIGHEST_COUNTED = 60.0


def write_counted(page: Any, styles: ReportStyles, report: AnnualReport) -> None:
    """Write a line for each figure of the form: how many units owe it, how many are in it, which are not."""
    rows: list[_Row] = []
    for figure in figures(report.template_version):
        cell = report.cell(figure.key)
        value = (cell.value, suffix(figure.field, cell)) if cell.value is not None else cell.printed
        counts: list[_Number] = [(cell.owing, ""), (cell.counted, "")]
        rows.append([figure.table, figure.row, figure.column, value, *counts, cell.uncounted])
    _write_list(page, styles, report, _COUNTED, rows, _HIGHEST_COUNTED)
    page.autofilter(2, 0, 2 + len(rows), len(_COUNTED) - 1)


def write_remarks(page: Any, styles: ReportStyles, report: AnnualReport) -> None:
    """Write which edition it is, why it is a draft, what has to be said, what was revised."""
    columns = _REMARKS | (_REVISED if report.revisions else {})
    rows = [(row + [""] * len(columns))[: len(columns)] for row in _remarks(report)]
    _write_list(page, styles, report, columns, rows, MAX_ROW_HEIGHT)


def _remarks(report: AnnualReport) -> Iterator[_Row]:
    known = identity(report) | ({"数据性质": SYNTHETIC_NOTE} if report.is_synthetic else {})
    named = list(known.items())
    named += [(f"{DRAFT}原因", reason) for reason in report.reasons]
    named += [("数字说明", note) for note in report.notes]
    named += [("未计入", line) for line in gap_lines(report)]
    for name, text in named:
        yield [name, text]
    for name, revision in revised(report):
        yield ["更正", name, revision.before, revision.after, revision.reason]


def _write_list(
    page: Any,
    styles: ReportStyles,
    report: AnnualReport,
    columns: dict[str, int],
    rows: Sequence[_Row],
    highest: float,
) -> None:
    last, widths = len(columns) - 1, [float(width) for width in columns.values()]
    merged(page, (0, 0, 0, last), fitting_text(safe_text(clean(report.marked_title))), styles.title)
    merged(page, (1, 0, 1, last), fitting_text(clean(subtitle(report))), styles.note)
    page.set_row(0, 30)
    for column, (label, width) in enumerate(columns.items()):
        page.set_column(column, column, width)
        page.write_string(2, column, label, styles.heading)
    for number, row in enumerate(rows, start=3):
        texts = [value if isinstance(value, str) else str(value[0]) for value in row]
        page.set_row(number, min(row_height(texts, widths), highest))
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, fitting_text(safe_text(clean(value))), styles.text)
            else:
                page.write_number(number, column, value[0], styles.figure(value[1]))
    page.freeze_panes(3, 0)
    set_up_paper(page, is_landscape=True, last_row=2 + len(rows), last_column=last, heading_row=2)
