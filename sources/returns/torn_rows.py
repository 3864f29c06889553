"""Mends rows that a page break tore in two, by the label that only both halves together bear."""

from collections.abc import Iterator

from sources.returns.documents.model import Cell
from sources.returns.form_map import label_key
from sources.returns.table_form import LabelledTable, TableForm, labels_of


def whole_rows(labelled: LabelledTable, form: TableForm) -> Iterator[tuple[list[str], list[Cell | None]]]:
    """Yield the rows with the keys of their texts; a row that a page break tore in two comes as one."""
    rows, breaks = labelled.table.rows, labelled.table.page_breaks
    index = 0
    while index < len(rows):
        if index + 1 in breaks and (joined := _join(rows[index], rows[index + 1], form)) is not None:
            yield labels_of(joined), joined
            index += 2
        else:
            yield labelled.labels[index], rows[index]
            index += 1


def _join(upper: list[Cell | None], lower: list[Cell | None], form: TableForm) -> list[Cell | None] | None:
    """Return both parts of a torn row as one, if together, and only together, they bear a label of the form."""
    if len(upper) != len(lower) or any(_leaf(row, form) for row in (upper, lower)):
        return None
    row: list[Cell | None] = []
    for a, b in zip(upper, lower, strict=True):
        whole = a if b is None or not b.text or b is a else b if a is None or not a.text else None
        if whole is None and a is not None and b is not None:
            # Halves of a label are one label; digits that meet are nobody knows which number.
            between = "\n" if a.text[-1].isdigit() and b.text[0].isdigit() else ""
            whole = Cell(f"{a.text}{between}{b.text}", f"{a.raw}{between}{b.raw}", None, a.place)
        row.append(whole)
    return row if _leaf(row, form) else None


def _leaf(row: list[Cell | None], form: TableForm) -> str | None:
    return next((key for cell in row if cell and (key := label_key(cell.text)) in form.row_leaves), None)
