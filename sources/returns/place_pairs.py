"""Places the fields of a form on a table of labels with their values to the right."""

from collections.abc import Iterator

from sources.returns.documents.model import Cell
from sources.returns.form_map import FormField, label_key
from sources.returns.table_form import LabelledTable, Placement, TableForm, figure_key


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
    for row in table.table.rows:
        cells = list(_distinct(row))
        labels = [label_key(cell.text) if cell else "" for _, cell in cells]
        for index, ((column, _), label) in enumerate(zip(cells, labels, strict=True)):
            if label:
                above = {c: text for c, text in above.items() if c < column} | {column: label}
            groups = [*labels[:index], *(text for c, text in above.items() if c < column)]
            match = _field_of(by_leaf.get(label, []), [group for group in groups if group])
            if match is None:
                continue
            value = next(
                (cell for _, cell in cells[index + 1 :] if cell and label_key(cell.text) not in is_unit), None
            )
            if value is not None and label_key(value.text) not in by_leaf:
                placement.cells.setdefault(figure_key(match), []).append(value)
    return placement


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
