"""Reads what the office decided on findings (verdicts.csv), and makes the tables that are landed of it."""

import re
from functools import cache
from pathlib import Path

import pyarrow as pa

from sources.landing import rows_to_table
from sources.registry.csv_rows import read_rows
from sources.returns.batch import finding_row
from sources.returns.cells import day
from sources.returns.documents.model import Cell
from sources.returns.landed import INBOX_SCHEMAS
from sources.returns.model import Finding
from sources.returns.office_lines import read_office_lines
from sources.text import key, shorten, tidy

VERDICTS = "verdicts.csv"
VERDICT_SCHEMAS = {
    "verdicts": pa.schema(
        [
            ("line_no", pa.int32()),
            ("fingerprint", pa.string()),
            ("verdict", pa.string()),
            ("reason", pa.string()),
            ("decided_by", pa.string()),
            ("decided_on", pa.date32()),
        ]
    ),
    # The list is of no single year, so neither is what is wrong with it.
    "findings": INBOX_SCHEMAS["register_findings"],
}
_WORDS = Path(__file__).parent / "words" / "verdicts.csv"
_COLUMNS = {
    "编号": "fingerprint",
    "结论": "verdict",
    "理由": "reason",
    "决定人": "decided_by",
    "决定日期": "decided_on",
}
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def verdict_tables(inbox: Path) -> dict[str, pa.Table]:
    """Return the landed tables: the decisions in the order of the file, and the lines that cannot be read.

    All five columns must be filled in; the file may be absent.
    """
    rows, findings = _read(inbox / VERDICTS)
    tables = {"verdicts": rows, "findings": [finding_row(finding) for finding in findings]}
    return {name: rows_to_table(tables[name], schema) for name, schema in VERDICT_SCHEMAS.items()}


def _read(path: Path) -> tuple[list[dict[str, object]], list[Finding]]:
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    if not path.is_file():
        return rows, findings
    try:
        header, lines = read_office_lines(path)
    except OSError as error:
        found = f"处理意见打不开（{error.strerror or error}）"
        return rows, [Finding("RET-09", VERDICTS, found, "可以读取的文件", "请关闭占用它的程序")]
    if not _COLUMNS.keys() <= set(map(key, header)):
        found = shorten("、".join(header)) or "空文件"
        return rows, [Finding("RET-09", f"{VERDICTS} 第1行", found, "、".join(_COLUMNS), "请补上这些列")]
    for number, cells in lines:
        row = _row(cells)
        unread = next((column for column, name in _COLUMNS.items() if not row[name]), None)
        if unread is None:
            rows.append({"line_no": number} | row)
        else:
            place, found = f"{VERDICTS} 第{number}行", shorten(cells[unread]) or "空白"
            findings.append(Finding("RET-09", place, found, _expected(unread), f"请改正{unread}"))
    return rows, findings


def _row(cells: dict[str, str]) -> dict[str, object]:
    """Return the columns of a line; what is empty or cannot be read is None or empty."""
    number, stamp = key(cells["编号"]).lower(), tidy(cells["决定日期"])
    return {
        "fingerprint": number if _FINGERPRINT.fullmatch(number) else None,
        "verdict": _words().get(key(cells["结论"])),
        "reason": tidy(cells["理由"]),
        "decided_by": tidy(cells["决定人"]),
        "decided_on": day(Cell(stamp, stamp, None, ""), []),
    }


def _expected(column: str) -> str:
    return {
        # A spreadsheet takes some of them for numbers and saves 1.23E+11.
        "编号": "问题清单中的 12 位编号（单元格须为文本格式）",
        "结论": "、".join(_words()),
        "理由": "写明理由",
        "决定人": "决定人姓名",
        "决定日期": "日期，如 2022-02-15",
    }[column]


@cache
def _words() -> dict[str, str]:
    return {key(row["word"]): row["verdict"] for row in read_rows(_WORDS, ("word", "verdict"))}
