"""A snapshot of what Dagster knows: assets, checks, job, schedule. A change here should be meant."""

import datetime as dt
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
    "seeds/website_crawl_figures",
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
    assert keys - layers == LANDED | SEEDS | {f"marts/{mart}" for mart in MARTS} | EXPORTS | {
        "published_copy",
        "data_docs",
    }


def test_every_file_that_leaves_the_warehouse_is_an_exposure_of_dbt() -> None:
    exposures = yaml.safe_load(
        (PROJECT / "dbt_project" / "models" / "exposures.yml").read_text(encoding="utf-8")
    )
    assert {one["name"] for one in exposures["exposures"]} == EXPORTS - {"export_manifest"}


def test_every_asset_has_a_group_an_owner_and_a_description(definitions: dg.Definitions) -> None:
    without = [
        key
        for key, spec in _specs(definitions).items()
        if not (spec.description and spec.owners and spec.group_name and spec.group_name != "default")
    ]
    assert without == []


def test_one_job_over_everything_but_the_inspection(definitions: dg.Definitions) -> None:
    assert [job.name for job in definitions.jobs or []] == [
        "zwgk_annual",
        "zwgk_final",
        "zwgk_data_docs",
        "zwgk_inspection",
        "zwgk_probes",
    ]
    keys = {
        job: {
            key.to_user_string() for key in definitions.resolve_job_def(job).asset_layer.executable_asset_keys
        }
        for job in ("zwgk_annual", "zwgk_inspection", "zwgk_probes")
    }
    assert keys["zwgk_inspection"] == {"landed_portals"}
    assert keys["zwgk_probes"] == {"landed_portal_probes"}
    assert keys["zwgk_annual"] == set(_specs(definitions)) - keys["zwgk_inspection"] - keys["zwgk_probes"] - {
        "final_report_archive",
        "data_docs",
    }


def test_a_shut_gate_blocks_the_final_set_and_nothing_else(definitions: dg.Definitions) -> None:
    jobs = {
        name: definitions.resolve_job_def(name).asset_layer.asset_graph
        for name in ("zwgk_annual", "zwgk_final")
    }
    gate = dg.AssetCheckKey(dg.AssetKey("annual_report_archive"), "gate")
    assert gate not in jobs["zwgk_annual"].asset_check_keys
    assert jobs["zwgk_final"].get(gate).blocking
    blocked = jobs["zwgk_final"].get(dg.AssetKey("annual_report_archive")).child_keys
    assert {key.to_user_string() for key in blocked} == {"final_report_archive", "export_manifest"}


def test_the_inspection_is_by_day_in_shanghai_and_off_until_a_contact_is_given(
    definitions: dg.Definitions,
) -> None:
    schedule = definitions.resolve_schedule_def("nightly_inspection")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    tick = dt.datetime(2021, 12, 31, 18, 0, tzinfo=dt.UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        request = schedule(dg.build_schedule_context(instance=instance, scheduled_execution_time=tick))
    assert isinstance(request, dg.RunRequest) and request.partition_key == "2022-01-01"


def test_every_writer_of_the_warehouse_is_in_the_pool(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("zwgk_annual")
    pools = {
        node.name: node.definition.pool for node in job.graph.nodes if getattr(node.definition, "pool", None)
    }
    writers = {"warehouse_models", "quality_models", "landed_checks", "published_copy"}
    assert pools == dict.fromkeys(writers, "duckdb_writer")


def test_the_schedule_is_at_8_in_shanghai_and_its_day_is_the_as_of(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("daily")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 8 * * *", "Asia/Shanghai")
    tick = dt.datetime(2021, 12, 31, 16, 30, tzinfo=dt.UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=tick)
        request = schedule(context)
    assert isinstance(request, dg.RunRequest)
    assert request.run_config["resources"]["period"]["config"]["as_of"] == "2022-01-01"
