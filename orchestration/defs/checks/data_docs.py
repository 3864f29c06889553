"""Great Expectations' own pages of the checks, when somebody wants them."""

import dagster as dg

from expectations.data_docs import FOLDER, build_data_docs
from orchestration.defs.checks.assets import VERDICTS
from orchestration.defs.checks.frames import mart_frames
from orchestration.defs.jobs import job_of
from orchestration.resources import WRITER_POOL, Period
from orchestration.settings import load_settings

GROUP = "data_docs"
JOB = "zwgk_data_docs"


@dg.asset(
    group_name=GROUP,
    owners=["team:data"],
    kinds={"html"},
    deps=[dg.AssetKey(["marts", name]) for name in sorted({*VERDICTS.values()})],
    pool=WRITER_POOL,
    description="检查报告：Great Expectations 自己的网页（Data Docs），按数据分页，逐条规则列出结果。",
    op_tags={"zwgk/label": f"生成{FOLDER}"},
)
def data_docs(period: Period) -> dg.MaterializeResult:
    """Check the warehouse as it stands and build the pages."""
    settings = load_settings()
    run_name = f"{period.year} 年 截至 {period.day}"
    path = build_data_docs(mart_frames(settings.warehouse), run_name, settings.exports(period.year) / FOLDER)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path)})


data_docs_job = job_of(
    JOB,
    dg.AssetSelection.assets(data_docs),
    "生成检查报告（Great Expectations 网页），需要时运行。",
)
