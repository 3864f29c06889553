"""Which files count as handed in, and when the office says it received them."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.returns.inbox import Register, list_inbox, read_register

Make = Callable[..., bytes]
HEAD = "文件,收到时间,备注\n"


def times(register: Register) -> dict[str, dt.datetime]:
    """File name → time of receipt, where one could be read."""
    return {line.name: line.received_at for line in register.lines if line.received_at}


def names(box: Any) -> list[str]:
    return [file.name for file in list_inbox(box.inbox, 2021, [])]


def test_files_are_listed_by_name_with_the_folder_of_their_unit(box: Any) -> None:
    for name in ("2021/市财政局/子/b.xlsx", "2021/a.xlsx", "2022/市财政局/c.xlsx", "d.xlsx"):
        box.put(name, b"x")
    assert [(file.name, file.folder) for file in list_inbox(box.inbox, 2021, [])] == [
        ("a.xlsx", ""),
        ("市财政局/子/b.xlsx", "市财政局"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "市财政局/.隐藏.xlsx",
        "市财政局/~$表.xlsx",
        ".git/表.xlsx",
        "市财政局/.tmp/表.xlsx",
        "~$锁/表.xlsx",
        ".DS_Store",
        "市财政局/Thumbs.db",
        "市财政局/THUMBS.DB",
        "Desktop.ini",
        "市财政局/子/desktop.ini",
        "市财政局/.ds_store",
    ],
)
def test_what_is_no_return_is_ignored(box: Any, name: str) -> None:
    box.put(f"2021/{name}", b"x")
    box.put("2021/市财政局/表.xlsx", b"x")
    assert names(box) == ["市财政局/表.xlsx"]


def test_links_are_not_followed(box: Any, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.xlsx").write_bytes(b"x")
    (box.inbox / "2021" / "市财政局").mkdir(parents=True)
    (box.inbox / "2021" / "市财政局" / "link.xlsx").symlink_to(outside / "secret.xlsx")
    (box.inbox / "2021" / "市司法局").symlink_to(outside)
    assert names(box) == []


def test_a_year_without_a_folder_is_empty(box: Any) -> None:
    assert names(box) == []


def put_register(box: Any, text: str, encoding: str = "utf-8-sig") -> None:
    (box.inbox / "register.csv").write_bytes(text.encode(encoding))


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2021-10-28 15:20", dt.datetime(2021, 10, 28, 15, 20)),
        ("2021-10-28 15:20:31", dt.datetime(2021, 10, 28, 15, 20, 31)),
        ("2021/10/8 9:05", dt.datetime(2021, 10, 8, 9, 5)),
        ("2021-10-28", dt.datetime(2021, 10, 28)),
        (" 2021/10/28 ", dt.datetime(2021, 10, 28)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_the_register_says_when_a_file_was_received(
    box: Any, stamp: str, time: dt.datetime, encoding: str
) -> None:
    put_register(box, f"{HEAD}2021/市财政局/表.xlsx,{stamp},\n", encoding)
    register = read_register(box.inbox, 2021)
    assert (times(register), register.findings) == ({"市财政局/表.xlsx": time}, [])


@pytest.mark.parametrize(
    ("stamp", "found"), [("", "空白"), ("昨天", "昨天"), ("2021-02-30", "2021-02-30"), ("15:20", "15:20")]
)
def test_a_bad_row_is_a_finding_and_the_others_still_count(box: Any, stamp: str, found: str) -> None:
    rows = f"2021/甲/a.xlsx,2021-10-01,\n2021/甲/b.xlsx,{stamp},\n2021/甲/c.xlsx,2021-10-03,\n"
    put_register(box, HEAD + rows)
    register = read_register(box.inbox, 2021)
    assert set(times(register)) == {"甲/a.xlsx", "甲/c.xlsx"}
    (finding,) = register.findings
    assert (finding.rule_code, finding.place, finding.found) == ("RET-06", "register.csv 第3行", found)


@pytest.mark.parametrize(
    "row",
    ["2020/甲/a.xlsx,2021-10-01,", ",,", " ,\u3000,", "2022/甲/a.xlsx", "２０２２／甲/a.xlsx,2021-10-01,"],
)
def test_rows_of_other_years_and_empty_rows_are_skipped(box: Any, row: str) -> None:
    put_register(box, HEAD + row + "\n")
    register = read_register(box.inbox, 2021)
    assert (times(register), register.findings) == ({}, [])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("甲/a.xlsx", "甲/a.xlsx"),
        ("", "空白"),
        ("21/甲/a.xlsx", "21/甲/a.xlsx"),
        ("2021年/甲/a.xlsx", "2021年/甲/a.xlsx"),
        ("20211/甲/a.xlsx", "20211/甲/a.xlsx"),
        ("2021", "2021"),
        ("./2021/甲/a.xlsx", "./2021/甲/a.xlsx"),
    ],
)
def test_a_line_that_names_no_year_is_a_finding(box: Any, name: str, found: str) -> None:
    put_register(box, f"{HEAD}{name},2021-10-01,\n")
    register = read_register(box.inbox, 2021)
    assert register.lines == register.findings == []
    (finding,) = register.yearless
    assert (finding.rule_code, finding.place, finding.found) == ("RET-06", "register.csv 第2行", found)
    assert (finding.expected, finding.remedy) == (
        "如 2021/单位/文件名.xlsx",
        "请在文件名前写明年度和单位文件夹",
    )


def test_windows_paths_and_other_columns_are_understood(box: Any) -> None:
    put_register(box, "序号, 收到 时间 ,文件\n1,2021-10-28,2021\\市财政局\\表.xlsx\n")
    assert set(times(read_register(box.inbox, 2021))) == {"市财政局/表.xlsx"}


@pytest.mark.parametrize(
    ("text", "found"), [("", "空文件"), ("文件,时间\n", "文件、时间"), ("收到时间\n", "收到时间")]
)
def test_a_register_without_its_columns_is_a_finding(box: Any, text: str, found: str) -> None:
    put_register(box, text, "utf-8")
    register = read_register(box.inbox, 2021)
    (finding,) = register.yearless
    assert (finding.place, finding.found, finding.expected) == ("register.csv 第1行", found, "文件、收到时间")


def test_no_register_is_no_finding(box: Any) -> None:
    assert read_register(box.inbox, 2021).findings == []


def test_times_and_findings_of_the_register_land(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook())
    box.put("2021/市司法局/表.xlsx", make_workbook(unit="市司法局"))
    put_register(
        box, HEAD + "2021/市财政局/表.xlsx,2021-10-28 15:20,\n2021/市司法局/表.xlsx,昨天,\n", "gb18030"
    )
    box.take()
    times = {row["file_name"]: row["registered_at"] for row in box.newest("inventory")}
    assert times == {"市财政局/表.xlsx": dt.datetime(2021, 10, 28, 15, 20), "市司法局/表.xlsx": None}
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-06", "register.csv 第3行")


def test_a_line_of_no_year_lands_alike_whichever_year_is_taken_in(box: Any) -> None:
    put_register(box, HEAD + "市财政局/表.xlsx,2021-10-28 15:20,\n")
    for year in (2020, 2021):
        box.take(year)
    (first,), (second,) = (box.rows("inbox", "register_findings", year) for year in (2020, 2021))
    assert first == second and first["report_year"] is None


def test_a_corrected_register_lands_without_reading_the_files_again(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook())
    box.take()
    put_register(box, HEAD + "2021/市财政局/表.xlsx,2021-10-28,\n")
    assert box.take().read_now == 0
    assert box.newest("inventory")[0]["registered_at"] == dt.datetime(2021, 10, 28)


def test_a_file_name_in_gbk_bytes_is_stored_legibly(box: Any, make_workbook: Make) -> None:
    folder = os.fsencode(box.inbox / "2021") + b"/" + "市财政局".encode("gb18030")
    os.makedirs(folder)  # noqa: PTH103
    with open(folder + b"/" + "落实表.xlsx".encode("gb18030"), "wb") as handle:  # noqa: PTH123
        handle.write(make_workbook())
    assert box.take().rejected_now == 0
    assert box.outcomes() == {"市财政局/落实表.xlsx": "accepted"}
