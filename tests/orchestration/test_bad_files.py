"""The catalogue of bad files: one fault each, and what the receipt says of it, word for word.

The table is ``bad_files.csv``. After a change that is meant, write it anew with
``python -m tests.orchestration.test_bad_files`` and read it before it is kept.
"""

import csv
import datetime as dt
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.check import check_file
from orchestration.exports.receipt import Receipt, receipt_text
from orchestration.settings import load_settings
from sources.landing import deliveries
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from tests.conftest import REGISTRY, YEAR
from tests.orchestration.bad_files import TABLE, BadFile, bad_files

COLUMNS = ("name", "fault", "outcome", "rule_code", "severity", "place", "found", "expected", "remedy")
Row = dict[str, str]


def _receipt(folder: Path, bad: BadFile) -> Receipt:
    path = folder / bad.folder / bad.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bad.content)
    return check_file(path, load_settings(), YEAR, None, dt.date(2022, 2, 15))


def _rows(name: str, bad: BadFile, receipt: Receipt) -> list[Row]:
    outcome = "、".join(f"{form.form} {form.outcome}" for form in receipt.forms)
    return [
        dict(
            zip(
                COLUMNS,
                (
                    *(name, bad.fault, outcome, finding.rule_code, finding.severity),
                    *(finding.place, finding.found, finding.expected, finding.remedy),
                ),
                strict=True,
            )
        )
        for finding in receipt.findings
    ]


def _table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("name", bad_files())
def test_the_receipt_says_what_is_wrong(name: str, tmp_path: Path) -> None:
    bad = bad_files()[name]
    receipt = _receipt(tmp_path, bad)
    rows = _rows(name, bad, receipt)
    assert rows == [row for row in _table() if row["name"] == name]
    text = receipt_text(receipt)
    for row in rows:
        assert all(row[column] for column in COLUMNS)
        for column in ("place", "found", "expected", "remedy"):
            assert row[column].replace("\n", " ") in text.replace("\n", " "), column


def test_the_table_has_every_fault_once_and_each_has_a_finding() -> None:
    assert len(bad_files()) >= 60
    assert len({bad.fault for bad in bad_files().values()}) == len(bad_files())
    assert {row["name"] for row in _table()} == set(bad_files())


def test_all_at_once_stop_nobody_and_each_has_its_receipt(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for name, bad in bad_files().items():
        path = inbox / str(YEAR) / bad.folder / f"{name}{Path(bad.file_name).suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bad.content)
    outside = tmp_path / "secret.xlsx"
    outside.write_bytes(b"x")
    (inbox / str(YEAR) / "市财政局" / "link.xlsx").symlink_to(outside)
    registry = Registry.load(REGISTRY)
    taken = take_in(inbox, tmp_path / "landing", tmp_path / "archive", YEAR, registry, dt.datetime.now)
    assert (taken.files, taken.read_now) == (
        len(bad_files()),
        len({bad.content for bad in bad_files().values()}),
    )
    (folder,) = deliveries(tmp_path / "landing", "returns", YEAR)
    submissions = pq.ParquetFile(folder / "submissions.parquet").read().to_pylist()
    findings = pq.ParquetFile(folder / "findings.parquet").read().to_pylist()
    assert {row["submission_id"] for row in findings} == {
        row["submission_id"] for row in submissions if row["outcome"] != "accepted"
    }
    stored = {path.name for path in (tmp_path / "archive" / "sha256").glob("*/*")}
    assert {row["sha256"] for row in submissions} == stored


def main() -> None:
    """Write the table anew."""
    import tempfile

    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for name, bad in bad_files().items():
        with tempfile.TemporaryDirectory() as folder:
            writer.writerows(_rows(name, bad, _receipt(Path(folder), bad)))
    TABLE.write_text(buffer.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
