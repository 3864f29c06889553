"""The pages of all receipts: their names, what is written anew, what goes away, what they say."""

import datetime as dt
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from orchestration.exports.receipts import FOLDER, receipt_pages, safe_name, write_receipts
from tests.orchestration.receipt_warehouse import YEAR, Warehouse


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
    "../../../../evil.xlsx",
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
