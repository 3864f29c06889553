import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sources.landing import deliveries
from sources.registry.registry import Registry
from sources.returns.intake import Intake, take_in
from sources.returns.model import Finding, Rejected, Return
from sources.returns.reading import read_file


@dataclass
class Box:
    """An inbox with what is taken in from it."""

    root: Path
    registry: Registry
    now: dt.datetime = field(default=dt.datetime(2021, 11, 8, 9, 30, 15, 999))

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    def put(self, name: str, content: bytes) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def take(self, year: int = 2021) -> Intake:
        return take_in(
            self.inbox, self.root / "landing", self.root / "archive", year, self.registry, lambda: self.now
        )

    def rows(self, source: str, table: str, year: int = 2021) -> list[dict[str, Any]]:
        """All rows landed so far, without the name of their delivery."""
        folders = deliveries(self.root / "landing", source, year)
        rows = [row for folder in folders for row in pq.read_table(folder / f"{table}.parquet").to_pylist()]
        return [{name: value for name, value in row.items() if name != "delivery_id"} for row in rows]

    def newest(self, table: str) -> list[dict[str, Any]]:
        """The rows of the newest look at the inbox."""
        folder = deliveries(self.root / "landing", "inbox", 2021)[-1]
        rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
        return rows

    def outcomes(self) -> dict[str, str]:
        return {row["file_name"]: row["outcome"] for row in self.rows("returns", "submissions")}


@pytest.fixture
def box(tmp_path: Path, registry: Registry) -> Box:
    box = Box(tmp_path, registry)
    box.inbox.mkdir()
    return box


@pytest.fixture
def read(registry: Registry) -> Callable[..., Return]:
    def read_workbook(content: bytes, folder: str = "市财政局", year: int = 2021) -> Return:
        result = read_file(content, "表.xlsx", folder, year, registry)[0]
        if result.is_rejected:
            raise Rejected(result.findings[0])
        return result

    return read_workbook


@pytest.fixture
def rejection(read: Callable[..., Return]) -> Callable[..., Finding]:
    """Read a workbook that must be rejected and return why."""

    def reject(content: bytes, folder: str = "市财政局", year: int = 2021) -> Finding:
        with pytest.raises(Rejected) as caught:
            read(content, folder, year)
        return caught.value.finding

    return reject
