"""What a demo unit says of a year, in its return and on its site alike: one year follows from the other."""

import random
from decimal import Decimal

from sources.demo.figures import Figures, demo_statistics
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS
from sources.returns.template.grids import version_of

DEMO_SEED = 2021
_OLD_VERSION = "60"
# Of the years before nothing is told: what is carried into this one is drawn.
_FIRST_YEAR = 2019
# Rows and columns of the old form and what they are on the one drawn; what that one does not have is 0.
_ON_OLD_FORM = {
    "others": ("o1", "o2", "o3"),
    "made": ("issued",),
    "published": ("issued",),
    "public_total": ("in_force",),
}


def unit_statistics(unit_id: str, report_year: int, seed: int = DEMO_SEED, rules: int = 0) -> Figures:
    """Return what a unit says of a year wherever it says it, on the form of that year.

    Args:
        unit_id: Whose figures.
        report_year: Of which year.
        seed: Other seeds give other figures.
        rules: 规章 in force, the same in every year.
    """
    figures = _drawn(unit_id, report_year, seed)
    figures["disclosures", "rules", "in_force"] = Decimal(rules)
    return _on_old_form(figures) if version_of(FORM_STATISTICS, report_year) == _OLD_VERSION else figures


def _drawn(unit_id: str, report_year: int, seed: int) -> Figures:
    before = _drawn(unit_id, report_year - 1, seed) if report_year > _FIRST_YEAR else None
    return demo_statistics(random.Random(f"{seed}-{unit_id}-{report_year}"), before)


def _on_old_form(figures: Figures) -> Figures:
    found = {}
    for field in form_fields(FORM_STATISTICS)[_OLD_VERSION]:
        rows = _ON_OLD_FORM.get(field.row_code, (field.row_code,))
        columns = _ON_OLD_FORM.get(field.column_code, (field.column_code,))
        parts = (figures.get((field.table_code, row, column)) for row in rows for column in columns)
        found[field.table_code, field.row_code, field.column_code] = sum(filter(None, parts), Decimal(0))
    return found
