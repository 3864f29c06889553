"""Finds out which unit sent a return: what the file says, else the folder that it lay in."""

import datetime as dt
import re

from sources.registry.registry import Match, Registry, UnknownName
from sources.returns.model import Finding, Rejected
from sources.returns.workbook import SheetCell
from sources.text import key

_UNIT = re.compile(r"^填报单位(?:名称)?(?:\(盖章\))?:?(.*)$")
# What may stand after a 填报单位 that was left blank: the next label of the heading is not a unit's name.
_OTHER_LABEL = re.compile(
    r"^(?:填报|填表|联系(?:人|电话|方式)|电话|审核|审批人|签发人|经办人|制表人"
    r"|(?:单位|主要|分管|部门)?(?:负责人|领导)|(?:报出|报送|上报)(?:日期|时间)|日期)"
)
_NOTHING = SheetCell("", None, "")


def sender(tops: list[list[list[SheetCell]]], folder: str, day: dt.date, registry: Registry) -> str:
    """Return who sent a workbook; a conflict is an error, not a choice.

    Args:
        tops: What stands above the header, for each worksheet; one that names nobody follows the others.
        folder: The inbox folder that the file lay in.
        day: The last day of the report year.
        registry: Resolves unit names.

    Raises:
        Rejected: The unit is not named, not known, or not the same everywhere.
    """
    by_folder = unit_of(folder, day, registry)
    named = [cell for cell in map(_named, tops) if cell.text]
    if not named:
        if by_folder is None:
            found = f"文件内没有填报单位，所在文件夹“{folder or '（收件箱根目录）'}”也不是单位名称"
            raise Rejected(Finding("RET-04", "填报单位", found, "名录中的单位名称", "请填写“填报单位”"))
        return by_folder
    units = [_unit_named(cell, day, registry) for cell in named]
    for cell, unit_id in zip(named, units, strict=True):
        elsewhere = f"另一工作表为“{named[0].text}”" if unit_id != units[0] else ""
        if by_folder and unit_id != by_folder:
            elsewhere = f"却放在“{folder}”的文件夹"
        if elsewhere:
            found = f"填报单位为“{cell.text}”，{elsewhere}"
            raise Rejected(Finding("RET-04", cell.address, found, "两者一致", "请确认是哪个单位的报送后改正"))
    return units[0]


def unit_of(folder: str, day: dt.date, registry: Registry) -> str | None:
    """Return the unit that a folder is named for, or None."""
    match = _match(folder, day, registry)
    return _single_unit(match, day, registry) if match else None


def _named(top: list[list[SheetCell]]) -> SheetCell:
    named = _NOTHING
    for row in top:
        for index, cell in enumerate(row):
            if match := _UNIT.match(key(cell.text)):
                beside = next((other for other in row[index + 1 :] if other.text), _NOTHING)
                named = SheetCell(match[1], None, cell.address) if match[1] else beside
    return _NOTHING if _OTHER_LABEL.match(key(named.text)) else named


def _unit_named(named: SheetCell, day: dt.date, registry: Registry) -> str:
    try:
        match = _match(named.text, day, registry) or registry.resolve(named.text, day, named.address)
    except UnknownName as error:
        raise Rejected(
            Finding("RET-04", named.address, error.found, error.expected, "请填写单位全称或简称")
        ) from error
    unit_id = _single_unit(match, day, registry)
    if unit_id is None:
        found = f"“{named.text}”是一类单位"
        raise Rejected(Finding("RET-04", named.address, found, "一个单位的名称", "请填写单位全称或简称"))
    return unit_id


def _match(name: str, day: dt.date, registry: Registry) -> Match | None:
    """Return what a name means at the end of the year, else what it ever meant.

    A unit renamed or closed within the year may sign with the name of the day on which it reported.
    """
    return registry.match(name, day) or registry.match_ever(name)


def _single_unit(match: Match, day: dt.date, registry: Registry) -> str | None:
    """Return the unit matched; a class stands for a unit only where it has a single member."""
    if match.group_code:
        members = {row["unit_id"] for row in registry.valid_on(day) if row["group_code"] == match.group_code}
        return members.pop() if len(members) == 1 else None
    return match.unit_id
