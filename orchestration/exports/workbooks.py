"""The workbooks of the year: 任务落实情况表, 催报清单, 收件登记簿, 年终各表, 问题清单. Their columns are said in the marts' yml."""

from collections.abc import Callable
from pathlib import Path

from orchestration.exports.tables import Edition, ReadCopy
from orchestration.exports.workbook import Sheet, write_workbook
from sources.registry.csv_rows import read_rows

FULFILMENT = "任务落实情况表.xlsx"
CHASE_LIST = "催报清单.xlsx"
REGISTER = "收件登记簿.xlsx"
YEAR_END = "年终各表.xlsx"
FLAGS = "问题清单.xlsx"
# What is said of a sum alone, or of a single figure alone, would be an empty column on the other sheet.
ONLY_OF_CITY = frozenset({"owing_count", "counted_count", "not_applicable_count", "is_partial"})
ONLY_OF_UNITS = frozenset({"unit_cell_state_label", "source_locator", "source_url"})


def fulfilment_sheets(copy: ReadCopy, edition: Edition) -> list[Sheet]:
    """Return the sheets of 任务落实情况表: by task, and unit by unit."""
    year = edition.report_year
    return [
        Sheet(
            "按任务",
            f"{year}年政务公开工作主要任务落实情况表",
            copy.printed("rpt_task_fulfilment", year, "city"),
            4,
        ),
        Sheet(
            "逐单位明细",
            f"{year}年政务公开工作主要任务落实情况明细",
            copy.printed("rpt_obligation_details", year),
            3,
        ),
    ]


def chase_sheets(copy: ReadCopy, edition: Edition) -> list[Sheet]:
    """Return the sheets of 催报清单: what to chase, and how each unit stands."""
    year = edition.report_year
    return [
        Sheet(
            "催报清单",
            f"{year}年政务公开工作催报清单",
            copy.printed("rpt_chase_list", year),
            1,
            "没有未报或临期的事项",
        ),
        Sheet("按单位汇总", f"{year}年各单位报送情况汇总", copy.printed("rpt_chase_summary", year), 2),
    ]


def register_sheets(copy: ReadCopy, edition: Edition) -> list[Sheet]:
    """Return the sheets of 收件登记簿: every file received, and every finding in them."""
    year = edition.report_year
    return [
        Sheet(
            "收件登记",
            f"{year}年政务公开报送收件登记簿",
            copy.printed("rpt_receipt_register", year, "city"),
            2,
            "还没有收到报送",
        ),
        Sheet("问题明细", f"{year}年报送文件问题明细", copy.printed("rpt_receipt_findings", year, "city"), 1),
    ]


def year_end_sheets(copy: ReadCopy, edition: Edition) -> list[Sheet]:
    """Return the sheets of 年终各表: 回头看, 年报核对, 网站年度报表 and 报送及时率, the latter two unit by unit as well."""
    year = edition.report_year
    look_back = copy.printed("rpt_look_back", year, "city")
    return [
        Sheet(
            "回头看",
            f"{year}年政务公开工作“回头看”情况表",
            look_back,
            2,
            "没有点名到单位又写明时限的任务",
        ),
        Sheet(
            "年报核对",
            f"{year}年年度报告核对情况表",
            copy.printed("rpt_report_findings", year),
            2,
            "没有对不上的数字",
        ),
        *_city_and_units(copy, year, "rpt_website_annual", "网站年度报表", f"{year}年政府网站工作年度报表"),
        *_city_and_units(copy, year, "rpt_timeliness", "报送及时率", f"{year}年政务公开工作报送及时率"),
    ]


def flags_sheets(copy: ReadCopy, edition: Edition) -> list[Sheet]:
    """Return the sheet of 问题清单: every finding with its number, for the office to answer in verdicts.csv."""
    year = edition.report_year
    table = copy.printed("rpt_flags", year, "city")
    return [Sheet("问题清单", f"{year}年政务公开工作问题清单", table, 1, "没有发现问题")]


def _city_and_units(copy: ReadCopy, year: int, table: str, name: str, title: str) -> list[Sheet]:
    """Return two sheets of one table: the city's rows, and those of the units in the office's order."""
    return [
        Sheet(name, title, copy.printed(table, year, "city", ONLY_OF_UNITS), 2),
        Sheet(f"{name}（逐单位）", f"{title}（逐单位）", copy.printed_by_unit(table, year, ONLY_OF_CITY), 2),
    ]


WORKBOOKS: dict[str, Callable[[ReadCopy, Edition], list[Sheet]]] = {
    FULFILMENT: fulfilment_sheets,
    CHASE_LIST: chase_sheets,
    REGISTER: register_sheets,
    YEAR_END: year_end_sheets,
    FLAGS: flags_sheets,
}


def export_workbook(file_name: str, read_copy: Path, folder: Path, report_year: int, registry: Path) -> Path:
    """Write one of the workbooks of a year.

    Args:
        file_name: One of ``WORKBOOKS``.
        read_copy: The published DuckDB file.
        folder: Where the year's exports go.
        report_year: The year.
        registry: The city's folder, for its palette.

    Returns:
        The path of the workbook.

    Raises:
        LookupError: The copy holds nothing of that year.
    """
    rows = read_rows(registry / "palette.csv", ("label", "font", "fill"))
    palette = {row["label"]: (row["font"], row["fill"]) for row in rows}
    with ReadCopy(read_copy) as copy:
        edition = copy.edition(report_year)
        write_workbook(folder / file_name, WORKBOOKS[file_name](copy, edition), edition, palette)
    return folder / file_name
