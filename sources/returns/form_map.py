"""The form maps in ``forms/``: one row a field, with the labels that lead to it. A new form is new rows."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import Row, read_rows
from sources.text import key

_FORMS = Path(__file__).parent / "forms"
_COLUMNS = (
    "template_version",
    "table_code",
    "row_code",
    "column_code",
    "row_label",
    "column_label",
    "kind",
    "unit",
)
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[0-9]+[、.]?(?=[^0-9.%]))+")
_LONGEST_LABEL = 200
_POINTS = re.compile(r"[\"'、,.;:。《》]")


class FormField(NamedTuple):
    """One figure of a form.

    Attributes:
        template_version: The official form's version (``30``: 国办公开办函〔2021〕30号).
        table_code: The table of the form: ``disclosures``, ``foi_requests``, ``reviews_litigation`` …
        row_code: With ``column_code`` the figure's name in every table downstream.
        column_code: See ``row_code``.
        row_path: Labels from the outermost to the innermost, as :func:`label_key` has them.
        column_path: The same across.
        row_labels: The same labels as printed.
        column_labels: The same across.
        kind: ``count`` (whole, not negative), ``change`` (whole), ``amount``, ``amount_with_unit``.
        unit: What it counts in.
    """

    template_version: str
    table_code: str
    row_code: str
    column_code: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    kind: str
    unit: str

    @property
    def row_label(self) -> str:
        """The innermost label of the row as printed; empty where rows have none."""
        return self.row_labels[-1] if self.row_labels else ""

    @property
    def column_label(self) -> str:
        """The same across."""
        return self.column_labels[-1] if self.column_labels else ""


class Identity(NamedTuple):
    """A sum that must hold within one return; terms are row codes (``column``) or column codes (``row``)."""

    rule_code: str
    table_code: str
    direction: str
    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]
    title: str


@cache
def form_fields(form: str) -> dict[str, list[FormField]]:
    """Return template version → fields in print order."""
    fields: dict[str, list[FormField]] = {}
    for row in read_rows(_FORMS / f"{form}.csv", _COLUMNS):
        fields.setdefault(row["template_version"], []).append(_field(row))
    return fields


@cache
def identities(form: str, template_version: str) -> list[Identity]:
    """Return the sums that a form must keep, as ``forms/identities.csv`` has them."""
    columns = (
        "rule_code",
        "form",
        "template_version",
        "table_code",
        "direction",
        "left",
        "relation",
        "right",
    )
    return [
        Identity(
            row["rule_code"],
            row["table_code"],
            row["direction"],
            tuple(row["left"].split("+")),
            row["relation"],
            tuple(row["right"].split("+")),
            row["title"],
        )
        for row in read_rows(_FORMS / "identities.csv", (*columns, "title"))
        if (row["form"], row["template_version"]) == (form, template_version)
    ]


@cache
def versions(form: str) -> dict[str, tuple[str, int, int]]:
    """Return template version → what it is called, its first and its last report year."""
    columns = ("form", "template_version", "title", "first_year", "last_year")
    return {
        row["template_version"]: (
            row["title"],
            int(row["first_year"] or 0),
            int(row["last_year"] or 9999),
        )
        for row in read_rows(_FORMS / "versions.csv", columns)
        if row["form"] == form
    }


@lru_cache(maxsize=65536)
def label_key(text: str) -> str:
    """Return the form of a label that the maps are matched by.

    Numbering, brackets and punctuation go: they are what drifts between years and word processors. A label
    that the map of synonyms knows under another name gets that name.
    """
    if len(text) > _LONGEST_LABEL:  # no label, and matching would cost more than its length
        return ""
    bare = _bare(text)
    return _synonyms().get(bare, bare)


def _bare(text: str) -> str:
    folded, before = key(text), ""
    while folded != before:  # brackets may stand in brackets
        folded, before = _BRACKETS.sub("", folded), folded
    return _POINTS.sub("", _NUMBERING.sub("", folded))


@cache
def _synonyms() -> dict[str, str]:
    rows = read_rows(_FORMS / "label_synonyms.csv", ("label", "synonym", "seen_in"))
    return {_bare(row["synonym"]): _bare(row["label"]) for row in rows}


def _field(row: Row) -> FormField:
    row_labels, column_labels = (
        tuple(label for label in row[name].split(">") if label) for name in ("row_label", "column_label")
    )
    return FormField(
        row["template_version"],
        row["table_code"],
        row["row_code"],
        row["column_code"],
        tuple(map(label_key, row_labels)),
        tuple(map(label_key, column_labels)),
        row_labels,
        column_labels,
        row["kind"],
        row["unit"],
    )
