"""Schemas of the landed returns and of the inbox's own state."""

import pyarrow as pa

_TEXT, _INT, _DATE, _TIME = pa.string(), pa.int32(), pa.date32(), pa.timestamp("us")
_FINDING = [
    ("rule_code", _TEXT),
    ("found", _TEXT),
    ("expected", _TEXT),
    ("remedy", _TEXT),
    ("source_locator", _TEXT),
]

RETURN_SCHEMAS = {
    "submissions": pa.schema(
        [
            ("submission_id", _TEXT),
            ("report_year", _INT),
            ("unit_id", _TEXT),
            ("form", _TEXT),
            ("file_name", _TEXT),
            ("sha256", _TEXT),
            ("outcome", _TEXT),
            ("is_synthetic", pa.bool_()),
            ("first_seen_at", _TIME),
            ("registered_at", _TIME),
            ("reader_fingerprint", _TEXT),
        ]
    ),
    "progress": pa.schema(
        [
            ("submission_id", _TEXT),
            ("report_year", _INT),
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
    "findings": pa.schema([("submission_id", _TEXT), ("report_year", _INT), ("finding_no", _INT), *_FINDING]),
}
INBOX_SCHEMAS = {
    "inventory": pa.schema(
        [
            ("report_year", _INT),
            ("file_name", _TEXT),
            ("submission_id", _TEXT),
            ("sha256", _TEXT),
            ("registered_at", _TIME),
        ]
    ),
    "register_findings": pa.schema([("report_year", _INT), *_FINDING]),
}
