"""What the office decided on findings, as it is written down and as it is landed."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sources.landing import deliver, deliveries
from sources.returns.verdicts import VERDICT_SCHEMAS, verdict_tables
from tests.conftest import PROJECT

HEAD = "编号,结论,理由,决定人,决定日期\n"
LINE = "0a1b2c3d4e5f,属实,已请单位改正,（测试甲）,2022-02-15\n"
READ = {
    "line_no": 2,
    "fingerprint": "0a1b2c3d4e5f",
    "verdict": "confirmed",
    "reason": "已请单位改正",
    "decided_by": "（测试甲）",
    "decided_on": dt.date(2022, 2, 15),
}
Rows = list[dict[str, Any]]


def read(folder: Path, content: str | bytes) -> tuple[Rows, Rows]:
    """The decisions and the findings of a list."""
    raw = content.encode() if isinstance(content, str) else content
    (folder / "verdicts.csv").write_bytes(raw)
    tables = verdict_tables(folder)
    return tables["verdicts"].to_pylist(), tables["findings"].to_pylist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_list_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, encoding: str, newline: str) -> None:
    content = (HEAD + LINE).replace("\n", newline).encode(encoding)
    assert read(tmp_path, content) == ([READ], [])


@pytest.mark.parametrize(
    ("word", "verdict"), [("属实", "confirmed"), (" 说 明 ", "explained"), ("不成立", "dismissed")]
)
def test_the_three_words(tmp_path: Path, word: str, verdict: str) -> None:
    rows, findings = read(tmp_path, HEAD + LINE.replace("属实", word))
    assert (rows, findings) == ([READ | {"verdict": verdict}], [])


def test_the_words_printed_in_the_list_can_be_written_into_it(tmp_path: Path) -> None:
    with (PROJECT / "dbt_project" / "seeds" / "labels.csv").open(encoding="utf-8", newline="") as handle:
        labels = {row["label"]: row["code"] for row in csv.DictReader(handle) if row["domain"] == "verdict"}
    rows, _ = read(tmp_path, HEAD + "".join(LINE.replace("属实", label) for label in labels))
    assert [row["verdict"] for row in rows] == list(labels.values())


@pytest.mark.parametrize(
    "stamp", ["2022-02-15", "2022/2/15", "2022年2月15日", "2022.2.15", "２０２２-０２-１５"]
)
def test_a_day_is_read_as_people_write_it(tmp_path: Path, stamp: str) -> None:
    assert read(tmp_path, HEAD + LINE.replace("2022-02-15", stamp)) == ([READ], [])


@pytest.mark.parametrize("number", ["0A1B2C3D4E5F", " 0a1b 2c3d 4e5f ", "０a1b2c3d4e5f"])
def test_a_number_is_read_as_people_type_it(tmp_path: Path, number: str) -> None:
    assert read(tmp_path, HEAD + LINE.replace("0a1b2c3d4e5f", number)) == ([READ], [])


def test_columns_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    content = (
        "单位,决定日期,决定人,理由,结论,编号\n东区,2022-02-15,（测试甲）,已请单位改正,属实,0a1b2c3d4e5f\n"
    )
    assert read(tmp_path, content) == ([READ], [])


@pytest.mark.parametrize(
    ("old", "new", "found", "remedy"),
    [
        ("0a1b2c3d4e5f", "", "空白", "请改正编号"),
        ("0a1b2c3d4e5f", "1.23457E+11", "1.23457E+11", "请改正编号"),
        ("0a1b2c3d4e5f", "0a1b2c3d4e5", "0a1b2c3d4e5", "请改正编号"),
        ("0a1b2c3d4e5f", "0a1b2c3d4e5g", "0a1b2c3d4e5g", "请改正编号"),
        ("属实", "再看看", "再看看", "请改正结论"),
        ("属实", "", "空白", "请改正结论"),
        ("已请单位改正", "\u3000", "空白", "请改正理由"),
        ("（测试甲）", "", "空白", "请改正决定人"),
        ("2022-02-15", "年后", "年后", "请改正决定日期"),
        ("2022-02-15", "2022-02-30", "2022-02-30", "请改正决定日期"),
        (",2022-02-15", "", "空白", "请改正决定日期"),
    ],
)
def test_a_bad_line_is_a_finding_and_the_others_count(
    tmp_path: Path, old: str, new: str, found: str, remedy: str
) -> None:
    rows, (finding,) = read(tmp_path, HEAD + LINE + LINE.replace(old, new) + LINE)
    assert rows == [READ, READ | {"line_no": 4}]
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-09", "verdicts.csv 第3行")
    assert (finding["found"], finding["remedy"], finding["report_year"]) == (found, remedy, None)
    assert finding["expected"]


@pytest.mark.parametrize(
    "line",
    [
        '0a1b2c3d4e5f,"属实,已请单位改正,（测试甲）,2022-02-15',
        "\x00\x01\x02",
        ",".join("=1+1" for _ in range(2000)),
        "x" * 200_000,
        "'; drop table fct_quality_flags; --",
    ],
    ids=["open quote", "control", "wide", "long", "sql"],
)
def test_a_hostile_line_spoils_itself_alone(tmp_path: Path, line: str) -> None:
    rows, (finding,) = read(tmp_path, f"{HEAD}{LINE}{line}\n{LINE}")
    assert rows == [READ, READ | {"line_no": 4}]
    assert finding["source_locator"] == "verdicts.csv 第3行"
    assert len(finding["found"]) <= 40


@pytest.mark.parametrize("reason", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; drop table x; --"])
def test_a_hostile_reason_is_kept_as_text(tmp_path: Path, reason: str) -> None:
    assert read(tmp_path, HEAD + LINE.replace("已请单位改正", reason)) == ([READ | {"reason": reason}], [])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "空文件"),
        ("编号,结论\n0a1b2c3d4e5f,属实\n".encode(), "编号、结论"),
        (b"\xff\xfe\x00\xd8" * 30, None),
        (b"PK\x03\x04" + bytes(range(256)), None),
    ],
    ids=["empty", "columns missing", "no text", "a workbook renamed"],
)
def test_a_file_without_the_columns_is_one_finding(tmp_path: Path, content: bytes, found: str | None) -> None:
    rows, (finding,) = read(tmp_path, content)
    assert (rows, finding["rule_code"], finding["source_locator"]) == ([], "RET-09", "verdicts.csv 第1行")
    assert finding["expected"] == "编号、结论、理由、决定人、决定日期"
    assert found is None or finding["found"] == found


def test_a_file_that_the_system_does_not_let_us_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "verdicts.csv").touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    tables = verdict_tables(tmp_path)
    (finding,) = tables["findings"].to_pylist()
    assert (finding["rule_code"], finding["found"]) == ("RET-09", "处理意见打不开（Permission denied）")


def test_nothing_decided_yet_is_an_empty_delivery(tmp_path: Path) -> None:
    tables = verdict_tables(tmp_path)
    assert {name: (len(table), table.schema) for name, table in tables.items()} == {
        name: (0, schema) for name, schema in VERDICT_SCHEMAS.items()
    }
    deliver(tmp_path, "verdicts", None, tables)
    deliver(tmp_path, "verdicts", None, verdict_tables(tmp_path))
    assert len(deliveries(tmp_path, "verdicts", None)) == 1


def test_both_lines_on_one_finding_are_landed_in_their_order(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, HEAD + LINE + LINE.replace("属实", "不成立"))
    assert [(row["line_no"], row["verdict"]) for row in rows] == [(2, "confirmed"), (3, "dismissed")]
