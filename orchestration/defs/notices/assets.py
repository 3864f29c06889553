"""The yearly notice with its task table (任务分解表), landed."""

import dagster as dg

from orchestration.preview import counts, markdown
from orchestration.resources import Period
from orchestration.settings import load_settings
from sources.landing import archive, deliver
from sources.notices.landed import listed_notice, notice_tables
from sources.registry.registry import Registry


@dg.asset(
    group_name="notices",
    owners=["team:coordinating_office"],
    kinds={"parquet"},
    description="年度通知：任务、分工、阶段时限、正文要求和异常，按原文落地。",
    op_tags={"zwgk/label": "读取任务分解表"},
)
def landed_notices(period: Period) -> dg.MaterializeResult:
    """Land the notice of the year; a notice that cannot be read to its end stops the run."""
    settings = load_settings()
    notice, path = listed_notice(settings.registry, period.year, Registry.load(settings.registry))
    archive(settings.archive, path)
    tables = notice_tables(notice, path)
    delivery = deliver(settings.landing, "notices", period.year, tables)
    preview = markdown(["任务", "名称"], [(task.task_no, task.title) for task in notice.tasks])
    return dg.MaterializeResult(
        metadata={
            **counts({name: len(table) for name, table in tables.items()}),
            "document_no": notice.document_no,
            "delivery": delivery.delivery_id,
            "preview": dg.MetadataValue.md(preview),
        }
    )
