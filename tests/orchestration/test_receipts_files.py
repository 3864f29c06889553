"""The pages of all receipts: their names, what is written anew, what goes away, what they say."""

import datetime as dt
import os
import unicodedata
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.exports.receipts import FOLDER, receipt_pages, safe_name, write_receipts
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


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


def test_a_page_stands_in_the_folder_of_its_unit(warehouse: Warehouse) -> None:
    warehouse.receive("市甲委/任务落实情况表.xlsx")
    warehouse.receive("市甲委/又一份.xlsx", digest="cd" * 32)
    warehouse.receive("不知道是谁.doc", None, "ef" * 32, standing="rejected")
    names = [
        "回执/市甲委/任务落实情况表-ababab.html",
        "回执/市甲委/又一份-cdcdcd.html",
        "回执/未识别/不知道是谁-efefef.html",
    ]
    assert warehouse.write() == names
    assert warehouse.files() == set(names) == set(receipt_pages(warehouse.exports))


def test_a_page_says_what_the_tables_say(warehouse: Warehouse) -> None:
    submission = warehouse.receive("市甲委/表.xlsx", outcome="accepted_with_warnings", is_synthetic=True)
    warehouse.find(submission, 2, "市甲委/表.xlsx 任务落实情况!E7")
    warehouse.find(submission, 1, "市甲委/表.xlsx 任务落实情况!E9", "fatal")
    [name] = warehouse.write()
    text = " ".join(warehouse.page(name).split())
    for part in (
        "填报单位：某市甲委员会",
        "2021-12-28 15:20（收件登记）",
        "已受理，但有严重问题（严重 1 处、警告 1 处）",
        "<dd>任务落实情况!E7</dd>",
        "合成演示数据",
        "仍应报送：3 项（截至 2022-02-15）",
        "7. 公开预算。",
    ):
        assert part in text, part
    assert text.index("第1处") < text.index("第2处")
    assert text.index("2021-12-31") < text.index("提出方案") < text.index("2022-03-31")
    assert not [word for word in ("已报的", "迟报的", "不涉及的", "去年的", "都报了") if word in text]


def test_a_page_says_by_which_number_the_office_answers_and_what_it_answered(warehouse: Warehouse) -> None:
    submission = warehouse.receive("市甲委/表.xlsx", outcome="accepted_with_warnings")
    places = [f"市甲委/表.xlsx 任务落实情况!E{number}" for number in (7, 8, 9)]
    for number, place in enumerate(places, start=1):
        warehouse.find(submission, number, place)
    said = {"verdict": "explained", "verdict_reason": "<两区联合>", "decided_on": dt.date(2022, 2, 10)}
    warehouse.flag("0a1b2c3d4e5f", 1, places[0], **said)
    warehouse.flag("1a1b2c3d4e5f", 2, places[1])
    [name] = warehouse.write()
    text = warehouse.page(name)
    assert (
        "<dt>编号</dt><dd>0a1b2c3d4e5f</dd>\n<dt>处理</dt><dd>说明：&lt;两区联合&gt;（2022-02-10）</dd>"
        in text
    )
    assert "<dd>1a1b2c3d4e5f</dd>" in text
    assert text.count("<dt>编号</dt>") == 2
    assert text.count("<dt>处理</dt>") == 1
    assert "请将编号和理由告知办公厅" in text


def test_two_forms_of_a_file_share_a_page_and_a_newer_file_is_named(warehouse: Warehouse) -> None:
    newer = warehouse.receive("市甲委/更正.xlsx", digest="cd" * 32, received_at=dt.datetime(2022, 1, 6, 9))
    old = warehouse.receive("市甲委/表.xlsx", standing="superseded", superseded_by=newer)
    statistics = warehouse.receive("市甲委/表.xlsx", form="annual_statistics")
    for submission in (old, statistics):  # what two forms share stands once
        warehouse.find(submission, 1, "市甲委/表.xlsx 第1段")
    names = warehouse.write()
    assert len(names) == 2
    page = warehouse.page(names[1])
    assert "以 2022-01-06 09:00 收到的“市甲委/更正.xlsx”为准" in page
    assert "问题：1 处" in page
    assert page.index("已被取代") < page.index("有效")


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"withdrawn_at": dt.datetime(2022, 1, 5, 9), "withdrawal_reason": "误报"}, "2022-01-05 09:00，误报"),
        ({"withdrawn_at": dt.datetime(2022, 1, 5, 9)}, "2022-01-05 09:00"),
        ({}, "文件已从收件箱撤走"),
    ],
)
def test_a_withdrawal_is_told_with_its_reason(
    warehouse: Warehouse, values: dict[str, Any], note: str
) -> None:
    warehouse.receive("市甲委/表.xlsx", standing="withdrawn", **values)
    [name] = warehouse.write()
    assert "结果：已撤回，不再计入" in warehouse.page(name)
    assert f"<td>已撤回</td><td>{note}</td>" in warehouse.page(name)


def test_who_owes_nothing_and_who_is_unknown_are_two_things(warehouse: Warehouse) -> None:
    warehouse.receive("市乙局/表.xlsx", "yi")
    warehouse.receive("表.xlsx", None, "cd" * 32, standing="rejected")
    known, unknown = map(warehouse.page, warehouse.write())
    assert "仍应报送：无" in known
    assert "仍应报送：填报单位未识别，无法列出" in unknown


