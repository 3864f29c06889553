"""One table of a form ready to be found by its labels, and what comes of looking for it in a table of a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sources.returns.documents.model import Cell, Table
from sources.returns.form_map import FormField, label_key
from sources.text import key

Path = tuple[str, ...]
_LONG = 60
_UNIT = re.compile(r"\((?:单位:?)?([^()]{1,4})\)")
FigureKey = tuple[str, str, str]


def figure_key(field_: FormField) -> FigureKey:
    """Return the name of a figure within its form: table, row, column."""
    return field_[1:4]


class Stray(NamedTuple):
    """Something in the table that belongs to no field, or to no single one.

    Attributes:
        kind: ``row`` (label not in the form), ``short`` (the row lacks cells), ``extra`` (a value outside
            the columns), ``shared`` (one merged cell stands for several figures), ``choice`` (several cells
            may be the value).
        text: The label or value found.
        place: Where it stands.
    """

    kind: str
    text: str
    place: str


@dataclass
class Placement:
    """Which cell of a table holds which field; a field may stand there more than once."""

    cells: dict[FigureKey, list[Cell]] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)
    unplaceable: set[FigureKey] = field(default_factory=set)


class LabelledTable:
    """A table with the keys of its texts, worked out once for all forms that are tried on it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.labels = [labels_of(row) for row in table.rows]
        self.words = frozenset(label for labels in self.labels for label in labels)


@dataclass(frozen=True)
class TableForm:
    """The fields of one table of a form, ready to be looked up by label."""

    fields: tuple[FormField, ...]
    # Labels that can only stand in the heading of another table of the form: there this one has ended.
    foreign_words: frozenset[str] = frozenset()

    @cached_property
    def row_leaves(self) -> frozenset[str]:
        """Innermost row labels."""
        return frozenset(f.row_path[-1] for f in self.fields if f.row_path)

    @cached_property
    def words(self) -> frozenset[str]:
        """Labels of which a table that holds any of the fields has at least one."""
        return frozenset(self.column_paths) if self.column_paths else self.row_leaves

    @cached_property
    def column_words(self) -> frozenset[str]:
        """Labels that can only stand in a header row."""
        return frozenset(word for f in self.fields for word in f.column_path) - self.row_leaves

    @cached_property
    def column_paths(self) -> dict[str, list[Path]]:
        """Innermost column label → the paths that end with it."""
        paths = dict.fromkeys(f.column_path for f in self.fields if f.column_path)
        found: dict[str, list[Path]] = {}
        for path in paths:
            found.setdefault(path[-1], []).append(path)
        return found

    @cached_property
    def by_labels(self) -> dict[tuple[str, Path], FormField]:
        """(innermost row label, column path) → field."""
        return {(f.row_path[-1] if f.row_path else "", f.column_path): f for f in self.fields}


def stated_units(tables: Iterable[Table], labels: frozenset[str]) -> dict[str, set[str]]:
    """Return label → the units that its cells name in brackets, as in 本年收费金额（单位：元）.

    Args:
        tables: Where to look.
        labels: Keys of the labels that matter.
    """
    units: dict[str, set[str]] = {}
    for table in tables:
        for cell in (cell for row in table.rows for cell in row if cell is not None):
            text = cell.text
            if ("(" in text or "（" in text) and len(text) < _LONG and (label := label_key(text)) in labels:
                units.setdefault(label, set()).update(_UNIT.findall(key(text)))
    return units


def labels_of(row: list[Cell | None]) -> list[str]:
    """Return the keys of the texts of a row; empty where there is none. Plain digits are their own key."""
    texts = [cell.text if cell else "" for cell in row]
    return [text if text.isascii() and text.isdigit() else text and label_key(text) for text in texts]
