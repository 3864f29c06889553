"""What the end-to-end tests look at: files by hash, and the published tables."""

import hashlib
from pathlib import Path

import duckdb

from tests.conftest import YEAR

# What remembers the runs that were is no function of what came in.
_HISTORY = {"fct_obligation_history.parquet", "fct_obligation_trend.parquet"}


def hashes(home: Path) -> dict[str, str]:
    """Return name → sha256 of everything published that must come out the same: Parquet and exports."""
    folders = (home / "published" / "parquet", home / "exports" / str(YEAR))
    files = {
        path: path.relative_to(folder).as_posix() for folder in folders for path in sorted(folder.rglob("*"))
    }
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path, name in files.items()
        if path.is_file() and name not in _HISTORY
    }


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query on the published copy of a home."""
    with duckdb.connect(str(home / "published" / "zwgk.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def scalar(home: Path, query: str) -> object:
    """Return the only value of a query."""
    [(value,)] = rows(home, query)
    return value
