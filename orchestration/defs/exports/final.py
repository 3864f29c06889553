"""The gate: the final set of the annual reports goes out only when nothing holds it back."""

import dagster as dg

from orchestration.defs.exports.annual import annual_report_archive, annual_reports
from orchestration.exports.annual.final import gate_reasons, write_final_archive
from orchestration.exports.annual.sets import FOLDER
from orchestration.exports.tables import ReadCopy
from orchestration.progress import announce_failure, announce_success
from orchestration.resources import Period
from orchestration.settings import load_settings

GROUP = "final"
JOB = "zwgk_final"


@dg.asset_check(
    asset=annual_report_archive,
    name="gate",
    blocking=True,
    description="关口：应报单位全部报齐、没有未了结的严重问题，或已作出决定；否则不出定稿。",
    op_tags={"zwgk/label": "检查定稿关口"},
)
def gate(period: Period) -> dg.AssetCheckResult:
    """Hold the final set back while a roll-up of the year is a draft."""
    with ReadCopy(load_settings().read_copy) as copy:
        reasons = gate_reasons(copy, period.year)
    first = f"{period.year} 年年度报告未过关口：{'；'.join(reasons)}。补齐后再出，或作出决定记入 gate_overrides.csv。"
    return dg.AssetCheckResult(
        passed=not reasons,
        severity=dg.AssetCheckSeverity.ERROR,
        description=f"尚有 {len(reasons)} 项未了结" if reasons else "可以定稿",
        metadata={"reasons": len(reasons)} | ({"first": first} if reasons else {}),
    )


@dg.asset(
    group_name=GROUP,
    owners=["team:coordinating_office"],
    kinds={"zip"},
    deps=[annual_report_archive],
    description="年度报告定稿：过了关口才有，内为各份报告最新一版定稿的全部文件。",
    op_tags={"zwgk/label": f"打包{FOLDER}定稿"},
)
def final_report_archive(period: Period) -> dg.MaterializeResult:
    """Pack the newest final edition of every report."""
    settings = load_settings()
    with ReadCopy(settings.read_copy) as copy:
        path = write_final_archive(copy, settings.exports(period.year), period.year)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size})


final_job = dg.define_asset_job(
    JOB,
    # Written anew from the read copy, so that the set is of one day.
    selection=dg.AssetSelection.assets(
        *annual_reports, annual_report_archive, final_report_archive, "export_manifest"
    )
    | dg.AssetSelection.checks(gate),
    executor_def=dg.in_process_executor,
    hooks={announce_success, announce_failure},
    description="出年度报告定稿；关口未过则停下并说明。",
)
