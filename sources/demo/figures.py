"""Synthetic figures of a year for one unit, drawn so that every official identity holds."""

import random
from decimal import Decimal

from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE
from sources.returns.table_form import FigureKey

Figures = dict[FigureKey, Decimal]
_VERSION, _WEBSITE_VERSION = "30", "12"
_RESULTS_BETWEEN = ("carry", "total")
# Closed because a fee was not paid: nobody asks for one.
_UNPAID = "o2"
# Website figures that are parts of, or not more than, another one: part → whole.
_WITHIN = {
    "unique_visitors": "visits",
    "services_online": "services",
    "messages_closed": "messages_received",
    "messages_public": "messages_closed",
    "survey_results": "surveys",
    "security_mended": "security_problems",
}
_SUMS = {
    "published": ("published_overview", "published_news", "published_catalogue"),
    "cases": ("cases_natural_person", "cases_legal_person"),
    "interpretations": ("interpretation_materials", "interpretation_products", "interpretation_comments"),
}


def demo_statistics(draw: random.Random, before: Figures | None = None) -> Figures:
    """Return the annual statistics: tables 二, 三 and 四, no fee.

    Args:
        draw: The source of chance.
        before: Last year's figures: what was carried forward comes over, and what was in force still is.
    """
    figures = dict.fromkeys(
        ((f.table_code, f.row_code, f.column_code) for f in form_fields(FORM_STATISTICS)[_VERSION]),
        Decimal(0),
    )
    for row in ("licences", "penalties", "coercions"):
        drawn = draw.choice((0, 0, draw.randint(1, 900)))
        figures["disclosures", row, "decisions"] = Decimal(_near(drawn, before, row, "decisions", draw))
    stock = int(before["disclosures", "normative", "in_force"]) if before else draw.randint(3, 40)
    issued, repealed = draw.randint(0, 3), min(draw.randint(0, 2), stock)
    in_force = stock + issued - repealed
    for column, value in (("issued", issued), ("repealed", repealed), ("in_force", in_force)):
        figures["disclosures", "normative", column] = Decimal(value)
    charged = _near(draw.randint(0, 10**7), before, "charges", "amount", draw, 10**4)
    figures["disclosures", "charges", "amount"] = Decimal(charged) / 10**4
    _draw_requests(draw, figures, before or {})
    for row in ("review", "direct_suit", "suit_after_review"):
        parts = {
            column: draw.choice((0, 0, 0, 1, 2)) for column in ("upheld", "corrected", "other", "pending")
        }
        for column, value in (*parts.items(), ("total", sum(parts.values()))):
            figures["reviews_litigation", row, column] = Decimal(value)
    return figures


def _near(
    drawn: int, before: Figures | None, row: str, column: str, draw: random.Random, scale: int = 1
) -> int:
    """Return what was drawn, or with a year before something near to that: what a unit decides does not jump."""
    if before is None:
        return drawn
    return int(before["disclosures", row, column] * scale) * draw.randint(80, 120) // 100


def demo_website(draw: random.Random) -> Figures:
    """Return the yearly figures of a website."""
    rows = [f.row_code for f in form_fields(FORM_WEBSITE)[_WEBSITE_VERSION]]
    values = {row: draw.randint(0, 300) for row in rows}
    values["visits"] = draw.randint(10**5, 10**6)
    for total, parts in _SUMS.items():
        values[total] = sum(values[part] for part in parts)
    for part, whole in _WITHIN.items():
        values[part] = draw.randint(0, values[whole])
    return {("website", row, "value"): Decimal(value) for row, value in values.items()}


def _draw_requests(draw: random.Random, figures: Figures, before: Figures) -> None:
    table = "foi_requests"
    rows = list(dict.fromkeys(row for name, row, _ in figures if name == table))
    columns = list(dict.fromkeys(column for name, _, column in figures if name == table))
    start, end = (rows.index(name) for name in _RESULTS_BETWEEN)
    results = [row for row in rows[start + 1 : end] if row != _UNPAID]
    for column in columns[:-1]:
        scale = 30 if column == "natural_person" else 2
        values = {row: draw.choice((0, 0, 0, draw.randint(0, scale))) for row in results}
        done, left = sum(values.values()), draw.randint(0, 3)
        carry = int(before.get((table, "next", column), draw.randint(0, min(2, done + left))))
        # What came over from last year has to be dealt with too.
        left = max(left, carry - done)
        values |= {"carry": carry, "new": done + left - carry, "total": done, "next": left}
        for row, value in values.items():
            figures[table, row, column] = Decimal(value)
    for row in rows:
        figures[table, row, columns[-1]] = sum((figures[table, row, c] for c in columns[:-1]), Decimal(0))
