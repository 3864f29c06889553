"""Unit returns (报送), landed."""

import dagster as dg

from orchestration.resources import Period
from orchestration.settings import load_settings, now
from sources.registry.registry import Registry
from sources.returns.intake import take_in


@dg.asset(
    group_name="returns",
    owners=["team:coordinating_office"],
    kinds={"xlsx", "parquet"},
    description="收件箱：新到的报送文件归档、读取、落地；读不了的留下原因，不影响其他文件。",
    op_tags={"zwgk/label": "接收报送文件"},
)
def landed_returns(period: Period) -> dg.MaterializeResult:
    """Take in what is new in the inbox of the year."""
    settings = load_settings()
    registry = Registry.load(settings.registry)
    intake = take_in(settings.inbox, settings.landing, settings.archive, period.year, registry, now)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": intake.files,
            "read_now": intake.read_now,
            "rejected_now": intake.rejected_now,
            "preview": dg.MetadataValue.md(
                f"收件箱 {intake.files} 个文件，本次新读 {intake.read_now} 个，其中未受理 {intake.rejected_now} 个。"
            ),
        }
    )
