"""Looks through the parts of an xlsx workbook before any reader opens it.

What a reader would lay out or believe is refused here: content far out (one word in XFD1048576 would ask for
seventeen thousand million cells), formulas, whose stored result nobody has checked, and declared entities.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from sources.returns.model import Finding, Rejected
from sources.safety import sound_parts

if TYPE_CHECKING:
    from lxml import etree

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 500_000  # laid out, over all tables of a file
MAX_SHEETS = 100
MAX_SHEET_BYTES = 32 * 2**20
_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")
# Byte searches, for a workbook has thousands of cells: a place beyond row 999 or column GR, and cells and
# formulas under a prefix.
_CELL_OR_FORMULA = re.compile(rb"<([cf])[\s/>]")
_FAR = re.compile(rb'<c r="(?:[A-Z]{1,2}[0-9]{4}|[A-Z]{3}|[H-Z][A-Z]|G[S-Z]|[a-z])')
_PREFIXED = re.compile(rb"<[\w.-]+:[cf][\s/>]")
_AT_ONCE = b'<c r="'
# Where a workbook says what its worksheets are called, and which part each is.
_INDEX = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_AS_VALUES = "请选中公式单元格，复制后“选择性粘贴—数值”，再重新报送"
# What a workbook may not bring along: (path of the part, what it is called).
_FORBIDDEN_PARTS = (
    ("xl/externallinks/", "引用其他文件的外部链接"),
    ("xl/connections", "外部数据连接"),
    ("xl/querytables/", "外部数据查询"),
    ("xl/embeddings/", "嵌入的对象"),
    ("xl/activex/", "ActiveX 控件"),
    ("xl/macrosheets/", "宏表"),
    ("xl/dialogsheets/", "对话框表"),
)


class _Extent(NamedTuple):
    """The last row and column of a worksheet that hold content."""

    row: int
    column: int


def check_workbook_parts(content: bytes) -> None:
    """Check every part of an xlsx workbook.

    Raises:
        SourceError: The file is no sound zip, or has macros (:func:`sources.safety.sound_parts`).
        Rejected: Content beyond the limits, a formula, an entity, or a part that links to other files.
        ValueError: A worksheet is not well-formed.
    """
    cells = sheets = 0
    for name, part in sound_parts(content, "工作簿"):
        _refuse_forbidden(name)
        if b"<!DOCTYPE" in part:
            found, remedy = "文件部件中声明了 DTD 或实体", "请用 Excel 或 WPS 另存为 .xlsx"
            raise Rejected(Finding("RET-01", "文件", found, "普通的工作簿", remedy))
        if name.lower().endswith((".xml", ".rels")) and b"\0" in part[:64]:
            found, remedy = "文件部件不是 UTF-8 编码", "请用 Excel 或 WPS 另存为 .xlsx"
            raise Rejected(Finding("RET-01", "文件", found, "普通的工作簿", remedy))
        if b"sheetData" not in part:  # whatever it is called and wherever it lies
            continue
        sheets += 1
        try:
            extent = _extent(name, part)
            cells += extent.row * extent.column
            if cells > MAX_CELLS:
                _refuse_far(name, f"到此共占 {cells} 格")
        except Rejected as rejection:
            raise Rejected(rejection.finding._replace(place=_sheet_name(content, name))) from rejection
    if sheets > MAX_SHEETS:
        found, expected = f"工作簿有 {sheets} 张工作表", f"不超过 {MAX_SHEETS} 张"
        raise Rejected(Finding("RET-01", "文件", found, expected, "请删去无关的工作表"))


def _extent(sheet: str, part: bytes) -> _Extent:
    """Return how far the content of a worksheet reaches; a cell of style alone is no content.

    Nearly every program writes every cell with its place first, no formula, and fewer than a thousand rows.
    Such a worksheet need not be parsed: it is small, and its reader counts its cells.
    """
    has_prefix = (b":c" in part or b":f" in part) and _PREFIXED.search(part)
    tags = _CELL_OR_FORMULA.findall(part)
    is_plain = part.count(_AT_ONCE) == len(tags) and b"f" not in tags and not has_prefix
    return _Extent(0, 0) if is_plain and not _FAR.search(part) else _parsed_extent(sheet, part)


def _parsed_extent(sheet: str, part: bytes) -> _Extent:
    """Return the same for any worksheet, and refuse the cell that is a formula or lies too far out."""
    from lxml import etree

    if len(part) > MAX_SHEET_BYTES:
        _refuse_far(sheet, f"工作表有 {len(part) // 2**20} MB")
    try:
        root = etree.fromstring(part, _parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{sheet}: {error}") from error
    _refuse_formula(sheet, root)
    places = []
    for row, column in _places(root):
        if row > MAX_ROWS or column > MAX_COLUMNS:
            _refuse_far(sheet, f"第 {row} 行第 {column} 列有内容")
        places.append((row, column))
    return _Extent(*(max((place[axis] for place in places), default=0) for axis in (0, 1)))


def _refuse_formula(sheet: str, root: "etree._Element") -> None:
    for formula in root.iter("{*}f"):
        cell = formula.getparent()
        place = (cell.get("r") if cell is not None else None) or "某处"
        raise Rejected(Finding("RET-01", sheet, f"单元格 {place} 是公式", "填写数值，不用公式", _AS_VALUES))


def _places(root: "etree._Element") -> Iterator[tuple[int, int]]:
    """Yield where the cells with content stand; one that names no place follows the one before."""
    row = 0
    for line in root.iter("{*}row"):
        number = line.get("r") or ""
        row, column = int(number) if number.isdecimal() else row + 1, 0
        for cell in line.iter("{*}c"):
            match = _REFERENCE.fullmatch(cell.get("r") or "")
            column = _column_number(match[1]) if match else column + 1
            if len(cell):
                yield (int(match[2]) if match else row), column


def _sheet_name(content: bytes, part: str) -> str:
    """Return what people call a worksheet, else the name of its part; only ever asked for a message."""
    from lxml import etree

    stem = PurePosixPath(part).stem
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            roots = [etree.fromstring(archive.read(name), _parser()) for name in _INDEX]
        ids = {link.get("Id"): PurePosixPath(link.get("Target") or "").name for link in roots[1]}
        names = {
            ids.get(value): sheet.get("name")
            for sheet in roots[0].iter("{*}sheet")
            for key, value in sheet.attrib.items()
            if str(key).endswith("}id")
        }
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return stem
    return names.get(PurePosixPath(part).name) or stem


def _parser() -> "etree.XMLParser":
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True)


def _refuse_forbidden(name: str) -> None:
    for prefix, called in _FORBIDDEN_PARTS:
        if name.lower().startswith(prefix):
            remedy = "请删去后，另存为普通的 .xlsx 重新报送"
            raise Rejected(Finding("RET-01", "文件", f"文件含有{called}", "只有填报内容的工作簿", remedy))


def too_far(sheet: str, found: str) -> Finding:
    """Return the finding on a worksheet that is larger than any return."""
    expected = f"每表不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列，合计不超过 {MAX_CELLS} 格"
    return Finding("RET-01", sheet, found, expected, "请删去多余的行列")


def _refuse_far(sheet: str, found: str) -> NoReturn:
    raise Rejected(too_far(sheet, found))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
