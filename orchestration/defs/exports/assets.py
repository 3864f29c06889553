"""What people open: the workbooks of the year, the receipts and their manifest, made from the read copy."""

import dagster as dg

from orchestration.defs.exports.annual import annual_report_archive
from orchestration.defs.exports.final import final_report_archive
from orchestration.exports.annual.reading import gate_summary
from orchestration.exports.annual.sets import annual_files
from orchestration.exports.bulletin.document import bulletin_files
from orchestration.exports.manifest import write_manifest
from orchestration.exports.receipts import FOLDER, receipt_pages, write_receipts
from orchestration.exports.tables import ReadCopy
from orchestration.exports.workbooks import (
    CHASE_LIST,
    FLAGS,
    FULFILMENT,
    REGISTER,
    WORKBOOKS,
    YEAR_END,
    export_workbook,
)
from orchestration.resources import Period
from orchestration.settings import PROJECT, load_settings

# asset → (file, what it is for)
_DESCRIPTIONS = {
    "task_fulfilment_workbook": (
        FULFILMENT,
        "任务落实情况表：每项任务按时、迟报、未报的单位数，及逐单位明细。",
    ),
    "chase_list_workbook": (CHASE_LIST, "催报清单：未报和临期的事项，按单位排列。"),
    "receipt_register_workbook": (REGISTER, "收件登记簿：每份收件的受理结果，及逐条问题明细。"),
    "year_end_workbook": (
        YEAR_END,
        "年终各表：回头看、年报核对、网站年度报表、报送及时率，后两种全市和逐单位各一张。",
    ),
    "flags_workbook": (FLAGS, "问题清单：发现的全部问题，待处理的在前，供办公厅填写处理意见。"),
}


def _workbook(name: str, file_name: str, description: str) -> dg.AssetsDefinition:
    @dg.asset(
        name=name,
        group_name="exports",
        owners=["team:coordinating_office"],
        kinds={"xlsx"},
        deps=["published_copy"],
        description=description,
        op_tags={"zwgk/label": f"导出{file_name}"},
    )
    def export(period: Period) -> dg.MaterializeResult:
        settings = load_settings()
        folder = settings.exports(period.year)
        path = export_workbook(file_name, settings.read_copy, folder, period.year, settings.registry)
        return dg.MaterializeResult(
            metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size}
        )

    return export


workbooks = [_workbook(name, *told) for name, told in _DESCRIPTIONS.items()]


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"html"},
    deps=["published_copy"],
    description="回执：每份收件一页，写明受理结果、每处问题及改法、仍应报送的事项。",
    op_tags={"zwgk/label": f"导出{FOLDER}"},
)
def receipts_pages(period: Period) -> dg.MaterializeResult:
    """Write the page of every receipt."""
    settings = load_settings()
    folder = settings.exports(period.year)
    with ReadCopy(settings.read_copy) as copy:
        pages = write_receipts(copy, folder, period.year)
    path = dg.MetadataValue.path(folder / FOLDER)
    return dg.MaterializeResult(metadata={"path": path, "pages": len(pages)})


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"json"},
    deps=[
        *workbooks,
        receipts_pages,
        annual_report_archive,
        final_report_archive,
        "quarterly_bulletin",
    ],
    description="导出清单：每个文件的 sha256、截至日期、规则目录版本和代码版本。",
    op_tags={"zwgk/label": "登记导出文件"},
)
def export_manifest(period: Period) -> dg.MaterializeResult:
    """Write manifest.json."""
    settings = load_settings()
    with ReadCopy(settings.read_copy) as copy:
        edition, gate = copy.edition(period.year), gate_summary(copy, period.year)
    folder = settings.exports(period.year)
    files = [*WORKBOOKS, *receipt_pages(folder), *annual_files(folder), *bulletin_files(folder)]
    path = write_manifest(folder, edition, files, PROJECT, gate)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path)})
