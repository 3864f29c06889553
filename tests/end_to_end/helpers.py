"""What the end-to-end tests look at: files by hash, the published tables, and what the web server says."""

import hashlib
import json
import socket
import urllib.request
from pathlib import Path
from typing import Any

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


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(address: str, query: str) -> Any:
    """Return what a Dagster web server answers to a GraphQL query."""
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["data"]
