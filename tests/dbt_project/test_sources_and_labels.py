"""What the models read from the landing area, and the words for the codes that they give."""

import csv
import functools
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from sources.returns.model import FORM_NAMES
from tests.conftest import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"
MODELS = DBT_PROJECT / "models"


def read_yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


SOURCES = [source for path in sorted(MODELS.rglob("_sources.yml")) for source in read_yaml(path)["sources"]]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["name"])
def test_a_source_is_its_deliveries_and_not_what_a_killed_run_left(
    source: dict[str, Any], tmp_path: Path
) -> None:
    location = source["config"]["meta"]["external_location"]
    pattern = re.sub(r"{{.*?}}", str(tmp_path), location).format(name="rows")
    folder = tmp_path / location.split("}}/")[1].split("/")[0].replace("*", "units") / "year=2021"
    for name in ("000001-0123456789ab", "000012-0123456789ab"):
        (folder / name).mkdir(parents=True)
        duckdb.execute(f"copy (select '{name}' as delivery_id) to '{folder / name / 'rows.parquet'}'")
    (folder / ".partial-x1").mkdir()
    (folder / ".partial-x1" / "rows.parquet").write_bytes(b"half a file")
    read = duckdb.execute(f"select delivery_id from {pattern} order by 1").fetchall()
    assert read == [("000001-0123456789ab",), ("000012-0123456789ab",)]


@functools.cache
def _labels() -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    with (DBT_PROJECT / "seeds" / "labels.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            labels.setdefault(row["domain"], {})[row["code"]] = row["label"]
    return labels


def test_forms_are_called_the_same_in_receipts_and_in_lists() -> None:
    assert _labels()["form"] == FORM_NAMES


@pytest.mark.parametrize(
    ("model", "column", "domain"),
    [
        ("fct_submissions", "form", "form"),
        ("fct_submissions", "outcome", "outcome"),
        ("fct_submissions", "received_basis", "received_basis"),
        ("fct_foi_requests", "cell_state", "cell_state"),
        ("fct_quality_flags", "severity", "severity"),
        ("fct_quality_flags", "verdict", "verdict"),
        ("fct_obligations", "status", "status"),
        ("fct_obligations", "obligation_type", "obligation_type"),
        ("fct_obligations", "role", "role"),
        ("fct_obligations", "due_basis", "due_basis"),
        ("fct_portal_columns", "status", "fetch_status"),
        ("dim_units", "unit_type", "unit_type"),
        ("rpt_report_cells", "cell_state", "cell_state"),
        ("fct_portal_daily", "capped_by", "crawl_cap"),
        ("fct_task_progress", "evidence_status", "evidence_status"),
        ("fct_task_probes", "result", "probe_result"),
        ("fct_task_evidence", "result", "probe_result"),
    ],
)
def test_every_value_that_a_column_may_have_has_a_label(model: str, column: str, domain: str) -> None:
    path = next(MODELS.rglob(f"marts/**/{model}.sql"))
    (described,) = read_yaml(path.with_suffix(".yml"))["models"]
    (tests,) = (item["data_tests"] for item in described["columns"] if item["name"] == column)
    (values,) = (
        test["accepted_values"]["arguments"]["values"] for test in tests if "accepted_values" in test
    )
    assert set(values) == set(_labels()[domain])
