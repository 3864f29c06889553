"""The form maps as typed tables for the landing area, so that the warehouse prints what the readers read."""

from itertools import groupby

import pyarrow as pa

from sources.landing import rows_to_table
from sources.returns.form_map import FormField, form_fields, identities, versions
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE

_TEXT, _INT = pa.string(), pa.int32()
_FORMS = (FORM_STATISTICS, FORM_WEBSITE)
_OF_VERSION = [("form", _TEXT), ("template_version", _TEXT)]
SCHEMAS = {
    "versions": pa.schema(
        [*_OF_VERSION, ("title", _TEXT), ("first_year", _INT), ("last_year", _INT)],
    ),
    "cells": pa.schema(
        [
            *_OF_VERSION,
            ("table_code", _TEXT),
            ("row_code", _TEXT),
            ("column_code", _TEXT),
            ("cell_order", _INT),
            ("row_order", _INT),
            ("column_order", _INT),
            ("row_label", _TEXT),
            ("row_path", _TEXT),
            ("row_heading", _TEXT),
            ("column_label", _TEXT),
            ("column_path", _TEXT),
            ("kind", _TEXT),
            ("unit", _TEXT),
        ]
    ),
    # One row a term of a sum, in the order of the form.
    "identity_terms": pa.schema(
        [
            *_OF_VERSION,
            ("identity_no", _INT),
            ("rule_code", _TEXT),
            ("title", _TEXT),
            ("table_code", _TEXT),
            ("direction", _TEXT),
            ("relation", _TEXT),
            ("side", _TEXT),
            ("term", _TEXT),
        ]
    ),
}


def form_tables() -> dict[str, pa.Table]:
    """Return the landed tables: versions, cells in print order, and the terms of the sums that must hold."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
    for form in _FORMS:
        for version, (title, first, last) in versions(form).items():
            of: dict[str, object] = {"form": form, "template_version": version}
            rows["versions"].append(of | {"title": title, "first_year": first, "last_year": last})
            rows["cells"] += (of | cell for cell in _cells(form_fields(form)[version]))
            rows["identity_terms"] += (of | term for term in _terms(form, version))
    return {name: rows_to_table(rows[name], schema) for name, schema in SCHEMAS.items()}


def _cells(fields: list[FormField]) -> list[dict[str, object]]:
    """Return the cells with their order: in the form, of the row in its table, of the column in its table."""
    cells: list[dict[str, object]] = []
    for _, group in groupby(fields, key=lambda field: field.table_code):
        table, before = list(group), len(cells)
        row_codes = list(dict.fromkeys(field.row_code for field in table))
        column_codes = list(dict.fromkeys(field.column_code for field in table))
        cells += (
            {
                "table_code": field.table_code,
                "row_code": field.row_code,
                "column_code": field.column_code,
                "cell_order": before + number,
                "row_order": row_codes.index(field.row_code) + 1,
                "column_order": column_codes.index(field.column_code) + 1,
                "row_label": field.row_label or None,
                "row_path": ">".join(field.row_labels) or None,
                # What a line of figures is called where the form prints them side by side in one row.
                "row_heading": ">".join(field.row_labels or field.column_labels[:-1]) or None,
                "column_label": field.column_label or None,
                "column_path": ">".join(field.column_labels) or None,
                "kind": field.kind,
                "unit": field.unit,
            }
            for number, field in enumerate(table, start=1)
        )
    return cells


def _terms(form: str, version: str) -> list[dict[str, object]]:
    return [
        {
            "identity_no": number,
            "rule_code": identity.rule_code,
            "title": identity.title,
            "table_code": identity.table_code,
            "direction": identity.direction,
            "relation": identity.relation,
            "side": side,
            "term": term,
        }
        for number, identity in enumerate(identities(form, version), start=1)
        for side, terms in (("left", identity.left), ("right", identity.right))
        for term in terms
    ]
