"""Writes the report as a Word file: the six sections, their tables in place, room for what people write."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestration.exports.annual.gaps import gap_lines
from orchestration.exports.annual.grids import figures, printed
from orchestration.exports.annual.model import DRAFT, GRIDS, PARTIAL_NOTE, AnnualReport
from orchestration.exports.annual.skeleton import skeleton
from orchestration.exports.annual.slots import fill
from orchestration.exports.annual.table_xml import figure_slot
from orchestration.exports.annual.wording import (
    SYNTHETIC_NOTE,
    edition_line,
    fees_statement,
    period,
    requests_statement,
    reviews_statement,
    revision_lines,
    subtitle,
)
from orchestration.exports.files import land_bytes, packed
from sources.text import shorten

_Values = Mapping[str, str | Sequence[str]]
# Longer ones keep Word from opening the file.
_LONGEST_PROPERTY = 255


def write_annual_document(path: Path, report: AnnualReport) -> None:
    """Write the docx, unless it already says the same.

    Args:
        path: Where it goes.
        report: What it says.
    """
    values = {
        **_cells(report),
        **_page(report),
        **_statements(report),
        **_appendices(report),
        **_properties(report),
    }
    members = skeleton(report.template_version).items()
    content = (
        (name, part if isinstance(part, bytes) else fill(part, values).encode()) for name, part in members
    )
    land_bytes(path, packed(content))


def _cells(report: AnnualReport) -> _Values:
    return {
        figure_slot(figure.key): printed(figure.field, report.cell(figure.key))
        for figure in figures(report.template_version)
    }


def _page(report: AnnualReport) -> _Values:
    return {
        "title": report.title,
        "subtitle": subtitle(report),
        "running_head": report.marked_title,
        "running_foot": edition_line(report),
        "synthetic": [SYNTHETIC_NOTE] if report.is_synthetic else [],
        "draft": [f"{DRAFT}：本报告尚未定稿，不得公布。"] if report.is_draft else [],
        "reasons": [f"{number}. {reason}" for number, reason in enumerate(report.reasons, start=1)],
    }


def _statements(report: AnnualReport) -> _Values:
    partial = {key[0] for key, _ in report.partial_cells}
    return {
        "period": period(report),
        "requests": requests_statement(report),
        "reviews": reviews_statement(report),
        "fees": fees_statement(report),
        **{f"partial.{code}": [PARTIAL_NOTE] if code in partial else [] for code in GRIDS},
    }


def _appendices(report: AnnualReport) -> _Values:
    found = {
        "revisions": (f"更正情况（{report.edition}）", revision_lines(report)),
        "notes": ("数字说明", list(report.notes)),
        "gaps": ("计入情况", gap_lines(report)),
    }
    headings = {f"{name}_heading": [heading] if lines else [] for name, (heading, lines) in found.items()}
    return {**headings, **{name: lines for name, (_, lines) in found.items()}}


def _properties(report: AnnualReport) -> _Values:
    made = dt.datetime.combine(report.as_of, dt.time())
    known = {
        "title": report.title,
        "subject": f"{report.report_year}年度",
        "comments": subtitle(report),
        "category": report.scope_kind,
        "keywords": report.scope,
        "identifier": report.data_version,
        "version": report.edition,
        "status": DRAFT if report.is_draft else "定稿",
    }
    shortened = {f"property.{name}": shorten(text, _LONGEST_PROPERTY) for name, text in known.items()}
    return {**shortened, "made": f"{made.isoformat()}Z"}
