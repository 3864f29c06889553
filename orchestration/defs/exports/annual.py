"""The annual reports (政府信息公开工作年度报告): one asset a kind of file, and the zip of all of them."""

from typing import NamedTuple

import dagster as dg

from orchestration.exports.annual.sets import FOLDER, write_archive, write_sets
from orchestration.exports.tables import ReadCopy
from orchestration.resources import Period
from orchestration.settings import load_settings

_OFFICE, _DATA = "team:coordinating_office", "team:data"


class _Kind(NamedTuple):
    name: str
    suffix: str
    owner: str
    label: str
    description: str


_KINDS = (
    _Kind(
        "annual_report_workbooks",
        "xlsx",
        _OFFICE,
        "工作簿",
        "年度报告工作簿：三张表按官方表样，全市和各单位各一份；未定稿的为初稿。",
    ),
    _Kind(
        "annual_report_documents",
        "docx",
        _OFFICE,
        "文稿",
        "年度报告文稿：六个部分，三张表在位，数字已填，文字留待撰写。",
    ),
    _Kind(
        "annual_report_pages",
        "html",
        _OFFICE,
        "网页",
        "年度报告网页：三张表为真正的表格，可打印，可供读屏软件朗读。",
    ),
    _Kind(
        "annual_report_csv",
        "csv",
        _DATA,
        "数据 CSV",
        "年度报告数据（CSV）：每格一行，带编码、状态和计入情况，可用 Excel 打开。",
    ),
    _Kind(
        "annual_report_parquet",
        "parquet",
        _DATA,
        "数据 Parquet",
        "年度报告数据（Parquet）：内容同 CSV，带类型。",
    ),
)


def _asset(kind: _Kind) -> dg.AssetsDefinition:
    @dg.asset(
        name=kind.name,
        group_name="exports",
        owners=[kind.owner],
        kinds={kind.suffix},
        deps=["published_copy"],
        description=kind.description,
        op_tags={"zwgk/label": f"导出{FOLDER}{kind.label}"},
    )
    def export(period: Period) -> dg.MaterializeResult:
        settings = load_settings()
        folder = settings.exports(period.year)
        with ReadCopy(settings.read_copy) as copy:
            written = write_sets(copy, folder, period.year, kind.suffix)
        path = dg.MetadataValue.path(folder / FOLDER)
        return dg.MaterializeResult(metadata={"path": path, **written._asdict()})

    return export


annual_reports = [_asset(kind) for kind in _KINDS]


@dg.asset(
    group_name="exports",
    owners=[_OFFICE],
    kinds={"zip"},
    deps=annual_reports,
    description="年度报告全套：全市和各单位的全部文件，打成一个压缩包。",
    op_tags={"zwgk/label": f"打包{FOLDER}全套"},
)
def annual_report_archive(period: Period) -> dg.MaterializeResult:
    """Pack everything into one zip."""
    path = write_archive(load_settings().exports(period.year), period.year)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size})
