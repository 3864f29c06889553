"""The figures that all fixtures hold, and where the official form has them on its grids."""

import csv
from pathlib import Path

from sources.returns.documents.model import Table

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
_DISCLOSURES = [(2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (6, 1), (9, 1), (10, 1), (13, 1)]
_REQUESTS = [(row, column) for row in range(3, 28) for column in range(3, 10)]
_REVIEWS = [(3, column) for column in range(15)]
_PLACES = {"disclosures": _DISCLOSURES, "foi_requests": _REQUESTS, "reviews_litigation": _REVIEWS}


def content(name: str) -> bytes:
    """Return the bytes of a fixture."""
    return (FIXTURES / name).read_bytes()


def expected() -> list[list[str]]:
    """Return the raw figures of the three tables, each in the order of the form."""
    with (FIXTURES / "figures.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [[row["raw"] for row in rows if row["table_code"] == code] for code in _PLACES]


def found(tables: list[Table], top: int = 0) -> list[list[str]]:
    """Return the raw figures at the places of the official grids, which begin ``top`` rows down."""
    return [
        [raw(table, row + top, column) for row, column in places]
        for table, places in zip(tables, _PLACES.values(), strict=True)
    ]


def raw(table: Table, row: int, column: int) -> str:
    """Return the raw text of a cell that must be there."""
    cell = table.rows[row][column]
    assert cell is not None, f"{table.name}: nothing at {row}, {column}"
    return cell.raw
