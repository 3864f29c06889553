"""Reads files whose readers a hostile file can hang or fill memory with: in a process apart, with limits.

``python -m sources.returns.documents.isolated KIND`` takes the file on standard input and answers in JSON.
"""

import datetime as dt
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from sources.returns.documents.model import Cell, Document, Line, Table
from sources.returns.model import Finding, Rejected

# Of processor time: how busy the machine is decides nothing about a file.
CPU_SECONDS = 4
# By the clock, for a child that waits for what never comes.
WALL_SECONDS = 60.0
MEMORY_BYTES = 2 * 2**30
_ROOT = Path(__file__).resolve().parents[3]
# What the child needs of our surroundings; secrets are not among it.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "PYTHONPYCACHEPREFIX")
_MAX_ANSWER = 64 * 2**20
_TOO_MUCH = 3
_RESAVE = "请打开原件确认无误，只留年度报告本身，另存后再报；或改报 .xlsx、.docx"
_logger = logging.getLogger(__name__)


def read_isolated(kind: str, content: bytes) -> Document:
    """Read a file in a process apart.

    Args:
        kind: ``pdf`` or ``xls``.
        content: The file's bytes.

    Raises:
        Rejected: The reader refused it, or did not come to an end within the limits.
    """
    # -P: the folder that we happen to stand in is no place to import from.
    command = [sys.executable, "-P", "-X", "utf8", "-m", __name__, kind]
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = str(_ROOT)
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _unfinished(f"读取超过 {WALL_SECONDS:g} 秒仍未完成，已停止") from None
    if child.returncode == -signal.SIGXCPU:
        raise _unfinished(f"读取用了 {CPU_SECONDS} 秒处理器时间仍未完成，已停止")
    if child.returncode == _TOO_MUCH:
        raise _unfinished("文件展开后过大，占满了读取程序的内存")
    if child.returncode != 0:
        _logger.warning("%s reader ended with %d: %s", kind, child.returncode, child.stderr[-2000:])
        raise _unfinished("文件无法读取，读取程序中途停止")
    try:
        answer = json.loads(child.stdout)
    except ValueError:  # a library wrote to standard output, or the child was stopped in the middle of a word
        raise _unfinished("文件无法读取，读取程序没有给出结果") from None
    if "rejected" in answer:
        raise Rejected(Finding(*answer["rejected"]))
    return _document(answer)


def _unfinished(found: str) -> Rejected:
    return Rejected(Finding("RET-01", "文件", found, "能正常打开的文件", _RESAVE))


def _main(kind: str) -> int:
    """Read standard input and write the answer: the child's side."""
    read = _reader(kind)
    _limit()
    try:
        answer = json.dumps(_answer(read, sys.stdin.buffer.read()), ensure_ascii=False).encode()
        if len(answer) > _MAX_ANSWER:
            return _TOO_MUCH
    except MemoryError:
        return _TOO_MUCH
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _reader(kind: str) -> Callable[[bytes], Document]:
    """Import a reader and its libraries before the limits begin: those are ours, and may write their cache."""
    if kind == "pdf":
        from sources.returns.documents.pdf import read_pdf

        import_module("pdfplumber")
        return read_pdf
    from sources.returns.documents.old_excel import check_old_excel
    from sources.returns.documents.workbook import open_old_workbook

    def read_old_excel(content: bytes) -> Document:
        check_old_excel(content)
        return open_old_workbook(content)

    import_module("olefile")
    import_module("python_calamine")
    return read_old_excel


def _limit() -> None:
    """Limit this process: memory, processor time, and no file written."""
    import resource

    limits = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    )
    for limit, most in (*limits, (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        if hard == resource.RLIM_INFINITY or most <= hard:
            # The soft limit gives a signal of its own, by which our parent knows what happened.
            resource.setrlimit(limit, (most, most + 1 if limit == resource.RLIMIT_CPU else most))


def _answer(read: Callable[[bytes], Document], content: bytes) -> dict[str, Any]:
    try:
        document = read(content)
    except Rejected as rejection:
        return {"rejected": [*rejection.finding[:5]]}
    return {
        "format": document.format,
        "tables": [_table_answer(table) for table in document.tables],
        "lines": document.lines,
        "marks": document.marks,
    }


def _table_answer(table: Table) -> dict[str, Any]:
    """Return a table with each cell once: that one cell stands at many positions must survive."""
    numbers: dict[int, int] = {}
    cells: list[list[str | None]] = []
    for cell in (cell for row in table.rows for cell in row if cell is not None):
        if id(cell) not in numbers:
            numbers[id(cell)] = len(cells)
            cells.append([cell.text, cell.raw, cell.date.isoformat() if cell.date else None, cell.place])
    rows = [[None if cell is None else numbers[id(cell)] for cell in row] for row in table.rows]
    breaks = sorted(table.page_breaks)
    return {
        "name": table.name,
        "rows": rows,
        "is_visible": table.is_visible,
        "breaks": breaks,
        "cells": cells,
    }


def _document(answer: dict[str, Any]) -> Document:
    tables = []
    for table in answer["tables"]:
        cells = [
            Cell(text, raw, dt.date.fromisoformat(date) if date else None, place)
            for text, raw, date, place in table["cells"]
        ]
        rows = [[None if number is None else cells[number] for number in row] for row in table["rows"]]
        tables.append(Table(table["name"], rows, table["is_visible"], frozenset(table["breaks"])))
    return Document(answer["format"], tables, [Line(*line) for line in answer["lines"]], answer["marks"])


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
