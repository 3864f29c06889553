"""Who may import whom, where the city may be named, and how big a file may be."""

import ast
import re
import statistics
import tomllib
from pathlib import Path

import pytest

from tests.conftest import PROJECT, REGISTRY

PACKAGES = ("orchestration", "sources", "expectations")
# folder → what nothing in it may import
FORBIDDEN = {
    "sources": {
        *("dagster", "dagster_dbt", "dbt", "great_expectations", "pandas", "duckdb"),
        *("orchestration", "expectations"),
    },
    "expectations": {"dagster", "dagster_dbt", "dbt", "duckdb", "orchestration", "sources"},
    "orchestration/exports": {"dagster", "dagster_dbt", "dbt"},
    "orchestration/messages": {"dagster", "dagster_dbt", "dbt"},
    "tests/sources": {"dagster", "orchestration"},
}
# Imports that cost seconds, and so stand in the function that needs them.
HEAVY = {"great_expectations", "pandas", "duckdb", "xlsxwriter", "apprise"}
CITY = re.compile("福州|fuzhou|榕", re.IGNORECASE)
LONGEST, MEDIAN, DEFINITIONS = 400, 100, 60


def _modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (PROJECT / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(nodes: list[ast.stmt] | list[ast.AST]) -> set[str]:
    """The top-level packages that these statements import; every import here is absolute."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            found.add((node.module or "").split(".")[0])
    return found


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_folders_are_where_this_test_looks() -> None:
    assert all(len(_modules(folder)) > 3 for folder in (*PACKAGES, "orchestration/exports"))


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_layer_imports_nothing_that_is_not_its_business(folder: str) -> None:
    found = {
        _name(path): _imported(list(ast.walk(_tree(path)))) & FORBIDDEN[folder] for path in _modules(folder)
    }
    assert {name: imported for name, imported in found.items() if imported} == {}


def test_only_orchestration_imports_dagster() -> None:
    users = {
        path.relative_to(PROJECT).parts[0]
        for path in _modules(*PACKAGES, "dbt_project")
        if _imported(list(ast.walk(_tree(path)))) & {"dagster", "dagster_dbt"}
    }
    assert users == {"orchestration"}


def test_renderers_know_nothing_of_the_assets_that_call_them() -> None:
    for path in _modules("orchestration/exports", "orchestration/messages"):
        modules = [node.module or "" for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom)]
        assert not [name for name in modules if name.startswith("orchestration.defs")], _name(path)


@pytest.mark.parametrize("folder", ["orchestration", "expectations"])
def test_what_takes_seconds_to_import_is_not_imported_at_the_top(folder: str) -> None:
    # Suites are imported by run_suite alone.
    modules = [path for path in _modules(folder) if path.parent.name != "suites"]
    found = {_name(path): _imported(_tree(path).body) & HEAVY for path in modules}
    assert {name: imported for name, imported in found.items() if imported} == {}


def _files_that_name_no_city() -> list[Path]:
    folders = [PROJECT / name for name in (*PACKAGES, "dbt_project")]
    found = [
        path
        for folder in folders
        for suffix in ("py", "sql", "toml", "yml")
        for path in folder.rglob(f"*.{suffix}")
    ]
    return [path for path in [*found, *PROJECT.glob("*.toml")] if not path.is_relative_to(REGISTRY)]


def test_no_code_names_the_city() -> None:
    named = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in _files_that_name_no_city()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if CITY.search(line) or CITY.search(path.name)
    ]
    registry = tomllib.loads((PROJECT / "zwgk.toml").read_text(encoding="utf-8"))["city"]["registry"]
    assert [name for name in named if not name.endswith(f'registry = "{registry}"')] == []
    assert len(named) == 1


def test_the_definitions_only_gather() -> None:
    path = PROJECT / "orchestration" / "definitions.py"
    assert _lines(path) < DEFINITIONS
    kinds = {type(node) for node in _tree(path).body[1:]}
    assert kinds <= {ast.Import, ast.ImportFrom, ast.Assign}


def test_no_file_is_too_long_to_read() -> None:
    sizes = {
        _name(path): _lines(path)
        for path in [*_modules(*PACKAGES, "tests"), *(PROJECT / "dbt_project").rglob("*.sql")]
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


def test_most_modules_are_short() -> None:
    sizes = [_lines(path) for path in _modules(*PACKAGES) if path.name != "__init__.py"]
    assert statistics.median(sizes) <= MEDIAN
