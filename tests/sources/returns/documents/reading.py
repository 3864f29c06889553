"""What the tests of the readers share: cells as text, refusals, and Word documents of a given markup."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import docx
import pytest

from sources.returns.documents.model import Cell, Document, Table
from sources.returns.model import Finding, Rejected
from tests.sources.returns import official

SLOWEST = 5  # seconds; no file may take longer


def texts(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.rows]


def cell_at(document: Document, table: int, row: int, column: int) -> Cell:
    """The cell of a table, all counted from 1 as in a place."""
    cell = document.tables[table - 1].rows[row - 1][column - 1]
    assert cell is not None
    return cell


def laid_out(grid: official.Grid) -> list[list[str | None]]:
    """The official grid as it must read: the text of a merged cell at each position."""
    rows, columns = official.shape(grid)
    lines: list[list[str | None]] = [[None] * columns for _ in range(rows)]
    for span in grid:
        for row in range(span.row, span.row + span.rows):
            lines[row][span.column : span.column + span.columns] = [span.text] * span.columns
    return lines


def refusal(open_it: Callable[[], object]) -> Finding:
    """Open something that must be refused, in time, with all that its receipt needs."""
    with in_time(), pytest.raises(Rejected) as caught:
        open_it()
    finding = caught.value.finding
    assert finding.rule_code == "RET-01"
    assert all((finding.place, finding.found, finding.expected, finding.remedy))
    return finding


@contextmanager
def in_time(seconds: float = SLOWEST) -> Iterator[None]:
    """Fail when the block used more processor time; other work on the machine does not count."""
    before = time.process_time()
    yield
    assert time.process_time() - before < seconds


@cache
def _blank_document() -> dict[str, bytes]:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word(body: str, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """A document as python-docx saves it, with this markup in its body, and parts added or put in place."""
    markup = _blank_document()["word/document.xml"].decode()
    start, end = markup.index("<w:body>"), markup.index("<w:sectPr")
    markup = f"{markup[:start]}<w:body>{body}{markup[end:]}"
    return packed({**_blank_document(), "word/document.xml": markup, **(parts or {})})


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts; noise beside them, so that no test of another limit meets that of the unzip ratio."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        size = sum(len(part) for part in parts.values())
        archive.writestr("docProps/noise.bin", bytes(size // 50), zipfile.ZIP_STORED)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A cell of a table; plain text is put into a paragraph."""
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"
