"""``zwgk check``: the receipt of a file before it is handed in. Needs no warehouse, and answers at once."""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from expectations.catalogue import rules
from orchestration.exports.labels import labels
from orchestration.exports.receipt import (
    NOT_HANDED_IN,
    UNKNOWN_UNIT,
    FormStanding,
    OwedItem,
    Receipt,
    ReceiptFinding,
    in_order,
)
from orchestration.settings import Settings
from orchestration.still_owed import still_owed
from sources.errors import SourceError
from sources.notices.listed import listed_notice, listed_years
from sources.owed import owed_items, statistics_due
from sources.registry.registry import Registry
from sources.returns.inbox import legible
from sources.returns.model import Return
from sources.returns.reading import read_kept
from sources.returns.sender import unit_of

_OF_THIS_FILE = "只看本文件，不计此前已报送的"


def check_file(path: Path, settings: Settings, report_year: int, unit: str | None, as_of: dt.date) -> Receipt:
    """Read a file as if it were handed in.

    Args:
        path: The file.
        settings: The installation: its city, and how soon is due soon.
        report_year: The year that it reports on.
        unit: Who sends it; when not given, the unit that its folder is named for, if it is.
        as_of: The day from which it is told what is still owed.

    Raises:
        SourceError: The file is not there or cannot be opened, or ``unit`` is no unit.
    """
    if not dt.MINYEAR <= report_year <= dt.MAXYEAR:
        raise SourceError("--year", f"{report_year}", "年度，如 2021")
    registry = Registry.load(settings.registry)
    folder = _folder(path, unit, dt.date(report_year, 12, 31), registry)
    sha256, returns = _read(path, folder, report_year, registry)
    owed, note = _owed(returns, settings, report_year, registry, as_of)
    return Receipt(
        receipt_id=None,
        report_year=report_year,
        unit_name=_unit_name(returns[0].unit_id, registry, report_year),
        file_name=_shown(Path(path.name)),
        sha256=sha256,
        received_at=None,
        received_basis=None,
        as_of=as_of,
        is_synthetic=any(result.is_synthetic for result in returns),
        forms=tuple(
            FormStanding(labels("form")[result.form], labels("outcome")[result.outcome], NOT_HANDED_IN)
            for result in returns
        ),
        findings=in_order(_findings(returns)),
        still_owed=owed,
        owed_note=note,
    )


def save_page(receipt: Receipt, path: Path, checked: Path) -> None:
    """Write the printable page beside its place and move it there; the file checked stays what it was.

    Raises:
        SourceError: It cannot be written there.
    """
    from orchestration.exports.receipt_page import receipt_page

    if path.resolve() == checked.resolve():
        raise SourceError("--html", "与要检查的文件同名", "另一个文件名")
    if not path.parent.is_dir():
        raise SourceError(_shown(path), "文件夹不存在", remedy="请先建立文件夹，或换个位置")
    partial = path.with_name(f".{path.name[:50]}.partial")
    try:
        partial.write_text(receipt_page(receipt), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise SourceError(
            _shown(path), f"页面写不进去（{error.strerror or error}）", remedy="请换个位置"
        ) from None


def _read(path: Path, folder: str, report_year: int, registry: Registry) -> tuple[str, list[Return]]:
    """Return the sha256 of a file and what it says."""
    try:
        if path.exists() and not path.is_file():
            found = "是文件夹" if path.is_dir() else "不是普通文件"
            raise SourceError(_shown(path), found, "一个文件", "请写明是哪个文件")
        with path.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        return sha256, read_kept(path, _shown(Path(path.name)), folder, report_year, registry)
    except FileNotFoundError:
        raise SourceError(_shown(path), "文件不存在", remedy="请核对文件名和所在文件夹") from None
    except OSError as error:
        found = f"文件打不开（{error.strerror or error}）"
        raise SourceError(_shown(path), found, remedy="请检查权限，或关闭占用它的程序") from None


def _folder(path: Path, unit: str | None, day: dt.date, registry: Registry) -> str:
    if unit is None:
        parent = path.absolute().parent.name
        return parent if unit_of(parent, day, registry) else ""
    if unit_of(unit, day, registry) is None:
        registry.resolve(unit, day, "--unit")  # names the units that may be meant
        raise SourceError("--unit", f"“{unit}”是一类单位", "一个单位的名称")
    return unit


def _findings(returns: list[Return]) -> Iterator[ReceiptFinding]:
    for result in returns:
        for finding in result.findings:
            rule = rules()[finding.rule_code]
            severity = labels("severity")[rule.severity]
            told = (finding.place, finding.found, finding.expected, finding.remedy)
            yield ReceiptFinding(rule.rule_code, rule.title, severity, *told)


def _owed(
    returns: list[Return], settings: Settings, report_year: int, registry: Registry, as_of: dt.date
) -> tuple[tuple[OwedItem, ...] | None, str]:
    """Return what the unit still owes, with what the reader has to know of it."""
    unit_id = returns[0].unit_id
    if unit_id is None:
        return None, ""
    items, note = [], f"{report_year} 年未登记任务分解表，只列年度统计"
    day = dt.date(report_year, 12, 31)
    if report_year in listed_years(settings.registry):
        notice, _ = listed_notice(settings.registry, report_year, registry)
        items, note = owed_items(notice, registry).get(unit_id, []), _OF_THIS_FILE
        day = notice.issued_on or day
    in_force = [row for row in registry.valid_on(day) if row["unit_id"] == unit_id]
    statistics = statistics_due(registry, report_year, in_force[0]) if in_force else None
    return still_owed(items, statistics, report_year, returns, as_of, settings.due_soon_days), note


def _unit_name(unit_id: str | None, registry: Registry, report_year: int) -> str:
    """Return the unit's name at the end of the year, else the last one that it bore."""
    in_force = registry.valid_on(dt.date(report_year, 12, 31))
    names = [row["unit_name"] for row in (*registry.units, *in_force) if row["unit_id"] == unit_id]
    return names[-1] if names else UNKNOWN_UNIT


def _shown(path: Path) -> str:
    """A name from an old archive is GBK bytes, and is read as the inbox reads it."""
    return legible(str(path))
