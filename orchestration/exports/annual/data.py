"""The report as data: one row a figure in print order, as CSV and as Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.exports.annual.grids import Figure, figures
from orchestration.exports.annual.model import AnnualReport, ReportCell
from orchestration.exports.files import land
from orchestration.exports.labels import labels
from sources.returns.model import SYNTHETIC_MARK
from sources.returns.numbers import plain
from sources.text import clean, safe_text

_HEADINGS = (
    *("年度", "范围", "表", "行", "列", "数值", "状态", "是否完整", "应计入", "已计入", "未计入单位"),
    *("计量单位", "表样版本", "版本", "截至", "数据版本", "数据性质"),
    *("table_code", "row_code", "column_code"),
)


def annual_csv(report: AnnualReport) -> bytes:
    """Return the figures as CSV in UTF-8 with a BOM, as spreadsheets want it."""
    scope = f"{report.scope_name}（{report.scope_kind}）"
    texts = (scope, report.template_version, report.edition, report.as_of.isoformat(), report.data_version)
    scope, *edition = (safe_text(text) for text in texts)
    edition.append(SYNTHETIC_MARK if report.is_synthetic else "")
    states = labels("cell_state")
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_HEADINGS)
    for figure, cell in _cells(report):
        writer.writerow(
            (
                *(report.report_year, scope, figure.table, figure.row, figure.column),
                *(_value(cell), states[cell.state], "否" if cell.is_incomplete else "是"),
                *(cell.owing, cell.counted, safe_text(cell.uncounted), figure.field.unit),
                *edition,
                *figure.key,
            )
        )
    return clean(buffer.getvalue()).encode("utf-8-sig")


def write_annual_parquet(path: Path, reports: Iterable[AnnualReport]) -> None:
    """Write the figures of many reports as one typed Parquet file, unless it already says the same.

    Args:
        path: Where it goes.
        reports: In the order of their rows; taken one at a time, for a city has thousands.
    """
    from orchestration.exports.annual.parquet import write_parquet

    land(path, lambda partial: write_parquet(partial, reports))


def _cells(report: AnnualReport) -> Iterator[tuple[Figure, ReportCell]]:
    for figure in figures(report.template_version):
        yield figure, report.cell(figure.key)


def _value(cell: ReportCell) -> str:
    """A number is one, be it negative; whether it is partial has a column of its own."""
    return safe_text(cell.printed) if cell.value is None else plain(cell.value)
