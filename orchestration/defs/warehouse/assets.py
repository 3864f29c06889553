"""The dbt models as Dagster assets, and the published copy for readers."""

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.defs.warehouse.publish import publish
from orchestration.defs.warehouse.report_versions import begin_versions, keep_versions
from orchestration.preview import PREVIEW_ROWS, counts, markdown
from orchestration.resources import WRITER_POOL, Period, dbt_project
from orchestration.settings import load_settings
from sources.errors import SourceError

PROJECT = dbt_project(load_settings())
# What can only be built once the checks have run: the flags, and which reports may go out.
AFTER_CHECKS = "path:models/staging/checks path:models/marts/quality path:models/marts/gate"
MARTS = "marts"


class Translator(DagsterDbtTranslator):
    """Groups dbt models under ``warehouse`` and names their owners."""

    def get_asset_spec(self, manifest: Any, unique_id: str, project: Any) -> dg.AssetSpec:
        """Return the spec with group and owners."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if not unique_id.startswith(("model.", "seed.", "snapshot.")):
            return spec
        return spec.replace_attributes(group_name="warehouse", owners=["team:data"])


TRANSLATOR = Translator(settings=DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))


def _build(context: dg.AssetExecutionContext, dbt: DbtCliResource, period: Period) -> Iterator[Any]:
    """Run ``dbt build`` on the selected models; unit tests belong to `make test`, not to a run."""
    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    variables = {
        "as_of": period.day.isoformat(),
        "due_soon_days": settings.due_soon_days,
        "crawl_days": settings.crawl_days,
        "register_days": settings.register_days,
        "is_crawl_owed": settings.inspection.enabled,
    }
    command = [
        "build",
        "--exclude-resource-type",
        "unit_test",
        "--vars",
        json.dumps(variables),
        "--no-use-colors",
        # What dbt debugs by costs a tenth of its time to write down.
        "--log-level-file",
        "info",
    ]
    # dbt's own log goes to its target folder; on the terminal it would drown what a person reads.
    events: list[Any] = []
    error: Exception | None = None
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            for event in dbt.cli(command, context=context, target_path=PROJECT.target_path).stream():
                events.append(event)
        except DagsterDbtCliRuntimeError as failure:
            error = failure
    if error is None:
        _describe(context, settings.warehouse)
    yield from events
    if error is not None:
        log = PROJECT.target_path / "dbt.log"
        raise SourceError("dbt", _failed(events) or str(error), remedy=f"详见 {log}") from error


def _failed(events: list[Any]) -> str:
    """Name the data tests that failed: a build that stops on one says little else."""
    names = [
        str(event.check_name)
        for event in events
        if isinstance(event, dg.AssetCheckResult) and not event.passed
    ]
    return f"建表未完成，未通过的数据测试：{'、'.join(names)}" if names else ""


def _describe(context: dg.AssetExecutionContext, warehouse: Path) -> None:
    """Show row counts and first rows of the tables and views just built.

    dagster-dbt's ``fetch_row_counts`` would keep the warehouse open for writing until the process ends.
    """
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for key in sorted(context.selected_asset_keys):
            relation = connection.table(".".join(key.path))
            preview = markdown(relation.columns, relation.limit(PREVIEW_ROWS).fetchall())
            metadata = {"dagster/row_count": len(relation), "preview": dg.MetadataValue.md(preview)}
            context.add_asset_metadata(metadata, asset_key=key)


@dbt_assets(
    manifest=PROJECT.manifest_path,
    project=PROJECT,
    dagster_dbt_translator=TRANSLATOR,
    exclude=AFTER_CHECKS,
    name="warehouse_models",
    pool=WRITER_POOL,
    op_tags={"zwgk/label": "建立应报矩阵和各表"},
)
def warehouse_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, period: Period) -> Iterator[Any]:
    """Everything from staging to the printed rows."""
    yield from _build(context, dbt, period)


@dbt_assets(
    manifest=PROJECT.manifest_path,
    project=PROJECT,
    dagster_dbt_translator=TRANSLATOR,
    select=AFTER_CHECKS,
    name="quality_models",
    pool=WRITER_POOL,
    op_tags={"zwgk/label": "汇总发现的问题"},
)
def quality_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, period: Period) -> Iterator[Any]:
    """The flags, once the checks have said what failed, and which annual reports are final."""
    yield from _build(context, dbt, period)


@dg.asset(
    group_name="warehouse",
    owners=["team:data"],
    kinds={"parquet"},
    description="年度报告已留存的定稿各版，连同每一格，落地后不再变动。",
    op_tags={"zwgk/label": "核对留存的定稿"},
)
def landed_report_versions(period: Period) -> dg.MaterializeResult:
    """Make sure that the models of the versions have something to read, in the first run too."""
    return dg.MaterializeResult(metadata={"versions": begin_versions(load_settings().landing, period.year)})


@dg.asset(
    group_name="warehouse",
    owners=["team:data"],
    kinds={"parquet"},
    deps=[dg.AssetKey([MARTS, "rpt_report_standing"]), landed_report_versions],
    description="本次定稿的年度报告中数字有变的，成为新的一版。",
    op_tags={"zwgk/label": "留存定稿新版"},
)
def new_report_versions(period: Period) -> dg.MaterializeResult:
    """Land a version of every final report whose figures are new.

    The models of the versions are views on what is landed: they show the new ones without being built again.
    """
    settings = load_settings()
    return dg.MaterializeResult(
        metadata=counts(keep_versions(settings.warehouse, settings.landing, period.year))
    )


def _published_keys() -> list[dg.AssetKey]:
    """The marts, which are what the copy is made of."""
    manifest = json.loads(PROJECT.manifest_path.read_text(encoding="utf-8"))
    nodes = manifest["nodes"].values()
    return sorted(
        dg.AssetKey([MARTS, node["name"]])
        for node in nodes
        if node["resource_type"] == "model" and node["config"]["schema"] == MARTS
    )


@dg.asset(
    group_name="warehouse",
    owners=["team:data"],
    kinds={"duckdb", "parquet"},
    deps=[*_published_keys(), new_report_versions],
    pool=WRITER_POOL,
    description="给分析人员和导出用的只读副本，整体替换，读者不会挡住运行。",
    op_tags={"zwgk/label": "发布只读副本"},
)
def published_copy() -> dg.MaterializeResult:
    """Replace the read copy and its Parquet files."""
    settings = load_settings()
    numbers = publish(settings.warehouse, settings.published, PROJECT.manifest_path)
    preview = markdown(["表", "行数"], list(numbers.items()))
    return dg.MaterializeResult(metadata={**counts(numbers), "preview": dg.MetadataValue.md(preview)})
