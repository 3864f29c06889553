"""What the report says in words: whose it is, and the sentences that its figures fill."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from orchestration.exports.annual.grids import figures
from orchestration.exports.annual.model import PARTIAL_MARK, AnnualReport, ReportCell, Revision
from sources.returns.model import FORM_STATISTICS, SYNTHETIC_MARK
from sources.returns.numbers import plain
from sources.returns.template.grids import Field, fields

NOT_REPORTED = "未填报"
SYNTHETIC_NOTE = f"本报告含{SYNTHETIC_MARK}，不是任何单位的真实报告。"
_AROUND_LABEL = re.compile(r"^（.）|（.*$")


def identity(report: AnnualReport) -> dict[str, str]:
    """Return name → text of all that tells this edition from others."""
    known = {
        "年度": str(report.report_year),
        "口径": report.scope_kind,
        "截至": report.as_of.isoformat(),
        "版本": report.edition,
        "数据版本": report.data_version,
    }
    return known | ({"数据性质": SYNTHETIC_MARK} if report.is_synthetic else {})


def edition_line(report: AnnualReport) -> str:
    """Return what the foot of each page says."""
    return "　".join(text for name, text in identity(report).items() if name not in ("年度", "口径"))


def subtitle(report: AnnualReport) -> str:
    """Return the same on one line."""
    return "　".join(f"{name}：{text}" for name, text in identity(report).items())


def period(report: AnnualReport) -> str:
    """Return the sentence about the time that the figures cover."""
    year = report.report_year
    return f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"


def requests_statement(report: AnnualReport) -> str:
    """Return the sentences about requests: what came, what became of it."""
    totals = [field for field in _fields(report, "foi_requests") if field.key[2] == "total"]
    by_row = {field.key[1]: _said(report, [field]) for field in totals}
    # Groups such as 不予公开 have no row of their own on the form.
    results = [field for field in totals if len(field.row_path) > 1 and field.key[1] != "total"]
    outcomes = [
        f"{_AROUND_LABEL.sub('', label)}{_said(report, group)}"
        for label, group in groupby(results, key=lambda field: field.row_path[1])
    ]
    return (
        f"本年新收政府信息公开申请{by_row['new']}，上年结转{by_row['carry']}；"
        f"本年度办理{by_row['total']}，结转下年度继续办理{by_row['next']}。"
        f"办理结果：{'、'.join(outcomes)}。"
    )


def reviews_statement(report: AnnualReport) -> str:
    """Return the sentence about reviews and lawsuits."""
    totals = [field for field in _fields(report, "reviews_litigation") if field.key[2] == "total"]
    groups = groupby(totals, key=lambda field: field.column_path[0])
    return f"因政府信息公开工作：{'，'.join(f'{label}{_said(report, group)}' for label, group in groups)}。"


def fees_statement(report: AnnualReport) -> str:
    """Return the sentence about fees; what was not reported is not 0."""
    said = (f"{field.row_path[-1]}{_said(report, [field])}" for field in _fields(report, "fees"))
    return f"收取信息处理费情况：{'，'.join(said)}。"


def revision_lines(report: AnnualReport) -> list[str]:
    """Return one line for each figure that this version changed."""
    return [
        f"{name}：由“{revision.before}”改为“{revision.after}”。原因：{revision.reason}"
        for name, revision in revised(report)
    ]


def revised(report: AnnualReport) -> Iterator[tuple[str, Revision]]:
    """Yield the name of each changed figure and what was changed."""
    known = {figure.key: figure for figure in figures(report.template_version)}
    for one in report.revisions:
        figure = known.get(one[:3])
        names = [figure.table, figure.row, figure.column] if figure else list(one[:3])
        yield "，".join(name for name in names if name), one


def _fields(report: AnnualReport, table_code: str) -> tuple[Field, ...]:
    return fields(FORM_STATISTICS, report.template_version, table_code)


def _said(report: AnnualReport, group: Iterable[Field]) -> str:
    """Return the sum of some figures with its unit, or in brackets why there is none."""
    chosen = list(group)
    cells = [report.cell(field.key) for field in chosen]
    known = [cell.value for cell in cells if cell.value is not None]
    if not known:
        return _said_without_number(cells)
    mark = PARTIAL_MARK if any(cell.is_partial for cell in cells) else ""
    gap = "（部分未填报）" if any(cell.state in ("empty", "unreadable") for cell in cells) else ""
    return f"{plain(sum(known, Decimal()))}{mark}{chosen[0].unit}{gap}"


def _said_without_number(cells: list[ReportCell]) -> str:
    states = {cell.state for cell in cells}
    if "unreadable" in states:
        return "（所填内容无法识别）"
    return "（不涉及）" if states == {"not_applicable"} else f"（{NOT_REPORTED}）"
