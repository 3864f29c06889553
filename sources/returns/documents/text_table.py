"""Opens a table saved as text: CSV with commas or semicolons, or fields separated by tabs."""

import csv
import io
import re
from collections import Counter
from typing import NamedTuple, NoReturn

from sources.returns.documents.decoding import decoded
from sources.returns.documents.extent import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sources.returns.documents.model import Cell, Document, Table
from sources.returns.model import Finding, Rejected
from sources.text import tidy

_RESAVE = "请用 Excel 或 WPS 打开确认无误后，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”重新报送"
_DELIMITERS = (",", ";", "\t")
_BLANK = ",;\t \r\n"
_LINE_END = re.compile(r"[\r\n]")


class _Split(NamedTuple):
    """The records that a delimiter makes of a file, each with its first line, and where that went wrong."""

    records: list[tuple[int, list[str]]]
    broken_at: int | None


def open_text_table(content: bytes, is_tab: bool) -> Document:
    """Open a CSV or TSV file as one table.

    Args:
        content: The file's bytes.
        is_tab: Whether it says of itself that tabs separate its fields; else that is found out.

    Raises:
        Rejected: It is no text in a known encoding, a quotation mark is not closed, or it is too large.
    """
    text = _without_blank_end(decoded(content, (), _RESAVE))
    split = _best([_split(text, delimiter) for delimiter in (("\t",) if is_tab else _DELIMITERS)])
    if split.broken_at is not None:
        found = "引号没有成对，或一个字段过长"
        raise Rejected(Finding("RET-01", f"第{split.broken_at}行", found, "引号成对的表格", _RESAVE))
    width = max((len(fields) for _, fields in split.records), default=0)
    if width > MAX_COLUMNS or width * len(split.records) > MAX_CELLS:
        _refuse_size(f"表格有 {len(split.records)} 行 {width} 列")
    return Document("csv", [Table("表1", [_row(line, fields, width) for line, fields in split.records])])


def _split(text: str, delimiter: str) -> _Split:
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    try:
        for fields in reader:
            records.append((first, fields))
            first = reader.line_num + 1
            if len(records) > MAX_ROWS:
                _refuse_size(f"表格超过 {MAX_ROWS} 行")
    except csv.Error:
        return _Split(records, first)
    return _Split(records, None)


def _without_blank_end(text: str) -> str:
    """Cut the blank lines at the end, of which spreadsheets sometimes write thousands."""
    end = len(text.rstrip(_BLANK))
    match = _LINE_END.search(text, end)
    return text[: match.start()] if match else text


def _best(splits: list[_Split]) -> _Split:
    """Return the split that gives most records the same number of fields, and more than one.

    Where none does, the one that went wrong: a quotation mark that is never closed hides what it splits.
    """

    def evenness(split: _Split) -> tuple[int, int, bool]:
        widths = Counter(len(fields) for _, fields in split.records if len(fields) > 1)
        width, records = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return records, width, (split.broken_at is None) == (records > 0)

    return max(splits, key=evenness)


def _row(line: int, fields: list[str], width: int) -> list[Cell | None]:
    """Return a record on the grid; of fields that it lacks nobody can tell whether they were empty or lost."""
    cells: list[Cell | None] = [
        Cell(tidy(raw), raw, None, f"第{line}行第{column}列") for column, raw in enumerate(fields, start=1)
    ]
    return cells + [None] * (width - len(fields))


def _refuse_size(found: str) -> NoReturn:
    expected = f"不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列，共不超过 {MAX_CELLS} 格"
    raise Rejected(Finding("RET-01", "文件", found, expected, "请删去多余的行列"))
