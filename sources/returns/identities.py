"""Checks the sums that must hold within one return; which ones is said in ``forms/identities.csv``."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sources.returns.form_map import Identity, form_fields, identities
from sources.returns.model import Figure, Finding

_Cells = dict[tuple[str, str], Figure]


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
    tables: dict[str, _Cells] = {}
    for figure in figures:
        tables.setdefault(figure.table_code, {})[figure.row_code, figure.column_code] = figure
    for identity in identities(form, template_version):
        cells = tables.get(identity.table_code, {})
        across = dict.fromkeys(row if identity.direction == "row" else column for row, column in cells)
        labels = _labels(form, template_version, identity.direction)
        for line in across:
            finding = _check(identity, line, cells, labels)
            if finding is not None:
                yield finding


def _check(identity: Identity, line: str, cells: _Cells, labels: dict[str, str]) -> Finding | None:
    def cell(term: str) -> Figure | None:
        return cells.get((line, term) if identity.direction == "row" else (term, line))

    sides = [_sum([cell(term) for term in terms]) for terms in (identity.left, identity.right)]
    left, right = sides
    if not _is_broken(left, identity.relation, right):
        return None
    place = next((c.place for term in (*identity.left, *identity.right) if (c := cell(term))), "")
    where = f"“{labels[line]}”" if labels.get(line) else ""
    found = f"{where}左边 {_plain(left.known)}，右边 {_plain(right.known)}，相差 {_plain(left.known - right.known)}"
    return Finding(
        identity.rule_code, place, found, identity.title, "请核对这些数字后改正", left.known - right.known
    )


def _sum(figures: list[Figure | None]) -> _Side:
    terms = [_term(figure) for figure in figures]
    known = [term for term in terms if term is not None]
    return _Side(sum(known, Decimal(0)), len(known) == len(terms))


def _term(figure: Figure | None) -> Decimal | None:
    """Return what a cell adds to a sum; None where nobody can tell."""
    if figure is None:
        return None
    return Decimal(0) if figure.cell_state == "not_applicable" else figure.value


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


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
