"""Which file in the inbox a line of the register means, and the lines that mean none."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.returns.inbox import InboxFile, Register, RegisterLine
from sources.returns.received import registered_files

Make = Callable[..., bytes]
EARLY, LATE = dt.datetime(2021, 10, 1, 9), dt.datetime(2021, 12, 1, 9)


def times(lines: dict[str, dt.datetime | None], *files: str) -> tuple[dict[str, dt.datetime], list[str]]:
    """The times by file, and the places of the findings."""
    register = Register(
        [
            RegisterLine(f"第{n}行", f"2021/{name}", name, time)
            for n, (name, time) in enumerate(lines.items(), 2)
        ]
    )
    result = registered_files(register, [InboxFile(name, "", Path(name), "0a") for name in files])
    assert {finding.rule_code for finding in register.findings} <= {"RET-08"}
    stamps = {name: known.received_at for name, known in result.items() if known.received_at}
    return stamps, [finding.place for finding in register.findings]


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("甲/表(更正).xlsx", "甲/表（更正）.xlsx"),
        ("甲/表（更正）.xlsx", "甲/表(更正).xlsx"),
        ("甲/表 1 .xlsx", "甲/表1.xlsx"),
        ("甲/表1.xlsx", "甲/表１.xlsx"),
        ("甲／表.xlsx", "甲/表.xlsx"),
        (unicodedata.normalize("NFD", "甲/é.xlsx"), unicodedata.normalize("NFC", "甲/é.xlsx")),
        (unicodedata.normalize("NFC", "甲/é.xlsx"), unicodedata.normalize("NFD", "甲/é.xlsx")),
    ],
)
def test_a_name_is_matched_as_people_write_it(line: str, file: str) -> None:
    assert times({line: EARLY}, file) == ({file: EARLY}, [])


def test_an_exact_name_goes_before_one_alike() -> None:
    files = ("甲/表(1).xlsx", "甲/表（1）.xlsx")
    assert times({files[0]: EARLY}, *files) == ({files[0]: EARLY}, [])
    assert times({files[0]: EARLY, files[1]: LATE}, *files) == ({files[0]: EARLY, files[1]: LATE}, [])
    assert times({"甲/表 (1).xlsx": EARLY, files[0]: LATE}, files[0]) == ({files[0]: LATE}, [])


@pytest.mark.parametrize("time", [EARLY, None])
def test_a_line_without_its_file_is_a_finding(time: dt.datetime | None) -> None:
    assert times({"甲/表.xlsx": EARLY, "甲/没有.xlsx": time}, "甲/表.xlsx", "甲/b.xlsx") == (
        {"甲/表.xlsx": EARLY},
        ["第3行"],
    )


def test_nothing_registered_or_nothing_there() -> None:
    assert times({}) == ({}, [])
    assert times({}, "甲/表.xlsx") == ({}, [])
    assert times({"甲/表.xlsx": EARLY}) == ({}, ["第2行"])
    assert times({"甲/表.xlsx": None}, "甲/表.xlsx") == ({}, [])


def test_the_finding_lands_with_the_name_as_printed(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表（1）.xlsx", make_workbook())
    lines = "2021/市财政局/表(1).xlsx,2021-10-28,\n2021\\市财政局\\没有.xlsx,2021-10-29,\n2020/x/y.xlsx,2021-10-29,\n"
    (box.inbox / "register.csv").write_text("文件,收到时间,备注\n" + lines, encoding="utf-8")
    box.take()
    assert box.newest("inventory")[0]["registered_at"] == dt.datetime(2021, 10, 28)
    assert box.rows("returns", "submissions")[0]["registered_at"] == dt.datetime(2021, 10, 28)
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-08", "register.csv 第3行")
    assert finding["found"] == "2021\\市财政局\\没有.xlsx"
    assert (finding["expected"], finding["remedy"]) == ("收件箱中的文件", "请核对文件名，或补交文件")


REGISTER = """文件,收到时间,撤回时间,撤回原因
2021/市财政局/表.xlsx,2021-10-28 09:00,2021-11-05 10:00,单位来电更正
2021/市司法局/走了.xlsx,2021-10-28 09:00,2021-11-06,重复报送
2021/市司法局/表.xlsx,2021-10-28 09:00,上周,
"""


def test_a_withdrawal_is_noted_with_its_reason(box: Any, make_workbook: Make) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook())
    box.put("2021/市司法局/表.xlsx", make_workbook(unit="市司法局"))
    (box.inbox / "register.csv").write_text(REGISTER, encoding="utf-8")
    box.take()
    noted = {
        row["file_name"]: (row["withdrawn_at"], row["withdrawal_reason"]) for row in box.newest("inventory")
    }
    assert noted == {
        "市财政局/表.xlsx": (dt.datetime(2021, 11, 5, 10), "单位来电更正"),
        "市司法局/表.xlsx": (None, None),
    }
    # A file that was withdrawn may be gone; a time that cannot be read is said.
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-06", "register.csv 第4行")
    assert "撤回时间" in finding["remedy"]


def test_a_register_that_cannot_be_opened_stops_nothing(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put("2021/市财政局/表.xlsx", make_workbook())
    path = box.inbox / "register.csv"
    path.write_text("文件,收到时间\n", encoding="utf-8")
    read_bytes = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    assert box.take().read_now == 1
    (finding,) = box.newest("register_findings")
    assert (finding["rule_code"], finding["source_locator"]) == ("RET-06", "register.csv")