def test_only_pages_that_changed_are_written(warehouse: Warehouse) -> None:
    warehouse.receive("市甲委/表.xlsx")
    warehouse.receive("市乙局/表.xlsx", "yi", "cd" * 32)
    names = warehouse.write()
    for name in names:
        os.utime(warehouse.exports / name, (1, 1))
    warehouse.run("update rpt_obligation_details set title = '公开决算。' where task_no = 7")
    assert warehouse.write() == names
    changed = [name for name in names if (warehouse.exports / name).stat().st_mtime != 1]
    assert changed == ["回执/市甲委/表-ababab.html"]
    assert "公开决算" in warehouse.page(changed[0])


def test_the_same_tables_give_the_same_bytes(warehouse: Warehouse, tmp_path: Path) -> None:
    for number in range(20):
        submission = warehouse.receive(f"市甲委/{number}.xlsx", digest=f"{number:02d}" * 32)
        warehouse.find(submission, 1, f"市甲委/{number}.xlsx A1")
    names = warehouse.write()
    first = [warehouse.page(name) for name in names]
    warehouse.run("create table t as from fct_submissions; delete from fct_submissions;"
                  "insert into fct_submissions from t order by submission_id desc")  # fmt: skip
    warehouse.exports = tmp_path / "again"
    assert warehouse.write() == names
    assert [warehouse.page(name) for name in names] == first


def test_pages_of_unknown_receipts_go_and_the_files_of_others_stay(warehouse: Warehouse) -> None:
    warehouse.receive("市甲委/表.xlsx")
    warehouse.receive("市乙局/表.xlsx", "yi", "cd" * 32)
    kept, gone = warehouse.write()[1], warehouse.write()[0]
    others = {"回执/市甲委/批注.docx", "回执/市甲委/说明.html", "任务落实情况表.xlsx"}
    for name in others:
        (warehouse.exports / name).write_text("", encoding="utf-8")
    (warehouse.exports / kept).with_name(".半.html.partial").write_text("半", encoding="utf-8")
    warehouse.run("delete from fct_submissions where unit_id = 'yi'")
    assert (kept, gone) == ("回执/市甲委/表-ababab.html", "回执/市乙局/表-cdcdcd.html")
    assert warehouse.write() == [kept]
    assert warehouse.files() == {kept} | others
    assert not (warehouse.exports / gone).parent.exists()
    assert receipt_pages(warehouse.exports) == [kept]


def test_another_year_is_another_matter(warehouse: Warehouse) -> None:
    warehouse.receive("市甲委/表.xlsx", report_year=2020)
    assert warehouse.write() == []
    with pytest.raises(LookupError):
        warehouse.write(2019)


def test_two_receipts_for_one_file_have_two_pages(warehouse: Warehouse) -> None:
    warehouse.receive("市甲委/表A.xlsx")
    warehouse.receive("表a.xlsx", receipt_id="2021-unfiled-abababababab", submission_id="x")
    names = warehouse.write()
    assert len({name.casefold() for name in names}) == 2
    assert {warehouse.page(name).count("2021-unfiled-abababababab") for name in names} == {0, 1}
    assert set(receipt_pages(warehouse.exports)) == set(names)


CLIMBING = [
    "../../../../tmp/evil.xlsx",
    "..\\..\\evil.xlsx",
    "市甲委/..",
    "..",
    "/etc/passwd",
    "C:\\evil.xlsx",
    "市甲委/.hidden",
    "a\x00b.xlsx",
    "a\nb\x1b[31m.xlsx",
    "\u202efdp.exe",
    "con.xlsx",
    "a b\u3000c .xlsx",
    '<img src=x onerror="alert(1)">.xlsx',
    "长" * 300 + ".xlsx",
    "a" * 5000,
    "😀" * 200 + ".xlsx",
    "e\u0301" * 200,
    "",
]


@pytest.mark.parametrize("file_name", CLIMBING, ids=range(len(CLIMBING)))
def test_no_file_name_climbs_or_breaks_the_folder(warehouse: Warehouse, file_name: str) -> None:
    # DuckDB's text holds no NUL; the name is cleaned of it before it gets there, and here again.
    warehouse.receive(file_name.replace("\x00", ""))
    [name] = warehouse.write()
    page = warehouse.exports / name
    assert page.is_file()
    assert page.resolve().parent == (warehouse.exports / FOLDER / "市甲委").resolve()
    assert warehouse.files() == {name}
    for text in (page.name, safe_name(file_name)):
        assert len(os.fsencode(text)) <= 255 - len(".partial.")
        assert not text.startswith(".")
        assert not [char for char in text if unicodedata.category(char)[0] == "C" or char in '<>:"/\\|?* ']


def test_a_crash_in_the_middle_leaves_the_old_page(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.receive("市甲委/表.xlsx")
    [name] = warehouse.write()
    old = warehouse.page(name)

    def fail(self: Path, content: bytes) -> int:
        with self.open("wb") as handle:
            handle.write(content[:100])
        raise OSError("disk full")

    warehouse.run("update rpt_obligation_details set title = '公开决算。' where task_no = 7")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", fail)
        with pytest.raises(OSError, match="disk full"):
            warehouse.write()
    assert warehouse.page(name) == old
    assert warehouse.write() == [name]
    assert warehouse.files() == {name}


def test_many_receipts_take_as_few_queries_as_one(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        seen: list[str] = []
        with warehouse.open() as copy:
            real = copy.connection

            class Counting:
                def execute(self, query: str, *arguments: object) -> object:
                    seen.append(query)
                    return real.execute(query, *arguments)

                def close(self) -> None:
                    real.close()

            monkeypatch.setattr(copy, "connection", Counting())
            write_receipts(copy, warehouse.exports, YEAR)
        return len(seen)

    warehouse.receive("市甲委/表.xlsx")
    few = queries()
    for number in range(30):
        warehouse.receive(f"市乙局/{number}.xlsx", "yi", f"{number:02d}" * 32)
    assert queries() == few <= 6
