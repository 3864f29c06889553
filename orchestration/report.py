"""What a run prints at its end."""

from expectations.data_docs import FOLDER as DATA_DOCS
from orchestration.exports.annual.sets import FOLDER as ANNUAL
from orchestration.exports.manifest import NAME
from orchestration.exports.receipts import FOLDER
from orchestration.exports.tables import ReadCopy
from orchestration.exports.workbooks import WORKBOOKS
from orchestration.settings import Settings


def print_summary(settings: Settings, report_year: int) -> None:
    """Print year, day, tasks, obligations by status and type, flags, and where the exports are."""
    with ReadCopy(settings.read_copy) as copy:
        edition = copy.edition(report_year)
        tasks = copy.rows("select count(*) from dim_tasks where report_year = ?", [report_year])[0][0]
        counts = _one(
            copy,
            "select count(*) as owed, count(*) filter (status = 'on_time') as on_time, "
            "count(*) filter (status = 'late') as late, count(*) filter (status = 'missing') as missing, "
            "count(*) filter (status in ('due_soon', 'not_due')) as open, count(*) filter (status = 'exempt') as exempt "
            "from fct_obligations where report_year = ?",
            report_year,
        )
        by_type = copy.rows(
            "select details.obligation_type_label, count(*) "
            "from fct_obligations as owed inner join rpt_obligation_details as details using (obligation_id) "
            "where owed.report_year = ? and owed.status = 'missing' group by 1 order by 2 desc, 1",
            [report_year],
        )
        flags = _one(
            copy,
            "select count(*) filter (severity = 'fatal'), count(*) filter (severity = 'warning'), "
            "count(*) filter (severity = 'notice'), count(*) filter (not is_open) from fct_quality_flags where coalesce(report_year, ?) = ?",
            report_year,
            report_year,
        )
    owed, on_time, late, missing, still_open, exempt = counts
    print(f"\n{report_year} 年　截至 {edition.as_of}　{edition.document_no}")
    print(
        f"任务 {tasks}　应报事项 {owed}　按时 {on_time}　迟报 {late}　未报 {missing}　未到期 {still_open}　不涉及 {exempt}"
    )
    if by_type:
        print("未报事项：" + "　".join(f"{label} {count}" for label, count in by_type))
    print(
        f"问题：严重 {flags[0]}　警告 {flags[1]}　提示 {flags[2]}　其中已处理 {flags[3]}（表 fct_quality_flags）"
    )
    if edition.is_synthetic:
        print("注意：含合成演示数据，非真实报送")
    print_exports(settings, report_year)


def print_exports(settings: Settings, report_year: int, is_docs: bool = False) -> None:
    """Print the paths of the exports and of the read copy, and of the pages of GX when they were asked for."""
    print("导出文件：")
    docs = [DATA_DOCS] if is_docs else []
    for name in (*WORKBOOKS, ANNUAL, FOLDER, *docs, NAME):
        print(f"  {settings.exports(report_year) / name}")
    print(f"只读副本：{settings.read_copy}")


def _one(copy: ReadCopy, query: str, *parameters: object) -> tuple[int, ...]:
    return copy.rows(query, parameters)[0]
