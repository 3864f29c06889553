"""The quarter's bulletin (季度通报), made from the read copy on its day alone, not in each run."""

import dagster as dg

from orchestration.exports.bulletin.document import export_bulletin
from orchestration.exports.tables import ReadCopy
from orchestration.resources import Period
from orchestration.retries import DISK, tried_again
from orchestration.settings import load_settings


@dg.asset(
    group_name="bulletin",
    owners=["team:coordinating_office"],
    kinds={"docx"},
    deps=["published_copy"],
    description="季度通报：各单位、各主题的落实情况，点名未报、迟报单位，列出待处理的问题。",
    op_tags={"zwgk/label": "编制季度通报"},
)
def quarterly_bulletin(context: dg.AssetExecutionContext, period: Period) -> dg.MaterializeResult:
    """Write the bulletin of the last quarter that had ended."""
    settings = load_settings()
    folder = settings.exports(period.year)
    with tried_again(context, DISK), ReadCopy(settings.read_copy) as copy:
        path = export_bulletin(copy, folder, period.year, period.day)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size})
