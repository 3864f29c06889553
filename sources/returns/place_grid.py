"""Places the fields of a form on a table with headings: by the labels above and to the left, never by order.

Merged cells stand at every position that they cover. Where a format has no merges (CSV, values only) a blank
in a header row belongs to the group that begins left of it.
"""

from sources.returns.documents.model import Cell
from sources.returns.form_map import FormField
from sources.returns.table_form import FigureKey, LabelledTable, Path, Placement, Stray, TableForm, figure_key
from sources.returns.torn_rows import whole_rows


def place_grid(table: LabelledTable, form: TableForm) -> Placement:
    """Place the fields of a table that has a heading row (with or without row labels)."""
    placement = Placement()
    stack: list[list[str]] = []
    columns: dict[int, Path] = {}
    was_header = False
    for labels, row in whole_rows(table, form):
        if not form.column_words.isdisjoint(labels):
            stack = [*stack, labels] if was_header else [labels]
            columns, was_header = _columns(stack, form), True
        elif not form.foreign_words.isdisjoint(labels):
            columns, was_header = {}, False
        elif columns:
            is_placed = _place_row(row, labels, columns, form, placement)
            was_header = False
            if is_placed and not form.row_leaves:  # one row of figures below its heading
                columns = {}
    _refuse_shared(placement)
    return placement


def _columns(stack: list[list[str]], form: TableForm) -> dict[int, Path]:
    """Return column index → path of labels, for the columns that the form knows."""
    columns: dict[int, Path] = {}
    for column in range(len(stack[-1])):
        own = [level for level, labels in enumerate(stack) if labels[column]]
        if not own:
            continue
        groups = {
            next((label for label in reversed(stack[level][: column + 1]) if label), "")
            for level in range(own[-1])
        }
        paths = form.column_paths.get(stack[own[-1]][column], [])
        fitting = paths if len(paths) == 1 else [p for p in paths if len(p) > 1 and p[-2] in groups]
        if len(fitting) == 1:
            columns[column] = fitting[0]
    return columns


def _place_row(
    row: list[Cell | None],
    labels: list[str],
    columns: dict[int, Path],
    form: TableForm,
    placement: Placement,
) -> bool:
    first = min(columns)
    label_column = next((i for i in range(first - 1, -1, -1) if labels[i]), None)
    leaf = labels[label_column] if label_column is not None else ""
    if form.row_leaves and leaf not in form.row_leaves:
        _note_unknown_row(row, label_column, columns, placement)
        return False
    fields = {c: f for c, path in columns.items() if (f := form.by_labels.get((leaf, path)))}
    if not fields:
        return False
    if any(row[column] is None for column in fields):
        # Where cells are missing nobody can tell which ones: the others may stand one place too far left.
        standing = row[label_column] if label_column is not None else next((c for c in row if c), None)
        text = form.fields[0].table_code if standing is None else standing.text
        placement.strays.append(Stray("short", text, standing.place if standing else ""))
        placement.unplaceable |= {figure_key(f) for f in fields.values()}
        return True
    for column, f in fields.items():
        cell = row[column]
        cells = placement.cells.setdefault(figure_key(f), [])
        if cell is not None and not any(cell is other for other in cells):
            cells.append(cell)
    _note_extra(row, fields, columns, placement)
    return True


def _note_unknown_row(
    row: list[Cell | None], label_column: int | None, columns: dict[int, Path], placement: Placement
) -> None:
    if label_column is None:
        return
    label = row[label_column]
    holds_figures = any((cell := row[c]) and any(ch.isdigit() for ch in cell.text) for c in columns)
    if label is not None and holds_figures and row[min(columns)] is not label:
        placement.strays.append(Stray("row", label.text, label.place))


def _note_extra(
    row: list[Cell | None], fields: dict[int, FormField], columns: dict[int, Path], placement: Placement
) -> None:
    """A value right of the first column that stands below no heading: the row may have slipped."""
    placed = {id(row[column]) for column in fields}
    for column in range(min(columns), len(row)):
        cell = row[column]
        if column not in fields and cell and cell.text and id(cell) not in placed:
            placement.strays.append(Stray("extra", cell.text, cell.place))


def _refuse_shared(placement: Placement) -> None:
    """A merged cell that covers the columns of several fields says nothing of any of them."""
    owners: dict[int, list[FigureKey]] = {}
    for name, cells in placement.cells.items():
        for cell in cells:
            if cell.text:
                owners.setdefault(id(cell), []).append(name)
    for names in owners.values():
        if len(names) > 1:
            cell = placement.cells[names[0]][0]
            placement.strays.append(Stray("shared", cell.text, cell.place))
            placement.unplaceable |= set(names)
