"""Reads the lists that the office keeps in the inbox as CSV, as a spreadsheet saves them."""

import csv
from pathlib import Path

from sources.text import key


def read_office_lines(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the heading as written, and each line below that says anything: its number, column → cell.

    UTF-8 with or without a byte order mark, or GB18030. Columns are named by their ``key``.

    Raises:
        OSError: The system does not let us read the file.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    header, *rows = _records(text) or [(1, [])]
    names = {key(name): index for index, name in enumerate(header[1])}
    return header[1], [
        (number, {name: fields[at].strip() if at < len(fields) else "" for name, at in names.items()})
        for number, fields in rows
    ]


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say anything, with their numbers; each for itself, so that one bad line spoils one."""
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            fields = next(csv.reader([line]), [])
        except csv.Error:
            fields = [line[:100]]
        if any(field.strip() for field in fields):
            records.append((number, fields))
    return records
