"""Places the fields of a form on a table of labels with their values to the right."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Cell
from sources.returns.form_map import FormField, label_key
from sources.returns.table_form import LabelledTable, Placement, Stray, TableForm, figure_key

_HEADINGS = Path(__file__).parent / "words" / "value_headings.csv"


def place_pairs(table: LabelledTable, form: TableForm, is_unit: frozenset[str]) -> Placement:
    """Place the fields of a table of labels with their values to the right, possibly several pairs a row.

    Args:
        table: The table.
        form: Its fields, which have row labels only.
        is_unit: Keys of texts that name a unit and so are no value.
    """
    placement = Placement()
    by_leaf: dict[str, list[FormField]] = {}
    for f in form.fields:
        by_leaf.setdefault(f.row_path[-1], []).append(f)
    above: dict[int, str] = {}
    value_column: int | None = None
    for row, row_labels in zip(table.table.rows, table.labels, strict=True):
        if not _value_headings().isdisjoint(row_labels):
            value_column = max(at for at, label in enumerate(row_labels) if label in _value_headings())
        cells = list(_distinct(row))
        labels = [row_labels[column] for column, _ in cells]
        for index, ((column, _), label) in enumerate(zip(cells, labels, strict=True)):
            if not label:
                continue
            above = {c: text for c, text in above.items() if c < column} | {column: label}
            if label not in by_leaf:
                continue
            groups = [*labels[:index], *(text for c, text in above.items() if c < column)]
            match = _field_of(by_leaf[label], [group for group in groups if group])
            if match is None:
                continue
            right = [cell for _, cell in cells[index + 1 :] if cell is not None]
            _place_value(match, _until_label(right, by_leaf), value_column, row, is_unit, placement)
    return placement


def _place_value(
    match: FormField,
    right: list[Cell],
    value_column: int | None,
    row: list[Cell | None],
    is_unit: frozenset[str],
    placement: Placement,
) -> None:
    """Place the cell below the heading of the values, else the only one that can be the value."""
    name = figure_key(match)
    candidates = [cell for cell in right if label_key(cell.text) not in is_unit]
    if value_column is not None and any(row[value_column] is cell for cell in right):
        candidates = [cell for cell in candidates if cell is row[value_column]]
    if sum(any(one.isdigit() for one in cell.text) for cell in candidates) > 1:
        placement.strays.append(
            Stray("choice", "、".join(cell.text for cell in candidates), candidates[0].place)
        )
        placement.unplaceable.add(name)
    if candidates:
        placement.cells.setdefault(name, []).append(candidates[0])


def _until_label(cells: list[Cell], by_leaf: dict[str, list[FormField]]) -> list[Cell]:
    """Return the cells before the next label: several pairs may stand in one row."""
    kept = []
    for cell in cells:
        if label_key(cell.text) in by_leaf:
            break
        kept.append(cell)
    return kept


@cache
def _value_headings() -> frozenset[str]:
    return frozenset(label_key(row["word"]) for row in read_rows(_HEADINGS, ("word",)))


def _field_of(candidates: list[FormField], groups: list[str]) -> FormField | None:
    """Return the field whose group stands left or above; without any group only a single field can be meant."""
    if len(candidates) == 1 and (len(candidates[0].row_path) == 1 or not groups):
        return candidates[0]
    meant = [f for f in candidates if len(f.row_path) > 1 and f.row_path[-2] in groups]
    return meant[0] if len(meant) == 1 else None


def _distinct(row: list[Cell | None]) -> Iterator[tuple[int, Cell | None]]:
    """Yield (column, cell) once a cell."""
    before: Cell | None = None
    for column, cell in enumerate(row):
        if cell is None or cell is not before:
            yield column, cell
        before = cell
