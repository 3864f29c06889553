"""Checks that a figure sheet makes of itself: what may be typed, and what turns red. No cell gets a formula."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from sources.returns.form_map import Identity
from sources.returns.template.grids import Place
from sources.returns.template.styles import Styles

# kind of a field → (what its cell may hold besides "/", name, what to type)
_KINDS = {
    "count": ("AND({0}>=0,{0}=INT({0}))", "整数", "请填写不小于 0 的整数"),
    "change": ("{0}=INT({0})", "整数", "请填写整数，减少填负数"),
    "amount": ("{0}>=0", "数字", "请填写不小于 0 的数，可有小数"),
    "amount_with_unit": ("{0}>=0", "数字", "请填写不小于 0 的数，可有小数"),
}
_EMPTY_OR_SLASH = "没有发生的填 0；不涉及本单位的填 /。不要用公式。"

_Cell = tuple[int, int]
Cells = Mapping[tuple[str, str], _Cell]


class _Sum(NamedTuple):
    """A sum of the form in one row or column; ``target`` is the cell that turns red."""

    left: list[_Cell]
    right: list[_Cell]
    target: _Cell

    def follows(self, other: "_Sum") -> bool:
        """Tell whether it is the same sum one cell further down or to the right."""
        step = _step(other.target, self.target)
        pairs = zip((*other.left, *other.right), (*self.left, *self.right), strict=True)
        return step in ((1, 0), (0, 1)) and all(_step(before, after) == step for before, after in pairs)

    def broken(self, relation: str) -> str:
        """Return a formula that is true where the sum does not hold; text (``/``) adds nothing to a sum."""
        one, other = (f"SUM({','.join(_ranges(side))})" for side in (self.left, self.right))
        if relation == "<=":
            return f"={one}>{other}"
        others = [cell for cell in (*self.left, *self.right) if cell != self.target]
        goal, filled = _name(*self.target), f"COUNTA({','.join(_ranges(others))})={len(others)}"
        # Nothing is wrong while the form is half filled in; a total left empty beside all its parts is. Six
        # places are what amounts are reported with.
        return f'=IF({goal}="",{filled},ROUND({one}-{other},6)<>0)'


def restrict_figures(page: Any, places: Iterable[Place]) -> None:
    """Let each figure cell take a number of its kind, or ``/``."""
    by_kind: dict[str, list[Place]] = {}
    for place in places:
        if place.field:
            by_kind.setdefault(place.field.kind, []).append(place)
    for kind, cells in by_kind.items():
        condition, name, words = _KINDS[kind]
        ranges = list(_runs(cells))
        first = _name(ranges[0][0], ranges[0][1])
        rule = {
            "validate": "custom",
            "value": f'=IF(ISNUMBER({first}),{condition.format(first)},{first}="/")',
            "input_title": name,
            "input_message": _EMPTY_OR_SLASH,
            "error_title": "填写有误",
            "error_message": f"{words}；{_EMPTY_OR_SLASH}",
            "other_cells": [list(one) for one in ranges[1:]],
        }
        page.data_validation(*ranges[0], rule)


def mark_wrong_sums(page: Any, cells: Cells, identities: Iterable[Identity], styles: Styles) -> None:
    """Turn the total red where a sum of the form does not hold.

    Args:
        page: The worksheet.
        cells: (row code, column code) → where that figure stands.
        identities: The sums of the form that are about this table.
        styles: Has the red one.
    """
    for identity in identities:
        runs: list[list[_Sum]] = []
        for one in _sums(identity, cells):
            # Sums of the same shape side by side are one rule, read anew at each cell of its area.
            if runs and one.follows(runs[-1][-1]):
                runs[-1].append(one)
            else:
                runs.append([one])
        for run in runs:
            rule = {"type": "formula", "criteria": run[0].broken(identity.relation), "format": styles.wrong}
            page.conditional_format(*run[0].target, *run[-1].target, rule)


def mark_formulas(page: Any, places: Iterable[Place], styles: Styles) -> None:
    """Turn a typed formula red: a return with formulas is refused."""
    for top, left, bottom, right in _runs(place for place in places if place.field):
        rule = f"=_xlfn.ISFORMULA({_name(top, left)})"
        page.conditional_format(
            top, left, bottom, right, {"type": "formula", "criteria": rule, "format": styles.wrong}
        )


def _sums(identity: Identity, cells: Cells) -> Iterator[_Sum]:
    """Yield the sum for each row (or column) of the table that has all its terms."""
    is_row = identity.direction == "row"
    for line in dict.fromkeys(row if is_row else column for row, column in cells):
        left, right = (
            [(line, term) if is_row else (term, line) for term in side]
            for side in (identity.left, identity.right)
        )
        if all(name in cells for name in (*left, *right)):
            target = left[0] if len(left) == 1 else right[-1]
            yield _Sum([cells[name] for name in left], [cells[name] for name in right], cells[target])


def _step(before: _Cell, after: _Cell) -> _Cell:
    return after[0] - before[0], after[1] - before[1]


def _ranges(cells: list[_Cell]) -> Iterator[str]:
    """Yield references, neighbours in one column or row as a range."""
    runs: list[list[_Cell]] = []
    for cell in cells:
        before = runs[-1] if runs else []
        step = _step(before[-1], cell) if before else (0, 0)
        if step in ((1, 0), (0, 1)) and (len(before) == 1 or step == _step(*before[-2:])):
            before.append(cell)
        else:
            runs.append([cell])
    for run in runs:
        first, last = _name(*run[0]), _name(*run[-1])
        yield first if first == last else f"{first}:{last}"


def _runs(places: Iterable[Place]) -> Iterator[tuple[int, int, int, int]]:
    """Yield areas (top, left, bottom, right) that cover the places: neighbours in a row, then equal rows below."""
    rows: list[tuple[int, int, int]] = []
    for top, group in groupby(sorted(places, key=lambda place: place[:2]), key=lambda place: place.top):
        for place in group:
            if rows and rows[-1][0] == top and rows[-1][2] + 1 == place.left:
                rows[-1] = (top, rows[-1][1], place.right)
            else:
                rows.append((top, place.left, place.right))
    areas: list[tuple[int, int, int, int]] = []
    for top, left, right in rows:
        if areas and areas[-1][1:] == (left, top - 1, right):
            areas[-1] = (areas[-1][0], left, top, right)
        else:
            areas.append((top, left, top, right))
    return iter(areas)


def _name(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))
