"""The report as CSV and Parquet: the same figures, typed, in print order."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from orchestration.exports.annual.data import annual_csv, write_annual_parquet
from orchestration.exports.annual.model import AnnualReport, ReportCell
from tests.orchestration import annual_cases as a

CODES = ("table_code", "row_code", "column_code")


def _csv(one: AnnualReport) -> list[dict[str, str]]:
    content = annual_csv(one)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _parquet(path: Path, *reports: AnnualReport) -> pa.Table:
    write_annual_parquet(path, reports)
    return parquet.read_table(path)


@pytest.mark.parametrize("version", ["30", "60"])
def test_every_figure_of_the_published_tables_is_in_both(tmp_path: Path, version: str) -> None:
    expected = a.real_values(version)
    rows = _csv(a.report(version))
    assert {tuple(row[code] for code in CODES): Decimal(row["数值"]) for row in rows} == expected
    table = _parquet(tmp_path / "a.parquet", a.report(version)).to_pylist()
    assert {tuple(row[code] for code in CODES): row["value"] for row in table} == expected
    assert [[row[code] for code in CODES] for row in table] == [[row[code] for code in CODES] for row in rows]


def test_a_csv_row_says_all_that_it_is_about() -> None:
    row = next(
        row for row in _csv(a.draft()) if (row["row_code"], row["column_code"]) == ("d1", "natural_person")
    )
    assert list(row.values()) == [
        *("2025", "某某市（全口径）", "三、收到和处理政府信息公开申请情况"),
        *("三、本年度办理结果 > （三）不予公开 > 1.属于国家秘密", "申请人情况 > 自然人"),
        *(
            "7",
            "数字",
            "否",
            "9",
            "8",
            "甲局",
            "件",
            "30",
            "初稿",
            "2026-03-01",
            "3f9c2a7d10b4",
            "合成演示数据",
        ),
        *("foi_requests", "d1", "natural_person"),
    ]


def test_partial_zero_empty_slash_and_unreadable_stay_apart(tmp_path: Path) -> None:
    rows = [row for row in _csv(a.draft()) if row["row_code"] == "d1"][:5]
    assert [row["数值"] for row in rows] == ["7", "0", "", "/", "约三十件"]
    assert len({(row["数值"], row["状态"]) for row in rows}) == 5
    assert [row["是否完整"] for row in rows] == ["否", "是", "是", "是", "是"]
    table = [r for r in _parquet(tmp_path / "a", a.draft()).to_pylist() if r["row_code"] == "d1"][:5]
    assert [(r["state"], r["value"], r["raw_text"], r["is_complete"]) for r in table] == [
        ("number", 7, "", False),
        ("zero", 0, "", True),
        ("empty", None, "", True),
        ("not_applicable", None, "", True),
        ("unreadable", None, "约三十件", True),
    ]


@pytest.mark.parametrize("text", a.HOSTILE, ids=a.HOSTILE_NAMES)
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    cell = ReportCell("unreadable", None, owing=2, counted=1, uncounted=text, raw_text=text)
    one = a.report(scope_name=text, cells={("foi_requests", "new", "total"): cell})
    row = next(row for row in _csv(one) if row["row_code"] == "new" and row["column_code"] == "total")
    expected = text.replace("\x00\x0b", "").replace("\ud800", "")
    shown = f"'{expected}" if text.startswith("=") else expected
    assert [row["数值"], row["未计入单位"], row["范围"]] == [shown, shown, f"{shown}（全口径）"]
    found = _parquet(tmp_path / "a", one).filter(pa.compute.field("state") == "unreadable").to_pylist()
    assert [(r["raw_text"], r["uncounted"], r["scope_name"]) for r in found] == [(expected,) * 3]


def test_a_negative_change_stays_a_number() -> None:
    change = {("disclosures", "licences", "items_change"): a.number(-3)}
    assert [row["数值"] for row in _csv(a.report("60", change)) if row["row_code"] == "licences"][1] == "-3"


def test_the_parquet_file_is_typed_and_tells_what_it_is(tmp_path: Path) -> None:
    table = _parquet(tmp_path / "a", a.report(), a.report("60"))
    assert table.num_rows == len(a.real_values("30")) + len(a.real_values("60"))
    assert table.schema.field("value").type == pa.decimal128(20, 6)
    assert table.schema.field("as_of").type == pa.date32()
    told = {k.decode(): v.decode() for k, v in parquet.read_metadata(tmp_path / "a").metadata.items()}
    assert told["report_year"] == "2019、2025"
    assert (told["data_version"], told["is_synthetic"]) == ("3f9c2a7d10b4", "false")


def test_no_reports_are_an_empty_table(tmp_path: Path) -> None:
    assert _parquet(tmp_path / "a").num_rows == 0
