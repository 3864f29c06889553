"""The annual reports (政府信息公开工作年度报告): one asset a kind of file, and the zip of all of them."""

import dagster as dg

from orchestration.exports.annual.sets import FOLDER, write_archive, write_sets
from orchestration.exports.tables import ReadCopy
from orchestration.resources import Period
from orchestration.settings import load_settings


def _export(kind: str, report_year: int) -> dg.MaterializeResult:
    settings = load_settings()
    folder = settings.exports(report_year)
    with ReadCopy(settings.read_copy) as copy:
        written = write_sets(copy, folder, report_year, kind)
    return dg.MaterializeResult(
        metadata={"path": dg.MetadataValue.path(folder / FOLDER), **written._asdict()}
    )


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"xlsx"},
    deps=["published_copy"],
    description="年度报告工作簿：三张表按官方表样，全市和各单位各一份；未定稿的为初稿。",
    op_tags={"zwgk/label": f"导出{FOLDER}工作簿"},
)
def annual_report_workbooks(period: Period) -> dg.MaterializeResult:
    """Write the workbook of every report."""
    return _export("xlsx", period.year)


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"docx"},
    deps=["published_copy"],
    description="年度报告文稿：六个部分，三张表在位，数字已填，文字留待撰写。",
    op_tags={"zwgk/label": f"导出{FOLDER}文稿"},
)
def annual_report_documents(period: Period) -> dg.MaterializeResult:
    """Write the document of every report."""
    return _export("docx", period.year)


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"html"},
    deps=["published_copy"],
    description="年度报告网页：三张表为真正的表格，可打印，可供读屏软件朗读。",
    op_tags={"zwgk/label": f"导出{FOLDER}网页"},
)
def annual_report_pages(period: Period) -> dg.MaterializeResult:
    """Write the page of every report."""
    return _export("html", period.year)


@dg.asset(
    group_name="exports",
    owners=["team:data"],
    kinds={"csv"},
    deps=["published_copy"],
    description="年度报告数据（CSV）：每格一行，带编码、状态和计入情况，可用 Excel 打开。",
    op_tags={"zwgk/label": f"导出{FOLDER}数据 CSV"},
)
def annual_report_csv(period: Period) -> dg.MaterializeResult:
    """Write the CSV file of every report."""
    return _export("csv", period.year)


@dg.asset(
    group_name="exports",
    owners=["team:data"],
    kinds={"parquet"},
    deps=["published_copy"],
    description="年度报告数据（Parquet）：内容同 CSV，带类型。",
    op_tags={"zwgk/label": f"导出{FOLDER}数据 Parquet"},
)
def annual_report_parquet(period: Period) -> dg.MaterializeResult:
    """Write the Parquet file of every report."""
    return _export("parquet", period.year)


@dg.asset(
    group_name="exports",
    owners=["team:coordinating_office"],
    kinds={"zip"},
    deps=[
        annual_report_workbooks,
        annual_report_documents,
        annual_report_pages,
        annual_report_csv,
        annual_report_parquet,
    ],
    description="年度报告全套：全市和各单位的全部文件，打成一个压缩包。",
    op_tags={"zwgk/label": f"打包{FOLDER}全套"},
)
def annual_report_archive(period: Period) -> dg.MaterializeResult:
    """Pack everything into one zip."""
    path = write_archive(load_settings().exports(period.year), period.year)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "bytes": path.stat().st_size})
