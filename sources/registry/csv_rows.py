"""Reads the registry's CSV files: every column as text, every mistake with file and line."""

import csv
import datetime as dt
from pathlib import Path

from sources.errors import SourceError


class Row(dict[str, str]):
    """One CSV row that knows where it stands."""

    def __init__(self, values: dict[str, str], path: Path, line: int) -> None:
        super().__init__(values)
        self.where = f"{path.name} 第{line}行"

    def date(self, column: str) -> dt.date | None:
        """Return an ISO date, or None where the cell is empty.

        Raises:
            SourceError: The cell holds something else.
        """
        if not self[column]:
            return None
        try:
            return dt.date.fromisoformat(self[column])
        except ValueError:
            raise SourceError(
                f"{self.where} {column}", f"“{self[column]}”不是日期", "如 2021-10-30"
            ) from None

    def integer(self, column: str) -> int:
        """Return a whole number.

        Raises:
            SourceError: The cell holds something else.
        """
        try:
            return int(self[column])
        except ValueError:
            raise SourceError(f"{self.where} {column}", f"“{self[column]}”不是整数") from None


def read_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV file that must have ``columns`` (others may follow).

    Raises:
        SourceError: The file is missing, is not UTF-8, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey="", restval="")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise SourceError(path.name, f"缺少列 {'、'.join(missing)}", "、".join(columns))
            rows = []
            for raw in reader:
                if raw.pop("", None):
                    found = f"单元格多于表头的 {len(reader.fieldnames or ())} 列"
                    raise SourceError(
                        f"{path.name} 第{reader.line_num}行", found, remedy="含逗号的内容请加双引号"
                    )
                values = {name: str(value or "").strip() for name, value in raw.items()}
                rows.append(Row(values, path, reader.line_num))
            return rows
    except FileNotFoundError:
        raise SourceError(str(path.name), "文件不存在", remedy=f"请在 {path.parent.name} 目录补上") from None
    except UnicodeDecodeError:
        raise SourceError(path.name, "不是 UTF-8 编码", remedy="请另存为 UTF-8 编码的 CSV") from None
