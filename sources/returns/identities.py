"""Checks the sums that must hold within one return; which ones is said in ``forms/identities.csv``."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sources.returns.form_map import Identity, form_fields, identities
from sources.returns.model import Figure, Finding
from sources.returns.numbers import plain

_Cells = dict[str, Figure]  # of one row by column, or of one column by row
_ZERO = Decimal(0)


class _Side(NamedTuple):
    """A sum; ``is_whole`` is false where a cell has no number, so that the true sum may be larger."""

    known: Decimal
    is_whole: bool


def broken_identities(form: str, template_version: str, figures: list[Figure]) -> Iterator[Finding]:
    """Yield one finding for each sum that certainly does not hold.

    A cell that does not apply (``/``) adds nothing. An empty or unreadable one may hold anything from 0 up: a sum
    with such a cell is broken only where what is known is too much already. Source of the sums: the official
    forms, see ``identities.csv``.
    """
    lines: dict[tuple[str, str], dict[str, _Cells]] = {}
    for figure in figures:
        table, row, column = figure.table_code, figure.row_code, figure.column_code
        lines.setdefault((table, "row"), {}).setdefault(row, {})[column] = figure
        lines.setdefault((table, "column"), {}).setdefault(column, {})[row] = figure
    for identity in identities(form, template_version):
        for line, cells in lines.get((identity.table_code, identity.direction), {}).items():
            left, right = _sum(cells, identity.left), _sum(cells, identity.right)
            if _is_broken(left, identity.relation, right):
                label = _labels(form, template_version, identity.direction).get(line)
                yield _finding(identity, label, cells, left.known, right.known)


def _finding(identity: Identity, label: str | None, cells: _Cells, left: Decimal, right: Decimal) -> Finding:
    place = next((cells[term].place for term in (*identity.left, *identity.right) if term in cells), "")
    where = f"“{label}”" if label else ""
    found = f"{where}左边 {plain(left)}，右边 {plain(right)}，相差 {plain(left - right)}"
    return Finding(identity.rule_code, place, found, identity.title, "请核对这些数字后改正", left - right)


def _sum(cells: _Cells, terms: tuple[str, ...]) -> _Side:
    """Return the sum of some cells of a line; a cell that does not apply adds nothing."""
    total, is_whole = _ZERO, True
    for term in terms:
        figure = cells.get(term)
        if figure is not None and figure.value is not None:
            total += figure.value
        elif figure is None or figure.cell_state != "not_applicable":
            is_whole = False
    return _Side(total, is_whole)


def _is_broken(left: _Side, relation: str, right: _Side) -> bool:
    if relation == "=" and left.is_whole and right.is_whole:
        return left.known != right.known
    is_left_too_much = right.is_whole and left.known > right.known
    return is_left_too_much or (relation == "=" and left.is_whole and right.known > left.known)


@cache
def _labels(form: str, template_version: str, direction: str) -> dict[str, str]:
    """Return code → what a row (or a column) is called in a message."""
    labels: dict[str, str] = {}
    for f in form_fields(form)[template_version]:
        group = f.column_path[-2] if len(f.column_path) > 1 else ""
        code, label = (
            (f.row_code, f.row_label or group) if direction == "row" else (f.column_code, f.column_label)
        )
        labels.setdefault(code, label)
    return labels
