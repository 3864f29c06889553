"""Looks through an xls workbook (BIFF, Excel 97–2003) before any reader opens it.

Only record heads and a few fields are read, one after the other; nothing is laid out and nothing is believed.
"""

import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sources.returns.documents.workbook import column_name
from sources.returns.model import Finding, Rejected

if TYPE_CHECKING:
    from olefile import OleFileIO

_RESAVE = "请用 Excel 或 WPS 打开确认无误后，另存为 .xlsx 重新报送"
_AS_VALUES = "请选中公式单元格，复制后“选择性粘贴—数值”，再重新报送"
_BOF, _EOF, _BOUNDSHEET = 0x0809, 0x000A, 0x0085
_FILEPASS, _EXTERNSHEET, _SUPBOOK = 0x002F, 0x0017, 0x01AE
_CELL_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_FORMULAS = _CELL_FORMULAS | {0x0021, 0x0221, 0x04BC, 0x0036, 0x0236}  # of arrays, shared, of data tables
_QUERIES = frozenset({0x01AD, 0x00DC, 0x0876})  # QSI, PARAMQRY, DCONN
_MACRO_SHEET, _VB_MODULE = 1, 6
_WORKBOOKS = ("workbook", "book")
# Storages (by the beginning of their names) that a workbook of figures has no use for.
_FORBIDDEN_STORAGES = (
    ("_vba_project", "宏", "请另存为不含宏的 .xlsx"),
    ("macros", "宏", "请另存为不含宏的 .xlsx"),
    ("mbd", "嵌入的对象", "请删去嵌入的对象后重新报送"),
    ("lnk", "引用其他文件的链接对象", "请删去链接的对象后重新报送"),
)


class _Record(NamedTuple):
    kind: int
    at: int
    body: bytes


def check_old_excel(content: bytes) -> None:
    """Check an xls workbook; a sound and harmless one passes.

    Raises:
        Rejected: It is no OLE file, damaged or encrypted, or has macros, links to other files or formulas.
    """
    for stream in _workbook_streams(content):
        sheets, place = dict[int, str](), "文件"
        for record in _records(stream):
            if record.kind == _BOUNDSHEET and len(record.body) >= 8:
                sheets[struct.unpack_from("<I", record.body)[0]] = _sheet_name(record.body)
            place = sheets.get(record.at, place)
            _check_record(record, place)


def _workbook_streams(content: bytes) -> list[bytes]:
    """Return the streams that a reader may take for the workbook: old versions keep one for Excel 95 as well."""
    from olefile import OleFileIO, isOleFile

    if not isOleFile(data=content):
        raise _refusal("文件不是真正的 Excel 97–2003 格式（.xls）", "能正常打开的 .xls 或 .xlsx", _RESAVE)
    try:
        with OleFileIO(io.BytesIO(content)) as ole:
            _check_storages(ole)
            paths = [path for path in ole.listdir() if path[-1].lower() in _WORKBOOKS]
            if len({path[-1].lower() for path in paths}) < len(paths):
                raise _damaged()
            streams = [bytes(ole.openstream(path).read()) for path in paths]
    except (Rejected, MemoryError):
        raise
    except Exception as error:  # a damaged file makes its reader fail in any way there is
        raise _damaged() from error
    if not streams:
        raise _refusal("文件里没有工作簿", "Excel 97–2003 工作簿", _RESAVE)
    return streams


def _check_storages(ole: "OleFileIO[Any]") -> None:
    for path in ole.listdir(streams=True, storages=True):
        for name in path[:1]:
            if name == "EncryptedPackage":
                raise _encrypted()
            for start, called, remedy in _FORBIDDEN_STORAGES:
                if name.lower().startswith(start):
                    raise _refusal(f"文件含有{called}", "只有填报内容的工作簿", remedy)


def _records(stream: bytes) -> Iterator[_Record]:
    """Yield the records in order; every worksheet must begin at one of them, or something lies hidden between."""
    at, depth, begins, sheets = 0, 0, set[int](), set[int]()
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if depth == 0 and kind == 0:  # filled up with zeros behind the last worksheet
            break
        if at + 4 + length > len(stream) or (depth == 0 and kind != _BOF):
            raise _damaged()
        record = _Record(kind, at, stream[at + 4 : at + 4 + length])
        if kind == _BOF:
            begins.add(at)
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif kind == _BOUNDSHEET and length >= 8:
            sheets.add(struct.unpack_from("<I", record.body)[0])
        yield record
        at += 4 + length
    if depth or not sheets or not sheets <= begins:
        raise _damaged()


def _sheet_name(body: bytes) -> str:
    """Return the name in a BOUNDSHEET record; of no consequence but for the message."""
    length, is_wide = body[6], body[7] == 1
    name = (
        body[8 : 8 + length * 2].decode("utf-16-le", "replace")
        if is_wide
        else body[8 : 8 + length].decode("latin-1")
    )
    return name.strip() or "工作表"


def _check_record(record: _Record, place: str) -> None:
    kind, body = record.kind, record.body
    if kind == _FILEPASS:
        raise _encrypted()
    if kind in _FORMULAS:
        if kind in _CELL_FORMULAS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            place = f"{place}!{column_name(column)}{row + 1}"
        raise _refusal("单元格含公式", "填写数值，不用公式", _AS_VALUES, place)
    if kind in _QUERIES:
        raise _refusal(
            "文件含有外部数据查询", "只有填报内容的工作簿", "请删去查询，只留数值，另存为 .xlsx", place
        )
    if kind == _BOUNDSHEET and len(body) >= 6 and body[5] in (_MACRO_SHEET, _VB_MODULE):
        raise _refusal("文件含有宏表（Excel 4.0 宏）", "不含宏的工作簿", "请删去宏表，另存为不含宏的 .xlsx")
    if _is_external(kind, body):
        remedy = "请断开链接（数据—编辑链接—断开链接）后，另存为 .xlsx 重新报送"
        raise _refusal("文件引用其他文件（外部链接）", "不引用其他文件的工作簿", remedy)


def _is_external(kind: int, body: bytes) -> bool:
    """Tell whether a record names another workbook, or another program's document."""
    if kind == _SUPBOOK:  # 0x0401: this workbook itself; 0x3A01: functions of an add-in
        return body[2:4] not in (b"\x01\x04", b"\x01\x3a")
    if kind == _EXTERNSHEET and len(body) >= 2 and body[1] == 1:
        # BIFF5 has an encoded path here; BIFF8 a table of 6 bytes a row behind its count.
        return len(body) != 2 + 6 * int.from_bytes(body[:2], "little")
    return False


def _encrypted() -> Rejected:
    remedy = "请去掉打开密码和工作簿保护，另存为 .xlsx 重新报送"
    return _refusal("文件有密码（已加密）", "没有密码的工作簿", remedy)


def _damaged() -> Rejected:
    return _refusal("工作簿已损坏，内部记录不连贯", "能正常打开的 .xls 或 .xlsx", _RESAVE)


def _refusal(found: str, expected: str, remedy: str, place: str = "文件") -> Rejected:
    return Rejected(Finding("RET-01", place, found, expected, remedy))
