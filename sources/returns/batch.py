"""Collects what was read, in columns: what is numerous does not stay in one object a row.

It knows nothing of Parquet, so that a process that only reads need not load what writes it.
"""

from collections.abc import Iterable, Sequence

from sources.returns.model import Finding, Return


def finding_row(finding: Finding, file_name: str = "") -> dict[str, object]:
    """Return a finding as landed; its place is where a person looks: file and cell."""
    row: dict[str, object] = dict(finding._asdict())
    row["source_locator"] = f"{file_name} {row.pop('place')}".strip()
    return row


class ReturnBatch:
    """Collects returns.

    Attributes:
        submissions: One row a submission, by column name.
        findings: One row a finding, by column name.
        progress: The columns of the task-progress lines, in the order of their schema.
        figures: The columns of the figures, in the order of their schema.
        clauses: The columns of the clauses of the prose, in the order of their schema.
    """

    def __init__(self) -> None:
        self.submissions: list[dict[str, object]] = []
        self.findings: list[dict[str, object]] = []
        self.progress: list[list[object]] = []
        self.figures: list[list[object]] = []
        self.clauses: list[list[object]] = []

    def add(self, result: Return, submission: dict[str, object]) -> None:
        """Add a return with what is known of its submission (the columns that the return itself has not)."""
        name, year, file_name = (submission[k] for k in ("submission_id", "report_year", "file_name"))
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
        self.findings += [
            {"submission_id": name, "report_year": year, "finding_no": number}
            | finding_row(finding, str(file_name))
            for number, finding in enumerate(result.findings, start=1)
        ]
        _extend(
            self.progress, (name, year), str(file_name), [line.__dict__.values() for line in result.lines]
        )
        _extend(self.figures, (name, year), str(file_name), result.figures)
        _extend(self.clauses, (name, year), str(file_name), result.clauses)


def _extend(
    columns: list[list[object]],
    of_submission: tuple[object, object],
    file_name: str,
    rows: Sequence[Iterable[object]],
) -> None:
    """Add rows to columns; each row ends with its place, which is landed with the name of the file."""
    if not rows:
        return
    *values, places = zip(*rows, strict=True)
    same = ([value] * len(rows) for value in of_submission)
    added = [*same, *values, [f"{file_name} {place}" for place in places]]
    if not columns:
        columns += [[] for _ in added]
    for column, more in zip(columns, added, strict=True):
        column.extend(more)
