"""xls workbooks: what is harmless passes, everything else is refused with a finding of its own."""

import io
import struct
from collections.abc import Callable

import pytest
from olefile import OleFileIO

from sources.returns.documents import old_excel
from sources.returns.documents.old_excel import check_old_excel
from sources.returns.model import Finding, Rejected
from tests.sources.returns.documents.official_form import content

GOOD = content("statistics.xls")
BOUNDSHEET, SUPBOOK, EXTERNSHEET = 0x85, 0x1AE, 0x17
WRITEACCESS, CODEPAGE, NUMBER = 0x5C, 0x42, 0x203


def refusal(data: bytes) -> Finding:
    with pytest.raises(Rejected) as caught:
        check_old_excel(data)
    return caught.value.finding


def with_stream(change: Callable[[bytearray], None]) -> bytes:
    """Return the good workbook with its stream changed in place."""
    file = io.BytesIO(GOOD)
    with OleFileIO(file, write_mode=True) as ole:
        stream = bytearray(ole.openstream("Workbook").read())
        change(stream)
        ole.write_stream("Workbook", bytes(stream))
        return file.getvalue()


def records(stream: bytearray) -> list[tuple[int, int, int]]:
    """List (kind, place, length) of the records."""
    listed, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        listed.append((kind, at, length))
        at += 4 + length
    return listed


def first(stream: bytearray, wanted: int) -> tuple[int, int]:
    return next((at, length) for kind, at, length in records(stream) if kind == wanted)


def as_record(kind: int, body: bytes = b"", instead_of: int = WRITEACCESS) -> bytes:
    """Return the good workbook with another record in the place of a harmless one."""

    def change(stream: bytearray) -> None:
        at, length = first(stream, instead_of)
        assert len(body) + 4 <= length or len(body) <= length
        struct.pack_into("<H", stream, at, kind)
        stream[at + 4 : at + 4 + len(body)] = body

    return with_stream(change)


def sheet_type(number: int) -> bytes:
    def change(stream: bytearray) -> None:
        stream[first(stream, BOUNDSHEET)[0] + 4 + 5] = number

    return with_stream(change)


def renamed(old: str, new: str) -> bytes:
    """Return the good workbook with an entry of its directory under another name."""
    at = GOOD.index(old.encode("utf-16-le") + b"\0\0")
    entry = bytearray(GOOD[at : at + 66])
    entry[:64] = new.encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<H", entry, 64, 2 * len(new) + 2)
    return GOOD[:at] + bytes(entry) + GOOD[at + 66 :]


def test_a_harmless_workbook_passes() -> None:
    check_old_excel(GOOD)
    check_old_excel(with_stream(lambda stream: None))


def test_formulas_are_found_where_they_stand() -> None:
    finding = refusal(content("formulas.xls"))
    assert finding.rule_code == "RET-01"
    assert (finding.place, finding.found, finding.expected) == (
        "表四!E6",
        "单元格含公式",
        "填写数值，不用公式",
    )
    assert "选择性粘贴—数值" in finding.remedy


@pytest.mark.parametrize("kind", [0x0006, 0x0206, 0x0406, 0x0221, 0x04BC, 0x0236])
def test_every_kind_of_formula(kind: int) -> None:
    finding = refusal(as_record(kind, instead_of=NUMBER))
    assert finding.found == "单元格含公式"
    assert finding.place.startswith("表二")


@pytest.mark.parametrize(
    ("bad", "said", "way_out"),
    [
        pytest.param(
            as_record(0x2F, instead_of=CODEPAGE), "文件有密码（已加密）", "去掉打开密码", id="encrypted"
        ),
        pytest.param(sheet_type(1), "宏表", "删去宏表", id="Excel 4 macro sheet"),
        pytest.param(sheet_type(6), "宏表", "删去宏表", id="VB module"),
        pytest.param(as_record(SUPBOOK, b"\1\0\x0a\0\0\1x.xls"), "外部链接", "断开链接", id="other workbook"),
        pytest.param(
            as_record(EXTERNSHEET, b"\x06\1x.xls"), "外部链接", "断开链接", id="other workbook, Excel 95"
        ),
        pytest.param(as_record(0x1AD), "外部数据查询", "删去查询", id="query"),
        pytest.param(renamed("\5SummaryInformation", "_VBA_PROJECT_CUR"), "宏", "不含宏", id="macros"),
        pytest.param(renamed("\5SummaryInformation", "Macros"), "宏", "不含宏", id="macros of Excel 95"),
        pytest.param(renamed("\5SummaryInformation", "MBD00A1B2C3"), "嵌入的对象", "删去", id="object"),
        pytest.param(renamed("\5SummaryInformation", "LNK00A1B2C3"), "链接对象", "删去", id="linked object"),
        pytest.param(renamed("\5SummaryInformation", "EncryptedPackage"), "有密码", "去掉", id="package"),
        pytest.param(renamed("Workbook", "WordDocument"), "没有工作簿", "另存为 .xlsx", id="no workbook"),
        pytest.param(
            renamed("\5SummaryInformation", "Book"), "已损坏", "另存为 .xlsx", id="no workbook in Book"
        ),
        pytest.param(b"PK\3\4" + GOOD[4:], "不是真正的 Excel 97–2003 格式", "另存为 .xlsx", id="no OLE file"),
        pytest.param(b"<html><table></table></html>", "不是真正的 Excel", "另存为", id="a web page"),
        pytest.param(GOOD[:2000], "已损坏", "另存为 .xlsx", id="truncated"),
    ],
)
def test_each_fault_has_its_own_words(bad: bytes, said: str, way_out: str) -> None:
    finding = refusal(bad)
    assert (finding.rule_code, finding.place) == ("RET-01", "文件")
    assert said in finding.found
    assert way_out in finding.remedy


def test_references_within_the_workbook_are_no_links() -> None:
    check_old_excel(as_record(SUPBOOK, b"\3\0\1\4"))
    check_old_excel(as_record(SUPBOOK, b"\1\0\1\x3a"))
    table_of_257 = b"\1\1" + bytes(6 * 257)
    assert not old_excel._is_external(EXTERNSHEET, table_of_257)
    assert old_excel._is_external(EXTERNSHEET, table_of_257[:-1])


def longer(stream: bytearray) -> None:
    struct.pack_into("<H", stream, first(stream, WRITEACCESS)[0] + 2, 0xFFF0)


def elsewhere(stream: bytearray) -> None:
    struct.pack_into("<I", stream, first(stream, BOUNDSHEET)[0] + 4, 4)


def without_end(stream: bytearray) -> None:
    stream[records(stream)[-1][1]] = 0x0B


def without_begin(stream: bytearray) -> None:
    stream[0] = 0


@pytest.mark.parametrize("change", [longer, elsewhere, without_end, without_begin])
def test_records_that_do_not_follow_one_another(change: Callable[[bytearray], None]) -> None:
    finding = refusal(with_stream(change))
    assert (finding.rule_code, finding.found) == ("RET-01", "工作簿已损坏，内部记录不连贯")
