"""What sources/ may not know: the orchestrator, the warehouse, the checks, and any one city."""

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "sources"
MODULES = sorted(SOURCES.rglob("*.py"))
FORBIDDEN = {"dagster", "dbt", "duckdb", "great_expectations", "pandas", "orchestration", "expectations"}
CITY = ("福州", "fuzhou", "榕")


def imported(source: str) -> set[str]:
    """The top-level packages that a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


def names_of_a_city(source: str) -> list[str]:
    return [name for name in CITY if name in source.lower()]


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_a_reader_imports_no_layer_above_it(path: Path) -> None:
    assert not {name for name in imported(path.read_text(encoding="utf-8")) if name in FORBIDDEN}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_no_module_names_a_city(path: Path) -> None:
    assert names_of_a_city(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["import pandas as pd", "def f():\n    from dagster import asset", "import dbt.cli.main"]
)
def test_a_forbidden_import_would_be_seen(source: str) -> None:
    assert imported(source) & FORBIDDEN


@pytest.mark.parametrize("source", ["# 福州市", "PATH = 'Fuzhou'", "榕政办 = 1"])
def test_a_city_would_be_seen(source: str) -> None:
    assert names_of_a_city(source)
