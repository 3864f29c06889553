"""A snapshot of what Dagster knows: assets, checks, job, schedule. A change here should be meant."""

import os
from pathlib import Path

import dagster as dg
import pytest
import yaml

from tests.conftest import PROJECT

LANDED = {
    "landed_registry", "landed_notices", "landed_returns", "landed_rules", "landed_checks",
    "landed_portal_registry", "landed_portals", "landed_portal_probes", "landed_forms", "landed_report_versions", "new_report_versions",
    "landed_verdicts",
}  # fmt: skip
SEEDS = {
    "seeds/labels", "seeds/progress_statuses", "seeds/inspection_thresholds", "seeds/portal_marks",
    "seeds/website_crawl_figures", "seeds/report_activity_columns",
}  # fmt: skip
MARTS = {
    "dim_calendar", "fct_page_fetches", "fct_page_history", "fct_policy_pairs", "fct_portal_columns",
    "fct_portal_daily", "fct_portal_findings", "fct_portal_publications", "fct_published_figures",
    "fct_published_reports", "fct_task_evidence", "fct_task_probes",
    "dim_units", "dim_tasks", "dim_directives", "dim_rules", "fct_task_assignments", "fct_task_milestones",
    "fct_obligations", "fct_obligation_history", "fct_obligation_trend", "fct_obligation_findings", "fct_source_freshness", "fct_submissions", "fct_submission_findings", "fct_task_progress", "fct_disclosures",
    "fct_foi_requests", "fct_reviews_litigation", "fct_processing_fees", "fct_website_figures", "fct_quality_flags",
    "rpt_task_fulfilment", "rpt_obligation_details", "rpt_chase_list", "rpt_chase_summary", "rpt_receipt_register",
    "rpt_receipt_findings", "rpt_look_back", "rpt_timeliness", "rpt_website_annual",
    "dim_report_cells", "rpt_report_cells", "rpt_proactive_disclosure", "rpt_foi_requests", "rpt_reviews_litigation",
    "fct_report_findings", "rpt_report_remarks", "rpt_report_standing",
    "fct_report_versions", "fct_report_version_cells", "rpt_report_revisions", "rpt_report_findings", "rpt_flags",
}  # fmt: skip
EXPORTS = {
    "task_fulfilment_workbook", "chase_list_workbook", "receipt_register_workbook", "year_end_workbook",
    "flags_workbook",
    "receipts_pages", "annual_report_workbooks", "annual_report_documents", "annual_report_pages", "annual_report_csv",
    "annual_report_parquet", "annual_report_archive", "final_report_archive", "export_manifest",
}  # fmt: skip
BULLETIN = {"quarterly_bulletin"}
MESSAGES = {"office_digest", "unit_messages"}


@pytest.fixture(scope="module")
def definitions(demo_home: Path) -> dg.Definitions:
    os.environ["ZWGK_HOME"] = str(demo_home)
    from orchestration.definitions import defs

    return defs


def _specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_the_assets(definitions: dg.Definitions) -> None:
    keys = set(_specs(definitions))
    layers = {key for key in keys if key.startswith(("staging/", "intermediate/", "snapshots/"))}
    own = EXPORTS | BULLETIN | MESSAGES
    assert keys - layers == LANDED | SEEDS | {f"marts/{mart}" for mart in MARTS} | own | {
        "published_copy",
        "data_docs",
        "report_gate",
    }


def test_every_file_that_leaves_the_warehouse_is_an_exposure_of_dbt() -> None:
    exposures = yaml.safe_load(
        (PROJECT / "dbt_project" / "models" / "exposures.yml").read_text(encoding="utf-8")
    )
    assert {one["name"] for one in exposures["exposures"]} == EXPORTS - {"export_manifest"} | BULLETIN


def test_every_asset_has_a_group_an_owner_and_a_description(definitions: dg.Definitions) -> None:
    without = [
        key
        for key, spec in _specs(definitions).items()
        if not (spec.description and spec.owners and spec.group_name and spec.group_name != "default")
    ]
    assert without == []


def test_one_job_over_everything_but_what_has_its_own(definitions: dg.Definitions) -> None:
    apart = ("inspection", "probes", "bulletin", "chase")
    jobs = tuple(f"zwgk_{name}" for name in ("annual", "final", "data_docs", *apart))
    assert tuple(job.name for job in definitions.jobs or []) == jobs
    keys = {
        job: {
            key.to_user_string() for key in definitions.resolve_job_def(job).asset_layer.executable_asset_keys
        }
        for job in jobs
    }
    assert keys["zwgk_inspection"] == {"landed_portals"}
    assert keys["zwgk_probes"] == {"landed_portal_probes"}
    assert keys["zwgk_bulletin"] == {"quarterly_bulletin", "export_manifest"}
    assert keys["zwgk_data_docs"] == {"data_docs"}
    assert keys["zwgk_chase"] == {"unit_messages"}
    apart = keys["zwgk_inspection"] | keys["zwgk_probes"] | BULLETIN
    apart |= {"report_gate", "final_report_archive", "data_docs", "unit_messages"}
    assert keys["zwgk_annual"] == set(_specs(definitions)) - apart


def test_a_shut_gate_blocks_the_final_set_and_nothing_else(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_job_def("zwgk_final").asset_layer.asset_graph
    assert graph.get(dg.AssetCheckKey(dg.AssetKey("report_gate"), "open")).blocking
    blocked = {key.to_user_string() for key in graph.get(dg.AssetKey("report_gate")).child_keys}
    assert blocked == {"final_report_archive"}


def test_what_runs_one_at_a_time_says_so_to_the_queue(definitions: dg.Definitions) -> None:
    kinds = {
        job: definitions.resolve_job_def(job).run_tags.get("zwgk/alone")
        for job in (
            "zwgk_annual",
            "zwgk_final",
            "zwgk_data_docs",
            "zwgk_inspection",
            "zwgk_probes",
            "zwgk_bulletin",
            "zwgk_chase",
        )
    }
    assert kinds == {
        "zwgk_annual": "run",
        "zwgk_final": "run",
        "zwgk_data_docs": "run",
        "zwgk_bulletin": "run",
        "zwgk_chase": "run",
        "zwgk_inspection": "inspection",
        "zwgk_probes": None,
    }


def test_every_writer_of_the_warehouse_is_in_the_pool(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("zwgk_annual")
    pools = {
        node.name: node.definition.pool for node in job.graph.nodes if getattr(node.definition, "pool", None)
    }
    writers = {"warehouse_models", "quality_models", "landed_checks", "published_copy"}
    assert pools == dict.fromkeys(writers, "duckdb_writer")
