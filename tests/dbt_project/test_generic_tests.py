"""The generic tests that the project brings itself, as dbt renders them, in a project of a few rows."""

import json
import re
import shutil

import pytest
import yaml

from tests.dbt_project.calling import DBT_PROJECT, dbt, results_of

_ROWS = {
    "unique_pairs": "select 2021 as a, 'x' as b union all select 2021, 'y' union all select 2022, 'x'",
    "repeated_pair": "select 2021 as a, 'x' as b union all select 2021, 'x' union all select 2022, 'x'",
    "repeated_with_null": "select 2021 as a, cast(null as varchar) as b union all select 2021, null",
    "no_rows": "select 2021 as a, 'x' as b where false",
    "all_hold": "select 1 as days union all select 2",
    "one_broken": "select 1 as days union all select -1",
    "all_filled": "select 1 as a, 'x' as b union all select 2, ''",
    "gaps": "select 1 as a, cast(null as varchar) as b union all select null, 'x' union all select 3, 'y'",
    "one_null": "select 1 as days union all select cast(null as integer)",
}
_UNIQUE = {"unique_together": {"arguments": {"columns": ["a", "b"]}}}
_HOLDS = {"holds": {"arguments": {"expression": "days > 0"}}}
_FILLED = {"filled": {"arguments": {"columns": ["a", "b"]}}}
# Model, test, what must come out, rows reported: one a repeated pair; one a broken row; one a row with a gap.
_GENERIC = [
    ("unique_pairs", _UNIQUE, "pass", 0),
    ("repeated_pair", _UNIQUE, "fail", 1),
    ("repeated_with_null", _UNIQUE, "fail", 1),
    ("no_rows", _UNIQUE, "pass", 0),
    ("all_hold", _HOLDS, "pass", 0),
    ("one_broken", _HOLDS, "fail", 1),
    ("one_null", _HOLDS, "fail", 1),
    ("all_filled", _FILLED, "pass", 0),
    ("gaps", _FILLED, "fail", 2),
]


@pytest.fixture(scope="session")
def generic_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, int]]:
    """Model → status and failing rows of the one generic test on it."""
    project = tmp_path_factory.mktemp("generic")
    (project / "macros").mkdir()
    shutil.copy(DBT_PROJECT / "macros" / "tests_generic.sql", project / "macros")
    (project / "models").mkdir()
    for name, rows in _ROWS.items():
        (project / "models" / f"{name}.sql").write_text(rows, encoding="utf-8")
    models = [{"name": name, "data_tests": [test]} for name, test, _, _ in _GENERIC]
    (project / "models" / "models.yml").write_text(
        yaml.safe_dump({"version": 2, "models": models}), encoding="utf-8"
    )
    settings = {
        "name": "generic",
        "version": "1.0",
        "profile": "zwgk",
        "flags": {"send_anonymous_usage_stats": False},
    }
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = dbt(project, project / "target", "build", ZWGK_WAREHOUSE=str(project / "generic.duckdb"))
    assert done.returncode == 1, done.stdout + done.stderr
    nodes = json.loads((project / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return {
        nodes[result["unique_id"]]["attached_node"].rsplit(".", 1)[1]: (result["status"], result["failures"])
        for result in results_of(project / "target")
        if result["unique_id"].startswith("test.")
    }


@pytest.mark.parametrize(
    ("model", "expected"), [(name, (status, rows)) for name, _, status, rows in _GENERIC]
)
def test_generic_tests_fail_on_bad_rows_and_pass_on_good(
    generic_results: dict[str, tuple[str, int]], model: str, expected: tuple[str, int]
) -> None:
    assert generic_results[model] == expected


def test_every_generic_test_of_the_project_is_tried() -> None:
    source = (DBT_PROJECT / "macros" / "tests_generic.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"{%-? test (\w+)\(", source)) == {
        name for _, test, _, _ in _GENERIC for name in test
    }
