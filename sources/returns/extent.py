"""Refuses worksheets with content far out, before the reader lays out every cell that lies before it.

One word in XFD1048576 would ask for seventeen thousand million cells and take the whole process down.
"""

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import NoReturn
from xml.parsers import expat

from sources.returns.model import Finding, Rejected

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 500_000  # laid out, over all worksheets
_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")


class _Sheet:
    """Follows where the cells of one worksheet stand; a cell that names no place follows the one before."""

    def __init__(self, name: str) -> None:
        self.name, self.row, self.column = name, 0, 0
        self.cell, self.last_row, self.last_column = (0, 0), 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        place = attributes.get("r", "")
        if local == "row":
            self.row, self.column = int(place) if place.isdecimal() else self.row + 1, 0
        elif local == "c":
            reference = _REFERENCE.fullmatch(place)
            self.column = _column_number(reference[1]) if reference else self.column + 1
            self.cell = (int(reference[2]) if reference else self.row, self.column)
        elif local in ("v", "is"):
            self.last_row = max(self.last_row, self.cell[0])
            self.last_column = max(self.last_column, self.cell[1])
            if self.cell[0] > MAX_ROWS or self.cell[1] > MAX_COLUMNS:
                _refuse(self.name, f"第 {self.cell[0]} 行第 {self.cell[1]} 列有内容")


def refuse_far_cells(content: bytes) -> None:
    """Check every worksheet of a workbook that :func:`sources.safety.check_zip` found sound.

    Raises:
        Rejected: A cell with content lies beyond the limits.
        ValueError: A worksheet is not well-formed.
    """
    cells = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if b"sheetData" not in part:  # whatever it is called and wherever it lies
                continue
            sheet, parser = _Sheet(PurePosixPath(name).stem), expat.ParserCreate()
            parser.StartElementHandler = sheet.start
            try:
                parser.Parse(part, True)
            except expat.ExpatError as error:
                raise ValueError(f"{name}: {error}") from error
            cells += sheet.last_row * sheet.last_column
            if cells > MAX_CELLS:
                _refuse(sheet.name, f"到此共占 {cells} 格")


def _refuse(sheet: str, found: str) -> NoReturn:
    expected = f"每表不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列，合计不超过 {MAX_CELLS} 格"
    raise Rejected(Finding("RET-01", sheet, found, expected, "请删去多余的行列"))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
