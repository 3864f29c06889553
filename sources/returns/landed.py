"""Schemas of the landed returns and of the inbox's own state, and the way from a batch of returns to tables."""

import pyarrow as pa

from sources.landing import columns_to_table, rows_to_table
from sources.returns.batch import ReturnBatch

_TEXT, _INT, _DATE, _TIME = pa.string(), pa.int32(), pa.date32(), pa.timestamp("us")
_VALUE = pa.decimal128(20, 6)
_OF_SUBMISSION = [("submission_id", _TEXT), ("report_year", _INT)]
_FINDING = [
    ("rule_code", _TEXT),
    ("found", _TEXT),
    ("expected", _TEXT),
    ("remedy", _TEXT),
    ("difference", _VALUE),
    ("source_locator", _TEXT),
]

RETURN_SCHEMAS = {
    "submissions": pa.schema(
        [
            *_OF_SUBMISSION,
            ("receipt_id", _TEXT),
            ("unit_id", _TEXT),
            ("form", _TEXT),
            ("template_version", _TEXT),
            ("file_name", _TEXT),
            ("sha256", _TEXT),
            ("outcome", _TEXT),
            ("is_synthetic", pa.bool_()),
            ("registered_at", _TIME),
            ("reader_fingerprint", _TEXT),
        ]
    ),
    "progress": pa.schema(
        [
            *_OF_SUBMISSION,
            ("line_no", _INT),
            ("task_no", _INT),
            ("item_kind", _TEXT),
            ("due_date", _DATE),
            ("progress_status", _TEXT),
            ("status_text", _TEXT),
            ("completed_on", _DATE),
            ("progress_text", _TEXT),
            ("evidence_url", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "figures": pa.schema(
        [
            *_OF_SUBMISSION,
            ("table_code", _TEXT),
            ("row_code", _TEXT),
            ("column_code", _TEXT),
            ("cell_state", _TEXT),
            ("value", _VALUE),
            ("raw_text", _TEXT),
            ("source_locator", _TEXT),
        ]
    ),
    "clauses": pa.schema(
        [*_OF_SUBMISSION, ("clause", _TEXT), ("clause_length", _INT), ("source_locator", _TEXT)]
    ),
    "findings": pa.schema([*_OF_SUBMISSION, ("finding_no", _INT), *_FINDING]),
}
# When each file was first seen: landed before anything is read, so that no accident moves it.
SIGHTING_SCHEMAS = {
    "sightings": pa.schema(
        [
            ("receipt_id", _TEXT),
            ("report_year", _INT),
            ("file_name", _TEXT),
            ("sha256", _TEXT),
            ("first_seen_at", _TIME),
        ]
    )
}
INBOX_SCHEMAS = {
    "inventory": pa.schema(
        [
            ("report_year", _INT),
            ("file_name", _TEXT),
            ("receipt_id", _TEXT),
            ("sha256", _TEXT),
            ("registered_at", _TIME),
            ("withdrawn_at", _TIME),
            ("withdrawal_reason", _TEXT),
            ("note", _TEXT),
        ]
    ),
    "withdrawals": pa.schema(
        [
            ("report_year", _INT),
            ("file_name", _TEXT),
            ("withdrawn_at", _TIME),
            ("withdrawal_reason", _TEXT),
        ]
    ),
    "register_findings": pa.schema([("report_year", _INT), *_FINDING]),
}


def batch_tables(batch: ReturnBatch) -> dict[str, pa.Table]:
    """Return table name → rows collected."""
    return {
        "submissions": rows_to_table(batch.submissions, RETURN_SCHEMAS["submissions"]),
        "progress": columns_to_table(batch.progress, RETURN_SCHEMAS["progress"]),
        "findings": rows_to_table(batch.findings, RETURN_SCHEMAS["findings"]),
        "figures": columns_to_table(batch.figures, RETURN_SCHEMAS["figures"]),
        "clauses": columns_to_table(batch.clauses, RETURN_SCHEMAS["clauses"]),
    }
