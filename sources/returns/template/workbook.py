"""Puts a unit's workbook together."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sources.owed import Item
from sources.returns.documents.workbook import MARKS_SHEET
from sources.returns.model import FORM_STATISTICS, FORM_TASK_PROGRESS, FORM_WEBSITE
from sources.returns.template.figures import carried_over, write_figure_sheets
from sources.returns.template.guide import write_guide_sheet
from sources.returns.template.model import TEMPLATE_VERSION, Answers, Template
from sources.returns.template.progress import write_progress_sheet
from sources.returns.template.styles import Styles


def write_template(
    path: Path,
    unit_name: str,
    unit_id: str,
    report_year: int,
    items: list[Item],
    statistics_due: dt.date | None,
    carried_over: Mapping[str, Decimal] | None = None,
    answers: Answers | None = None,
    note: str | None = None,
) -> None:
    """Write the workbook that a unit fills in; the same arguments give the same bytes.

    Args:
        path: Where it goes; folders are made.
        unit_name: The unit as the registry has it.
        unit_id: Goes onto the hidden sheet, by which the return is known again.
        report_year: The year reported on.
        items: What the unit owes of the task table.
        statistics_due: By when it owes the annual statistics; None leaves their sheets out.
        carried_over: Last year's 结转 by column of 表三, where it is known.
        answers: What is filled in already (demo returns, tests).
        note: Stands behind each title, e.g. that the figures are synthetic.
    """
    import xlsxwriter

    template = Template(
        unit_name,
        unit_id,
        report_year,
        items,
        statistics_due,
        carried_over,
        answers or Answers(),
        note,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        # A clock of its own would make every file different.
        properties = {
            "title": template.titled("{year}年政务公开报送表"),
            "created": dt.datetime(report_year, 1, 1),
        }
        book.set_properties(properties | ({"comments": note} if note else {}))
        styles = Styles(book)
        write_guide_sheet(book, styles, template)
        write_progress_sheet(book, styles, template)
        if statistics_due:
            write_figure_sheets(book, styles, template)
        _write_marks(book, template)


def _write_marks(book: Any, template: Template) -> None:
    """Say on a sheet that nobody sees whose workbook it is."""
    page = book.add_worksheet(MARKS_SHEET)
    marks = {
        "unit_id": template.unit_id,
        "report_year": str(template.report_year),
        "template": TEMPLATE_VERSION,
        "forms": " ".join(
            (FORM_TASK_PROGRESS, *((FORM_STATISTICS, FORM_WEBSITE) if template.statistics_due else ()))
        ),
    }
    if template.statistics_due and (filled := carried_over(template)):
        # A workbook in which nothing else is filled in reports no statistics yet.
        marks["prefilled"] = " ".join(".".join(key) for key in filled)
    for row, (name, value) in enumerate(marks.items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.protect("")
    page.very_hidden()
