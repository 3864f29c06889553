"""Collects the rows of all hosts and writes them in pieces, so that memory does not grow with the pages."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from sources.portals.crawl.rows import ROWS

_FULL = 500  # rows of one table


class Batch:
    """Rows that were not written yet; many threads may add.

    Args:
        write: Takes a table name and its rows; called by one thread at a time.
    """

    def __init__(self, write: Callable[[str, Sequence[tuple[Any, ...]]], None]) -> None:
        self._write, self._lock = write, threading.Lock()
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ROWS}

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Add a row; a full table is written."""
        with self._lock:
            rows = self._rows[table]
            rows.append(row)
            if len(rows) >= _FULL:
                self._write(table, rows)
                rows.clear()

    def flush(self) -> None:
        """Write what is left."""
        with self._lock:
            for table, rows in self._rows.items():
                if rows:
                    self._write(table, rows)
                    rows.clear()
