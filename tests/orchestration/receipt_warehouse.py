"""A read copy with receipts, to be filled by a test, and the folder of exports made from it."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from orchestration.exports.receipts import write_receipts
from orchestration.exports.tables import ReadCopy
from tests.orchestration.receipt_cases import OUTCOMES

YEAR = 2021
TABLES = """
create table dim_tasks (report_year int, document_no varchar);
create table dim_units (unit_id varchar, unit_name varchar, short_name varchar, valid_from date, valid_to date);
create table fct_obligations (report_year int, as_of date);
create table fct_submissions (
    submission_id varchar, receipt_id varchar, unit_id varchar, form varchar, report_year int,
    received_at timestamp, received_basis varchar, file_name varchar, sha256 varchar, outcome varchar,
    is_active boolean, superseded_by varchar, is_withdrawn boolean, withdrawn_at timestamp,
    withdrawal_reason varchar, template_version varchar, is_synthetic boolean
);
create table fct_submission_findings (
    submission_id varchar, receipt_id varchar, report_year int, unit_id varchar, finding_no int,
    rule_code varchar, severity varchar, title varchar, found varchar, expected varchar, remedy varchar,
    difference decimal(20, 6), source_locator varchar
);
create table fct_quality_flags (
    fingerprint varchar, report_year int, rule_code varchar, source_locator varchar, actual varchar, expected varchar,
    verdict varchar, verdict_reason varchar, decided_on date
);
create table rpt_receipt_register (
    report_year int, scope varchar, row_order int, submission_id varchar, short_name varchar,
    form_label varchar, outcome_label varchar, standing_label varchar, received_basis_label varchar
);
create table rpt_obligation_details (
    report_year int, row_order int, unit_id varchar, status varchar, task_no int, title varchar,
    obligation_type_label varchar, due_date date, status_label varchar
);
insert into dim_tasks values (2021, '某政办〔2021〕1号');
insert into dim_units values
    ('jia', '某市甲局', '市甲局', null, '2021-03-31'), ('jia', '某市甲委员会', '市甲委', '2021-04-01', null),
    ('yi', '某市乙局', '市乙局', null, null);
insert into fct_obligations values (2021, '2022-02-15'), (2020, '2021-02-15');
insert into rpt_obligation_details values
    (2021, 3, 'jia', 'missing', 7, '公开预算。', '完成情况', '2021-12-31', '未报'),
    (2021, 1, 'jia', 'on_time', 8, '已报的。', '完成情况', '2021-12-31', '按时'),
    (2021, 4, 'jia', 'late', 8, '迟报的。', '完成情况', '2021-12-31', '迟报'),
    (2021, 5, 'jia', 'exempt', 8, '不涉及的。', '完成情况', '2021-12-31', '不涉及'),
    (2021, 9, 'jia', 'not_due', null, '年度统计', '年度统计', '2022-03-31', '未到期'),
    (2021, 9, 'jia', 'due_soon', null, '提出方案', '阶段任务', '2022-02-20', '临期'),
    (2021, 9, 'yi', 'on_time', 1, '都报了。', '完成情况', '2022-02-20', '按时'),
    (2020, 1, 'jia', 'missing', 7, '去年的。', '完成情况', '2020-12-31', '未报');
"""
STANDINGS = {"active": "有效", "superseded": "已被取代", "withdrawn": "已撤回", "rejected": "未受理"}


class Warehouse:
    """A read copy to be filled, and the folder of exports made from it."""

    def __init__(self, folder: Path) -> None:
        self.path, self.exports = folder / "zwgk.duckdb", folder / "exports"
        self._pending: list[tuple[str, list[object]]] = [(TABLES, [])]

    def run(self, query: str, *values: object) -> None:
        self._pending.append((query, list(values)))

    def insert(self, table: str, **values: object) -> None:
        self.run(
            f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})",
            *values.values(),
        )

    def open(self) -> ReadCopy:
        with duckdb.connect(str(self.path)) as connection:
            for query, values in self._pending:
                connection.execute(query, values)
        self._pending = []
        return ReadCopy(self.path)

    def receive(
        self,
        file_name: str,
        unit_id: str | None = "jia",
        digest: str = "ab" * 32,
        form: str = "task_progress",
        standing: str = "active",
        **values: Any,
    ) -> str:
        """Add a form of a file received; return its submission_id."""
        receipt_id = f"{YEAR}-{unit_id or 'unfiled'}-{digest[:12]}"
        row = {
            "submission_id": f"{receipt_id}-{form}",
            "receipt_id": receipt_id,
            "unit_id": unit_id,
            "form": form,
            "report_year": YEAR,
            "received_at": dt.datetime(2021, 12, 28, 15, 20),
            "received_basis": "register",
            "file_name": file_name,
            "sha256": digest,
            "outcome": "rejected" if standing == "rejected" else "accepted",
            "is_active": standing == "active",
            "is_withdrawn": standing == "withdrawn",
            "is_synthetic": False,
        } | values
        self.insert("fct_submissions", **row)
        name = {"jia": "市甲委", "yi": "市乙局", None: "未识别"}[unit_id]
        for scope in {"city", unit_id or "city"}:
            self.insert(
                "rpt_receipt_register",
                report_year=row["report_year"],
                scope=scope,
                row_order=1,
                submission_id=row["submission_id"],
                short_name=name,
                form_label={"task_progress": "任务落实情况表", "annual_statistics": "年度统计报表"}[form],
                outcome_label=OUTCOMES[row["outcome"]],
                standing_label=STANDINGS[standing],
                received_basis_label="收件登记",
            )
        return str(row["submission_id"])

    def find(self, submission_id: str, number: int, locator: str, severity: str = "warning") -> None:
        self.insert(
            "fct_submission_findings",
            submission_id=submission_id,
            receipt_id=submission_id.rsplit("-", 1)[0],
            report_year=YEAR,
            finding_no=number,
            rule_code="RET-11",
            severity=severity,
            title="完成状态不在选项中",
            found=f"第{number}处",
            expected="已完成",
            source_locator=locator,
        )

    def flag(self, fingerprint: str, number: int, locator: str, **values: object) -> None:
        """Add the flag of the finding with that number."""
        told = {"actual": f"第{number}处", "expected": "已完成", "source_locator": locator}
        self.insert(
            "fct_quality_flags",
            fingerprint=fingerprint,
            report_year=YEAR,
            rule_code="RET-11",
            **told,
            **values,
        )

    def write(self, year: int = YEAR) -> list[str]:
        with self.open() as copy:
            return [path.as_posix() for path in write_receipts(copy, self.exports, year)]

    def page(self, name: str) -> str:
        return (self.exports / name).read_text(encoding="utf-8")

    def files(self) -> set[str]:
        found = (path for path in self.exports.rglob("*") if path.is_file())
        return {path.relative_to(self.exports).as_posix() for path in found}
