"""The dbt project as a whole: its unit tests, its contracts, and SQL that is portable."""

import functools
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml
from sqlglot import exp

from tests.conftest import AS_OF
from tests.dbt_project.calling import DBT_PROJECT, dbt, results_of

MODELS = DBT_PROJECT / "models"
MODEL_FILES = sorted(MODELS.rglob("*.sql"))
MACRO_FILES = [
    path for path in sorted((DBT_PROJECT / "macros").rglob("*.sql")) if path.parent.name != "cross_db"
]
UNIT_TEST_FILES = sorted(MODELS.rglob("_unit_tests_*.yml"))
MART_FILES = [path for path in MODEL_FILES if "marts" in path.parts]

# One worker: what dbt did is looked at by several tests.


def _name(path: Path) -> str:
    return path.stem


def _read_yaml(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


@functools.cache
def _unit_tests() -> list[dict[str, Any]]:
    return [test for path in UNIT_TEST_FILES for test in _read_yaml(path)["unit_tests"]]


@pytest.fixture(scope="session")
def dbt_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of dbt on a copy of the demo run's warehouse."""
    warehouse = tmp_path_factory.mktemp("dbt") / "warehouse.duckdb"
    shutil.copy(demo_home / "warehouse.duckdb", warehouse)
    return {"ZWGK_LANDING": str(demo_home / "landing"), "ZWGK_WAREHOUSE": str(warehouse)}


@pytest.fixture(scope="session")
def compiled(dbt_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The target folder of dbt with the manifest and the SQL of every model."""
    target = tmp_path_factory.mktemp("compiled")
    done = dbt(
        DBT_PROJECT,
        target,
        "compile",
        "--select",
        "resource_type:model",
        "--vars",
        f"{{as_of: {AS_OF}}}",
        **dbt_home,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def manifest(compiled: Path) -> dict[str, dict[str, Any]]:
    """Model → its node in dbt's manifest."""
    nodes = json.loads((compiled / "manifest.json").read_text(encoding="utf-8"))["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] == "model"}


# The unit tests


def test_every_unit_test_passes(dbt_home: dict[str, str], compiled: Path) -> None:
    done = dbt(
        DBT_PROJECT,
        compiled,
        "test",
        "--select",
        "test_type:unit",
        "--vars",
        f"{{as_of: {AS_OF}}}",
        **dbt_home,
    )
    results = results_of(compiled)
    outcomes = Counter(result["status"] for result in results)
    assert done.returncode == 0, done.stdout[-4000:]
    assert outcomes == {"pass": len(_unit_tests())}
    assert {result["unique_id"].rsplit(".", 1)[1] for result in results} == {t["name"] for t in _unit_tests()}


def test_every_unit_test_says_the_behaviour_and_has_a_name_of_its_own() -> None:
    tests = _unit_tests()
    assert [test["name"] for test in tests if len(test.get("description", "")) < 20] == []
    assert [name for name, times in Counter(test["name"] for test in tests).items() if times > 1] == []


def test_unit_tests_stand_beside_the_model_that_they_test() -> None:
    for path in UNIT_TEST_FILES:
        model = path.stem.removeprefix("_unit_tests_")
        assert (path.parent / f"{model}.sql").exists(), path.name
        assert {test["model"] for test in _read_yaml(path)["unit_tests"]} == {model}, path.name


@pytest.mark.parametrize(
    "model",
    [
        "int_units_by_year",
        "fct_obligation_history",
        "fct_source_freshness",
        "fct_obligation_trend",
        "int_assignments_expanded",
        "int_obligations",
        "stg_returns__submissions",
        "stg_returns__sightings",
        "stg_returns__figures",
        "int_submissions_received",
        "int_submissions_known",
        "int_submissions_settled",
        "int_submissions_turned_down",
        "int_chase_files_checked",
        "int_chase_lines_checked",
        "int_chase_leads_checked",
        "int_chase_units_counted",
        "int_obligations_met",
        "rpt_obligation_details",
        "fct_disclosures",
        "fct_foi_requests",
        "fct_reviews_litigation",
        "fct_processing_fees",
        "fct_website_figures",
        "fct_obligations",
        "fct_quality_flags",
        "fct_submission_findings",
        "rpt_task_fulfilment",
        "rpt_chase_list",
        "rpt_receipt_register",
        "rpt_receipt_findings",
        "stg_published_reports__reports",
        "int_sites_newest",
        "int_column_entries",
        "int_probes_asked",
        "int_probes_matched",
        "int_probes_listed",
        "int_probes_named",
        "int_probes_dated",
        "int_probes_numbered",
        "int_probes_paired",
        "int_probes_illustrated",
        "int_probes_copied",
        "int_probes_counted",
        "int_probes_marked",
        "int_probes_sectioned",
        "int_probes_worded",
        "int_probes_reported",
        "fct_task_progress",
        "fct_task_probes",
        "fct_task_evidence",
        "fct_published_reports",
        "fct_published_figures",
        "dim_calendar",
        "stg_portals__sites",
        "stg_portals__fetches",
        "stg_portals__evidence",
        "int_portals_crawled",
        "int_entries_dated",
        "int_links_dead",
        "int_marks_missing",
        "fct_page_fetches",
        "fct_portal_columns",
        "fct_portal_publications",
        "fct_portal_daily",
        "fct_policy_pairs",
        "fct_page_history",
        "fct_portal_findings",
        "int_report_members",
        "int_report_scopes",
        "int_report_cells",
        "int_report_figures_known",
        "int_report_years_compared",
        "int_report_powers_checked",
        "int_report_sources_compared",
        "int_report_sums_checked",
        "int_report_fees_checked",
        "int_processing_fee_steps",
        "rpt_foi_requests",
        "rpt_report_remarks",
        "rpt_report_standing",
        "rpt_report_findings",
        "fct_report_versions",
        "rpt_report_revisions",
        "rpt_look_back",
        "rpt_timeliness",
        "rpt_website_annual",
    ],
)
def test_every_derivation_has_unit_tests(model: str) -> None:
    assert model in {test["model"] for test in _unit_tests()}


# What is documented and under contract

# Keys for sorting and joining; the printed tables leave out exactly the columns that have no label.
_UNPRINTED = {
    "scope",
    "row_order",
    "report_year",
    "task_id",
    "unit_id",
    "obligation_id",
    "submission_id",
    "unit_order",
    "obligation_type",
    "type_order",
    "milestone",
    "status",
}


@pytest.mark.parametrize("path", MODEL_FILES, ids=_name)
def test_every_model_is_described_beside_its_sql(path: Path) -> None:
    (described,) = _read_yaml(path.with_suffix(".yml"))["models"]
    assert described["name"] == path.stem
    assert described["description"].strip()


@pytest.mark.parametrize("path", MART_FILES, ids=_name)
def test_every_mart_has_an_enforced_contract_and_describes_every_column(
    path: Path, manifest: dict[str, dict[str, Any]]
) -> None:
    node = manifest[path.stem]
    assert node["config"]["contract"]["enforced"]
    assert node["columns"]
    for name, column in node["columns"].items():
        assert column["data_type"], name
        assert column["description"].strip(), name


@pytest.mark.parametrize("path", MART_FILES, ids=_name)
def test_every_mart_column_has_a_label_unless_it_is_not_printed(
    path: Path, manifest: dict[str, dict[str, Any]]
) -> None:
    columns = manifest[path.stem]["columns"].items()
    unlabelled = {name for name, column in columns if not column["config"].get("meta", {}).get("label")}
    assert unlabelled <= (_UNPRINTED if path.stem.startswith("rpt_") else set())


# Portable SQL

_FORBIDDEN = {
    "cast by ::": r"::",
    "qualify": r"\bqualify\b",
    "strptime": r"\bstrptime\b",
    "group by all": r"\bgroup\s+by\s+all\b",
    "order by all": r"\border\s+by\s+all\b",
    "a file read": r"\bread_(parquet|csv|json|csv_auto|json_auto|text)\b",
    "a clock": r"\b(now|today|get_current_timestamp)\s*\(|\bcurrent_(date|timestamp|time)\b|run_started_at",
    "listagg outside dbt.listagg": r"(?<!dbt\.)\blistagg\b|\b(string_agg|group_concat|array_agg)\b",
    "exclude or replace in select *": r"\*\s*(exclude|replace)\b",
}


def _sql(path: Path) -> str:
    """The SQL of a file in lower case, without comments."""
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"--[^\n]*", "", text).lower()


@pytest.mark.parametrize("path", [*MODEL_FILES, *MACRO_FILES], ids=_name)
def test_sql_keeps_to_what_every_database_has(path: Path) -> None:
    sql = _sql(path)
    assert [what for what, pattern in _FORBIDDEN.items() if re.search(pattern, sql)] == []


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("cast by ::", "select a::date"),
        ("qualify", "select a from b qualify row_number() over () = 1"),
        ("strptime", "select strptime(a, '%Y')"),
        ("group by all", "select a, count(*) from b group  by all"),
        ("order by all", "select a from b order by all"),
        ("a file read", "select * from read_parquet('x')"),
        ("a clock", "select now()"),
        ("a clock", "select current_date"),
        ("listagg outside dbt.listagg", "select listagg(a, ',') from b"),
        ("exclude or replace in select *", "select * exclude (a) from b"),
    ],
)
def test_the_lint_itself_finds_what_it_forbids(what: str, sql: str) -> None:
    assert re.search(_FORBIDDEN[what], sql)
    assert not re.search(
        _FORBIDDEN[what], "select {{ dbt.listagg('a') }}, qualified, known, cast(b as date) from c"
    )


