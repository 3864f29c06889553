"""``zwgk templates``: a workbook for every unit to fill in, from the registry and the year's notice."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from orchestration.exports.tables import ReadCopy
from sources.errors import SourceError
from sources.notices.listed import listed_notice
from sources.owed import owed_items, statistics_due
from sources.registry.registry import Registry
from sources.returns.template.workbook import write_template

CarriedOver = dict[str, dict[str, Decimal]]
_TABLE = "fct_foi_requests"


def make_templates(registry_folder: Path, report_year: int, folder: Path, carried: CarriedOver) -> list[Path]:
    """Write one workbook for each unit that owes anything for the year.

    Args:
        registry_folder: The city's registry.
        report_year: The year to report on.
        folder: Where they go; made when it is not there.
        carried: unit_id → last year's 结转 by type of applicant, as :func:`carried_over` has it.

    Returns:
        The paths, in the registry's order of units.

    Raises:
        SourceError: The registry or the notice cannot be used, or a workbook that somebody may have filled
            in lies there already; that one is left as it is.
    """
    registry = Registry.load(registry_folder)
    notice, _ = listed_notice(registry_folder, report_year, registry)
    items = owed_items(notice, registry)
    units = registry.valid_on(notice.issued_on or dt.date(report_year, 12, 31))
    _make_folder(folder)
    paths, kept = [], []
    for unit in sorted(units, key=lambda row: row.integer("sort_order")):
        unit_id, name = unit["unit_id"], unit["unit_name"]
        due = statistics_due(registry, report_year, unit)
        if unit_id not in items and not due:
            continue
        path = folder / template_name(report_year, unit["short_name"])
        partial = path.with_name(f".{path.name}.partial")
        write_template(partial, name, unit_id, report_year, items.get(unit_id, []), due, carried.get(unit_id))
        if path.exists() and path.read_bytes() != partial.read_bytes():
            partial.unlink()
            kept.append(path.name)
        else:
            partial.replace(path)
            paths.append(path)
    if kept:
        found = f"已有 {len(kept)} 份内容不同的同名文件（{'、'.join(kept[:3])}{' 等' if len(kept) > 3 else ''}），未覆盖"
        raise SourceError(str(folder), found, remedy="可能已有人填写；请另选文件夹，或先将其移走")
    return paths


def template_name(report_year: int, short_name: str) -> str:
    """Return the name of a unit's workbook."""
    return f"{report_year}年政务公开报送表-{short_name}.xlsx"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = f"文件夹建不了（{error.strerror or error}）"
        raise SourceError(str(folder), found, remedy="请换一个可以写入的位置") from None


def carried_over(read_copy: Path, report_year: int) -> CarriedOver:
    """Return unit_id → last year's 结转 by type of applicant, from the published copy; empty where it has none."""
    if not read_copy.exists():
        return {}
    found: CarriedOver = {}
    with ReadCopy(read_copy) as copy:
        if not copy.rows("select 1 from information_schema.tables where table_name = ?", [_TABLE]):
            return {}
        rows = copy.rows(
            f"select unit_id, applicant_type, value from {_TABLE} "
            "where report_year = ? and row_code = 'next' and value is not null",
            [report_year - 1],
        )
    for unit_id, applicant_type, value in rows:
        found.setdefault(unit_id, {})[applicant_type] = Decimal(value)
    return found
