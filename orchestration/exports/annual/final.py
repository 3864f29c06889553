"""The final set of a year (定稿): the newest final edition of every report, once the gate is open."""

from pathlib import Path

from orchestration.exports.annual.sets import FOLDER, files_of_version, pack
from orchestration.exports.tables import ReadCopy
from sources.errors import SourceError

_ARCHIVE = "{year}年政府信息公开工作年度报告（定稿）.zip"


def gate_reasons(copy: ReadCopy, report_year: int) -> list[str]:
    """Return why the gate is shut, in words: what keeps a roll-up of the year a draft; nothing when it is open.

    Raises:
        LookupError: The copy holds nothing of that year.
    """
    copy.edition(report_year)
    query = """
        select standing.scope_name || '：' || remarks.remark
        from rpt_report_standing as standing
        inner join rpt_report_remarks as remarks using (report_year, scope)
        where report_year = ? and standing.is_rollup and not standing.is_final and remarks.is_blocking
        order by standing.scope_order, remarks.remark_order
    """
    return [reason for (reason,) in copy.rows(query, [report_year])]


def write_final_archive(copy: ReadCopy, folder: Path, report_year: int) -> Path:
    """Pack the newest final edition of every report of a year into one zip.

    Args:
        copy: The read copy.
        folder: The year's exports, with the files of the reports in it.
        report_year: The year.

    Raises:
        SourceError: The gate is shut (design, "The gate"); nothing is written.
    """
    if reasons := gate_reasons(copy, report_year):
        raise SourceError(
            "定稿",
            f"未过关口，不出定稿：{'；'.join(reasons)}",
            remedy="请补齐后再出，或作出决定记入 gate_overrides.csv",
        )
    query = """
        select versions.scope_name, versions.version
        from fct_report_versions as versions
        inner join rpt_report_standing as standing using (report_year, scope, data_version)
        where report_year = ? and versions.is_newest and standing.is_final
        order by scope
    """
    names = copy.rows(query, [report_year])
    root = folder / FOLDER
    files = [path for name, version in names for path in files_of_version(folder, report_year, name, version)]
    path = root / _ARCHIVE.format(year=report_year)
    pack(path, root, sorted(files))
    return path
