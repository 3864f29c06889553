"""Schemas of the landed returns and of the inbox's own state, and the way from returns to tables."""

from collections.abc import Sequence

import pyarrow as pa

from sources.landing import rows_to_table
from sources.returns.model import Figure, Finding, Return

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


def finding_row(finding: Finding, file_name: str = "") -> dict[str, object]:
    """Return a finding as landed; its place is where a person looks: file and cell."""
    row: dict[str, object] = dict(finding._asdict())
    row["source_locator"] = f"{file_name} {row.pop('place')}".strip()
    return row


class ReturnBatch:
    """Collects returns and gives them as tables; figures stay in columns all the way."""

    def __init__(self) -> None:
        self.submissions: list[dict[str, object]] = []
        self._progress: list[dict[str, object]] = []
        self._findings: list[dict[str, object]] = []
        self._figures: list[list[object]] = [[] for _ in RETURN_SCHEMAS["figures"]]

    def add(self, result: Return, submission: dict[str, object]) -> None:
        """Add a return with what is known of its submission (the columns that the return itself has not)."""
        name, year, file_name = (str(submission[k]) for k in ("submission_id", "report_year", "file_name"))
        self.submissions.append(
            submission
            | {
                "unit_id": result.unit_id,
                "form": result.form,
                "template_version": result.template_version,
                "outcome": result.outcome,
                "is_synthetic": result.is_synthetic,
            }
        )
        of_submission: dict[str, object] = {"submission_id": name, "report_year": int(year)}
        for line in result.lines:
            values = dict(line.__dict__)
            place = values.pop("place")
            self._progress.append(of_submission | values | {"source_locator": f"{file_name} {place}"})
        self._findings += [
            of_submission | {"finding_no": number} | finding_row(finding, file_name)
            for number, finding in enumerate(result.findings, start=1)
        ]
        self._add_figures(name, int(year), file_name, result.figures)

    def tables(self) -> dict[str, pa.Table]:
        """Return table name → rows collected."""
        arrays = [
            pa.array(column, type=field.type)
            for column, field in zip(self._figures, RETURN_SCHEMAS["figures"], strict=True)
        ]
        return {
            "submissions": rows_to_table(self.submissions, RETURN_SCHEMAS["submissions"]),
            "progress": rows_to_table(self._progress, RETURN_SCHEMAS["progress"]),
            "findings": rows_to_table(self._findings, RETURN_SCHEMAS["findings"]),
            "figures": pa.table(arrays, schema=RETURN_SCHEMAS["figures"]),
        }

    def _add_figures(self, name: str, year: int, file_name: str, figures: Sequence[Figure]) -> None:
        if not figures:
            return
        tables, rows, columns, states, values, raws, places = zip(*figures, strict=True)
        locators = [f"{file_name} {place}" for place in places]
        count = len(figures)
        added: list[Sequence[object]] = [
            *([name] * count, [year] * count, tables, rows, columns, states, values, raws, locators),
        ]
        for column, more in zip(self._figures, added, strict=True):
            column.extend(more)
