"""Unit returns (报送), landed."""

import dagster as dg

from orchestration.preview import counts, markdown
from orchestration.resources import Period
from orchestration.settings import load_settings, now
from sources.landing import deliver
from sources.notices.listed import listed_years
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from sources.returns.landed_forms import form_tables
from sources.returns.verdicts import verdict_tables


@dg.asset(
    group_name="returns",
    owners=["team:coordinating_office"],
    kinds={"xlsx", "parquet"},
    description="收件箱：新到的报送文件归档、读取、落地；读不了的留下原因，不影响其他文件。",
    op_tags={"zwgk/label": "接收报送文件"},
)
def landed_returns(period: Period) -> dg.MaterializeResult:
    """Take in what is new in the inbox, for every year that has a notice.

    And for the year before: the annual report is checked against the last one, which may be older than any notice.
    """
    settings = load_settings()
    registry = Registry.load(settings.registry)
    lines = []
    files = 0
    years = {*listed_years(settings.registry), period.year}
    for year in sorted(years | {year - 1 for year in years}):
        intake = take_in(settings.inbox, settings.landing, settings.archive, year, registry, now)
        files += intake.files
        lines.append((year, intake.files, intake.read_now, intake.rejected_now))
    preview = markdown(["年度", "文件", "本次新读", "其中未受理"], lines)
    return dg.MaterializeResult(
        metadata={"dagster/row_count": files, "preview": dg.MetadataValue.md(preview)}
    )


@dg.asset(
    group_name="returns",
    owners=["team:data"],
    kinds={"csv", "parquet"},
    description="各报表的表样：每一格的行、列、次序、计量单位，和必须成立的勾稽关系；按表样版本。",
    op_tags={"zwgk/label": "读取表样"},
)
def landed_forms() -> dg.MaterializeResult:
    """Land the form maps that the readers read by."""
    tables = form_tables()
    deliver(load_settings().landing, "forms", None, tables)
    return dg.MaterializeResult(metadata=counts({name: len(table) for name, table in tables.items()}))


@dg.asset(
    group_name="returns",
    owners=["team:coordinating_office"],
    kinds={"csv", "parquet"},
    description="处理意见：办公厅对问题的结论（属实、说明、不成立），读不懂的行留下原因。",
    op_tags={"zwgk/label": "读取处理意见"},
)
def landed_verdicts() -> dg.MaterializeResult:
    """Land what the office decided on findings; nothing decided yet is an empty delivery."""
    settings = load_settings()
    tables = verdict_tables(settings.inbox)
    deliver(settings.landing, "verdicts", None, tables)
    return dg.MaterializeResult(metadata=counts({name: len(table) for name, table in tables.items()}))
