"""Reads the annual reports of a year from the read copy: the draft of what is not final, and every final version."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from orchestration.exports.annual.model import AnnualReport, ReportCell, Revision
from orchestration.exports.tables import ReadCopy
from sources.returns.numbers import plain

# Rows fetched at a time: a year of thousands of units is never in memory whole.
_BATCH = 20_000
# A report that is final but not as its newest version has it was looked at from an earlier day than that was made.
_DRAFTS = """
    select
        standing.scope_order, 0 as version, standing.scope,
        cells.table_code, cells.row_code, cells.column_code, cells.cell_state, cells.value, cells.is_partial,
        cells.owing_count, cells.counted_count, coalesce(cells.uncounted_units, ''), coalesce(cells.raw_text, ''),
        standing.scope_name, standing.scope_kind_label, standing.is_rollup, standing.template_version,
        standing.as_of, standing.data_version, standing.is_synthetic, cast(null as varchar)
    from rpt_report_standing as standing
    inner join rpt_report_cells as cells using (report_year, scope)
    left join fct_report_versions as versions
        on standing.report_year = versions.report_year
        and standing.scope = versions.scope
        and versions.is_newest
        and standing.data_version = versions.data_version
    where standing.report_year = $year and not (standing.is_final and versions.version is not null)
    order by standing.scope_order, cells.cell_order
"""
_VERSIONS = """
    select
        coalesce(standing.scope_order, 0), versions.version, versions.scope,
        cells.table_code, cells.row_code, cells.column_code, cells.cell_state, cells.value,
        versions.is_rollup and cells.value is not null and cells.counted_count < cells.owing_count,
        cells.owing_count, cells.counted_count, coalesce(cells.uncounted_units, ''), coalesce(cells.raw_text, ''),
        versions.scope_name, versions.scope_kind_label, versions.is_rollup, versions.template_version,
        versions.as_of, versions.data_version, versions.is_synthetic, versions.notes
    from fct_report_versions as versions
    inner join fct_report_version_cells as cells using (report_year, scope, version)
    left join rpt_report_standing as standing using (report_year, scope)
    where versions.report_year = $year and concat(versions.version, ' ', versions.scope) in (select unnest($wanted))
    order by 1, versions.scope, versions.version, cells.cell_order
"""
_LOOKED_BACK = "按更早的截至日期查看；此后已有定稿，以定稿为准"


class VersionName(NamedTuple):
    """A final version: whose it is, which one, and the name in its title."""

    scope: str
    version: int
    scope_name: str


def read_drafts(copy: ReadCopy, report_year: int) -> Iterator[AnnualReport]:
    """Yield the report of every scope that is not final, the city first."""
    said: dict[str, dict[bool, list[str]]] = {}
    for scope, is_blocking, remark in copy.rows(
        "select scope, is_blocking, remark from rpt_report_remarks where report_year = ? order by scope, remark_order",
        [report_year],
    ):
        said.setdefault(scope, {True: [], False: []})[is_blocking].append(remark)
    for report in _reports(copy, _DRAFTS, {"year": report_year}):
        remarks = said.get(report.scope, {True: [], False: []})
        reasons = tuple(remarks[True]) or (_LOOKED_BACK,)
        yield replace(report, reasons=reasons, notes=tuple(remarks[False]))


def version_names(copy: ReadCopy, report_year: int) -> list[VersionName]:
    """Return every final version of every scope."""
    query = "select scope, version, scope_name from fct_report_versions where report_year = ? order by scope, version"
    return [VersionName(*row) for row in copy.rows(query, [report_year])]


def gate_summary(copy: ReadCopy, report_year: int) -> dict[str, list[str]]:
    """Return for the manifest: which reports are drafts, and which go out by a decision, with its words."""
    drafts = copy.rows(
        "select scope_name from rpt_report_standing where report_year = ? and not is_final order by scope_order",
        [report_year],
    )
    decisions = copy.rows(
        "select scope_name || '：' || remark from rpt_report_standing inner join rpt_report_remarks "
        "using (report_year, scope) where report_year = ? and kind = 'override' order by scope_order",
        [report_year],
    )
    return {"drafts": [name for (name,) in drafts], "overrides": [text for (text,) in decisions]}


def read_versions(copy: ReadCopy, report_year: int, wanted: Sequence[VersionName]) -> Iterator[AnnualReport]:
    """Yield some final versions, with what each changed; the others cost nothing."""
    if not wanted:
        return
    changes: dict[tuple[str, int], list[Revision]] = {}
    for scope, version, *change in copy.rows(
        "select scope, version, table_code, row_code, column_code, before_text, after_text, reason "
        "from rpt_report_revisions where report_year = ? order by scope, version, row_order",
        [report_year],
    ):
        changes.setdefault((scope, version), []).append(Revision(*change))
    names = [f"{one.version} {one.scope}" for one in wanted]
    for report in _reports(copy, _VERSIONS, {"year": report_year, "wanted": names}):
        yield replace(report, revisions=tuple(changes.get((report.scope, report.version), ())))


def _reports(copy: ReadCopy, query: str, parameters: dict[str, Any]) -> Iterator[AnnualReport]:
    rows = _streamed(copy, query, parameters)
    for (_, version, scope), group in groupby(rows, key=lambda row: row[:3]):
        cells: dict[tuple[str, str, str], ReportCell] = {}
        for row in group:
            state, value, *rest = row[6:13]
            # The type of the column writes six places behind the point; the figure has its own.
            cells[row[3:6]] = ReportCell(state, None if value is None else Decimal(plain(value)), *rest)
        name, kind, is_rollup, template, as_of, data_version, is_synthetic, notes = row[13:]
        yield AnnualReport(
            report_year=parameters["year"],
            scope=scope,
            scope_name=name,
            scope_kind=kind,
            is_rollup=is_rollup,
            template_version=template,
            as_of=as_of,
            version=version,
            data_version=data_version,
            is_synthetic=is_synthetic,
            reasons=(),
            notes=tuple(notes.split("\n")) if notes else (),
            cells=cells,
        )


def _streamed(copy: ReadCopy, query: str, parameters: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    cursor = copy.connection.cursor().execute(query, parameters)
    while rows := cursor.fetchmany(_BATCH):
        yield from rows
