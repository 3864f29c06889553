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
from orchestration.exports.receipt import Receipt, one_line, receipt_text
from orchestration.settings import load_settings
from sources.landing import deliveries
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from tests.conftest import REGISTRY, YEAR
from tests.orchestration.bad_files import TABLE, BadFile, bad_files

COLUMNS = ("name", "fault", "outcome", "rule_code", "severity", "place", "found", "expected", "remedy")
# How the receipt calls what the table holds.
LABELS = {"位置": "place", "发现": "found", "应为": "expected", "办法": "remedy"}
# Names that would lead out of the inbox if anything followed them.
CLIMBING = (
    "..\\..\\a.xlsx",
    "..／..／a.xlsx",
    "%2e%2e%2fa.xlsx",
    "C:\\a.xlsx",
    "=cmd|' '!A1.xlsx",
    "a\n..\\b.xlsx",
)
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
    assert rows
    told = receipt_text(receipt).splitlines()
    assert told[0] == f"结果：{receipt.outcome}"
    for row in rows:
        assert all(row[column] for column in COLUMNS)
        shown = [f"   {label}：{one_line(row[column])}" for label, column in LABELS.items()]
        assert shown in [told[at : at + len(shown)] for at in range(len(told))]


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
    registry = Registry.load(REGISTRY)
    taken = take_in(inbox, tmp_path / "landing", tmp_path / "archive", YEAR, registry, dt.datetime.now)
    assert (taken.files, taken.read_now) == (
        len(bad_files()),
        len({(bad.folder, bad.content) for bad in bad_files().values()}),
    )
    (folder,) = deliveries(tmp_path / "landing", "returns", YEAR)
    submissions = pq.ParquetFile(folder / "submissions.parquet").read().to_pylist()
    findings = pq.ParquetFile(folder / "findings.parquet").read().to_pylist()
    assert {row["submission_id"] for row in findings} == {
        row["submission_id"] for row in submissions if row["outcome"] != "accepted"
    }
    stored = {path.name for path in (tmp_path / "archive" / "sha256").glob("*/*")}
    assert {row["sha256"] for row in submissions} == stored


def test_names_that_climb_out_lead_nowhere(tmp_path: Path) -> None:
    folder, outside = tmp_path / "inbox" / str(YEAR) / "市财政局", tmp_path / "outside"
    for path in (folder, outside):
        path.mkdir(parents=True)
    content = bad_files()["status-unknown"].content
    for number, name in enumerate(CLIMBING):
        (folder / name).write_bytes(content + bytes(number))  # no two the same, so that each is read
    (outside / "secret.xlsx").write_bytes(content + b"secret")
    (folder / "link.xlsx").symlink_to(outside / "secret.xlsx")
    (folder / "linked").symlink_to(outside)
    (folder.parent / "市司法局").symlink_to(outside)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    registry, landing = Registry.load(REGISTRY), tmp_path / "landing"
    taken = take_in(tmp_path / "inbox", landing, tmp_path / "archive", YEAR, registry, dt.datetime.now)
    assert taken.files == taken.read_now == len(CLIMBING)
    (delivery,) = deliveries(landing, "returns", YEAR)
    rows = pq.ParquetFile(delivery / "submissions.parquet").read().to_pylist()
    assert {row["file_name"].removeprefix("市财政局/") for row in rows} == set(CLIMBING)
    assert {row["unit_id"] for row in rows} == {"shi-caizhengju"}
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.relative_to(tmp_path).parts[0] for path in written} == {"landing", "archive"}


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
