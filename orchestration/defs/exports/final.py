"""The gate: the final set of the annual reports goes out only when nothing holds it back."""

import dagster as dg

from orchestration.defs.exports.annual import annual_report_archive, annual_reports
from orchestration.defs.jobs import job_of
from orchestration.defs.ticks import Asked, day_of, day_off, no_notice, of_year, scheduled
from orchestration.exports.annual.final import gate_reasons, write_final_archive
from orchestration.exports.annual.sets import FOLDER
from orchestration.exports.tables import ReadCopy
from orchestration.resources import Period
from orchestration.settings import load_settings

GROUP = "final"
JOB = "zwgk_final"


@dg.asset(
    group_name=GROUP,
    owners=["team:coordinating_office"],
    deps=["published_copy"],
    check_specs=[
        dg.AssetCheckSpec(
            "open",
            asset="report_gate",
            blocking=True,
            description="应报单位全部报齐、没有未了结的严重问题，或已作出决定；否则不出定稿。",
        )
    ],
    description="定稿关口：年度报告能否定稿，不能的写明原因。",
    op_tags={"zwgk/label": "检查定稿关口"},
)
def report_gate(period: Period) -> dg.MaterializeResult:
    """Hold the final set back while a roll-up of the year is a draft."""
    with ReadCopy(load_settings().read_copy) as copy:
        reasons = gate_reasons(copy, period.year)
    first = f"{period.year} 年年度报告未过关口：{'；'.join(reasons)}。补齐后再出，或作出决定记入 gate_overrides.csv。"
    is_open = dg.AssetCheckResult(
        check_name="open",
        passed=not reasons,
        severity=dg.AssetCheckSeverity.ERROR,
        description=f"尚有 {len(reasons)} 项未了结" if reasons else "可以定稿",
        metadata={"reasons": len(reasons)} | ({"first": first} if reasons else {}),
    )
    return dg.MaterializeResult(metadata={"reasons": len(reasons)}, check_results=[is_open])


@dg.asset(
    group_name=GROUP,
    owners=["team:coordinating_office"],
    kinds={"zip"},
    deps=[report_gate, annual_report_archive],
    description="年度报告定稿：过了关口才有，内为各份报告最新一版定稿的全部文件。",
    op_tags={"zwgk/label": f"打包{FOLDER}定稿"},
)
def final_report_archive(period: Period) -> dg.MaterializeResult:
    """Pack the newest final edition of every report."""
    settings = load_settings()
    with ReadCopy(settings.read_copy) as copy:
        path = write_final_archive(copy, settings.exports(period.year), period.year)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size})


final_job = job_of(
    JOB,
    # Written anew from the read copy, so that the set is of one day.
    dg.AssetSelection.assets(
        report_gate, *annual_reports, annual_report_archive, final_report_archive, "export_manifest"
    ),
    "出年度报告定稿；关口未过则停下并说明。",
)


@scheduled("final", final_job, "一月至三月的每个工作日：上一年度过了关口就出定稿，未过则说明。")
def final(context: dg.ScheduleEvaluationContext) -> Asked:
    """Ask for the final set of the year before once nothing holds it back; say what does until then."""
    day = day_of(context)
    year = day.year - 1
    reason = day_off(day) or no_notice(year) or _held_back(year)
    return dg.SkipReason(reason) if reason else of_year(context, year)


def _held_back(report_year: int) -> str | None:
    path = load_settings().read_copy
    if not path.exists():
        return "还没有只读副本，不出定稿"
    try:
        with ReadCopy(path) as copy:
            reasons = gate_reasons(copy, report_year)
    except LookupError as error:
        return f"{error}，不出定稿"
    return f"{report_year} 年未过关口：{'；'.join(reasons)}" if reasons else None
