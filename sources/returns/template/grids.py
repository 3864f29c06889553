"""Lays out the tables of a form on a grid, with merges that follow from the paths of labels in its map."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from sources.returns.form_map import form_fields, versions
from sources.returns.table_form import figure_key
from sources.returns.template.model import FigureKey

_Labels = tuple[str, ...]


class Field(NamedTuple):
    """One figure of a form, with its labels as printed, from the outermost to the innermost."""

    key: FigureKey
    row_path: _Labels
    column_path: _Labels
    kind: str
    unit: str


class Place(NamedTuple):
    """A cell of the grid, merged or not: a label, or the figure of ``field``."""

    top: int
    left: int
    bottom: int
    right: int
    text: str = ""
    field: Field | None = None


@cache
def fields(form: str, version: str, table_code: str) -> tuple[Field, ...]:
    """Return the fields of one table of a form, in print order."""
    return tuple(
        Field(figure_key(f), f.row_labels, f.column_labels, f.kind, f.unit)
        for f in form_fields(form)[version]
        if f.table_code == table_code
    )


def version_of(form: str, report_year: int) -> str | None:
    """Return the version of a form that is due for a year."""
    found = (name for name, (_, first, last) in versions(form).items() if first <= report_year <= last)
    return next(found, None)


def cross_table(table: Sequence[Field], corner: str) -> list[Place]:
    """Lay out rows against columns; without row labels it is one row of figures below its headings."""
    rows = list(dict.fromkeys(field.row_path for field in table))
    columns = list(dict.fromkeys(field.column_path for field in table))
    depth, width = max(map(len, columns)), max(map(len, rows))
    places = [Place(0, 0, depth - 1, width - 1, corner)] if width else []
    places += [
        Place(level, width + first, last_level, width + last, text)
        for text, level, last_level, first, last in _labels(columns, depth)
    ]
    places += [
        Place(depth + first, level, depth + last, last_level, text)
        for text, level, last_level, first, last in _labels(rows, width)
    ]
    for field in table:
        row, column = depth + rows.index(field.row_path), width + columns.index(field.column_path)
        places.append(Place(row, column, row, column, field=field))
    return places


def blocks(table: Sequence[Field], corner: str) -> list[Place]:
    """Lay out blocks below each other, each with its own columns; the last column fills the width."""
    groups = [list(group) for _, group in groupby(table, key=lambda field: field.row_path[0])]
    width = max(len(dict.fromkeys(field.column_path for field in group)) for group in groups)
    places: list[Place] = []
    top = 0
    for group in groups:
        columns = list(dict.fromkeys(field.column_path for field in group))
        rows = list(dict.fromkeys(field.row_path for field in group))
        right = {column: width if column == columns[-1] else i for i, column in enumerate(columns, start=1)}
        left = {column: i for i, column in enumerate(columns, start=1)}
        places += [Place(top, 0, top, width, group[0].row_path[0]), Place(top + 1, 0, top + 1, 0, corner)]
        places += [Place(top + 1, left[c], top + 1, right[c], c[-1]) for c in columns]
        places += [Place(top + 2 + i, 0, top + 2 + i, 0, path[-1]) for i, path in enumerate(rows)]
        for field in group:
            row, column = top + 2 + rows.index(field.row_path), field.column_path
            places.append(Place(row, left[column], row, right[column], field=field))
        top += 2 + len(rows)
    return places


def pairs(table: Sequence[Field], corner: str) -> list[Place]:
    """Lay out one figure a row: its labels, what it counts in, the figure.

    Args:
        table: The fields.
        corner: The three headings, separated by ``>``.
    """
    rows = [field.row_path for field in table]
    depth = max(map(len, rows))
    label, unit, value = corner.split(">")
    places = [Place(0, 0, 0, depth - 1, label), Place(0, depth, 0, depth, unit)]
    places.append(Place(0, depth + 1, 0, depth + 1, value))
    places += [
        Place(1 + first, level, 1 + last, last_level, text)
        for text, level, last_level, first, last in _labels(rows, depth)
    ]
    for row, field in enumerate(table, start=1):
        places.append(Place(row, depth, row, depth, field.unit))
        places.append(Place(row, depth + 1, row, depth + 1, field=field))
    return places


LAYOUTS = {"cross_table": cross_table, "blocks": blocks, "pairs": pairs}


def _labels(paths: Sequence[_Labels], depth: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield (text, first level, last level, first index, last index): neighbours share what their paths share."""
    for level in range(depth):
        first = 0
        for prefix, group in groupby(path[: level + 1] for path in paths):
            last = first + len(list(group)) - 1
            if len(prefix) > level:
                is_leaf = paths[first] == prefix
                yield prefix[-1], level, depth - 1 if is_leaf else level, first, last
            first = last + 1