_TEXTS = [
    path
    for path in sorted(DBT_PROJECT.rglob("*"))
    if path.suffix in {".sql", ".yml", ".csv"} and "target" not in path.relative_to(DBT_PROJECT).parts
]


@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.name)
def test_no_city_is_named(path: Path) -> None:
    assert re.findall("福州|榕|fuzhou", path.read_text(encoding="utf-8"), flags=re.IGNORECASE) == []


# On Spark the landed files are tables that its own catalogue knows; dbt-duckdb reads them where they lie.
_LANDED = re.compile(r"read_parquet\('[^']*/(\w+)\.parquet'[^)]*\)")
# dbt-spark joins texts with collect_list and ignores the order asked for; only these models ask for one.
_NEEDS_ORDERED_LISTAGG = {
    "int_chase_lines_checked",
    "rpt_task_fulfilment",
    "int_report_cells",
    "rpt_report_standing",
    "fct_report_versions",
    "rpt_report_revisions",
    "rpt_proactive_disclosure",
    "rpt_foi_requests",
    "rpt_reviews_litigation",
}


def _compiled_sql(compiled: Path, path: Path) -> str:
    sql = (compiled / "compiled" / "zwgk" / path.relative_to(DBT_PROJECT)).read_text(encoding="utf-8")
    return _LANDED.sub(r"landed.\1", sql)


@pytest.mark.parametrize("path", MODEL_FILES, ids=_name)
def test_compiled_models_translate_to_spark(path: Path, compiled: Path) -> None:
    sql = _compiled_sql(compiled, path)
    (spark,) = sqlglot.transpile(
        sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    tree = sqlglot.parse_one(spark, read="spark")
    assert [function.name for function in tree.find_all(exp.Anonymous)] == [], (
        "functions that sqlglot does not know"
    )
    assert "read_parquet" not in spark.lower()


@pytest.mark.parametrize("path", MODEL_FILES, ids=_name)
def test_only_known_models_depend_on_the_order_of_joined_texts(path: Path, compiled: Path) -> None:
    tree = sqlglot.parse_one(_compiled_sql(compiled, path), read="duckdb")
    assert bool(list(tree.find_all(exp.GroupConcat))) == (path.stem in _NEEDS_ORDERED_LISTAGG)
