"""The yearly notice with its task table (任务分解表), landed."""

import dagster as dg

from orchestration.preview import counts, markdown
from orchestration.resources import Period
from orchestration.settings import load_settings
from sources.archive import archive
from sources.landing import deliver, landed_years
from sources.notices.landed import SCHEMAS, notice_tables
from sources.notices.listed import listed_notice, listed_years
from sources.registry.registry import Registry


@dg.asset(
    group_name="notices",
    owners=["team:coordinating_office"],
    kinds={"parquet"},
    description="年度通知：任务、分工、阶段时限、正文要求和异常，按原文落地。",
    op_tags={"zwgk/label": "读取任务分解表"},
)
def landed_notices(period: Period) -> dg.MaterializeResult:
    """Land the notices of all listed years; one that cannot be read to its end stops the run.

    The tables hold every year, so every year is read: no year is judged by what another run happened to see.
    """
    settings = load_settings()
    registry = Registry.load(settings.registry)
    years = listed_years(settings.registry)
    rows: dict[str, int] = {}
    for year in {*years, period.year}:
        notice, path = listed_notice(settings.registry, year, registry)
        archive(settings.archive, path)
        tables = notice_tables(notice, path)
        deliver(settings.landing, "notices", year, tables)
        rows |= {f"{year} {name}": len(table) for name, table in tables.items()}
    for year in landed_years(settings.landing, "notices"):
        if year not in years:  # taken off the list: an empty delivery says that nothing is owed any more
            deliver(settings.landing, "notices", year, {n: s.empty_table() for n, s in SCHEMAS.items()})
    notice, _ = listed_notice(settings.registry, period.year, registry)
    preview = markdown(["任务", "名称"], [(task.task_no, task.title) for task in notice.tasks])
    return dg.MaterializeResult(
        metadata={
            **counts(rows),
            "document_no": notice.document_no,
            "preview": dg.MetadataValue.md(preview),
        }
    )
