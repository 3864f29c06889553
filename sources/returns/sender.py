"""Finds out which unit sent a return, and for which year: what the file says, else where it lay."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Match, Registry, UnknownName
from sources.returns.documents.model import Cell, Line
from sources.returns.model import Finding, Rejected
from sources.text import key, shorten

_UNIT = re.compile(r"^填报单位(?:名称)?(?:\(盖章\))?:?(.*)$")
# What may stand after a 填报单位 that was left blank: the next label of the heading is not a unit's name.
_OTHER_LABEL = re.compile(
    r"^(?:填报|填表|联系(?:人|电话|方式)|电话|审核|审批人|签发人|经办人|制表人"
    r"|(?:单位|主要|分管|部门)?(?:负责人|领导)|(?:报出|报送|上报)(?:日期|时间)|日期)"
)
_TITLES = Path(__file__).parent / "words" / "report_titles.csv"
_LONGEST_TITLE = 200
_CHINESE_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TASK_TITLE = re.compile(r"(\d{4})年(?:度)?.*(?:落实|进展|任务)")
_NOTHING = Cell("", "", None, "")
_Rows = list[list[Cell | None]]


class Witness(NamedTuple):
    """A place that says who sent the file, or what year it is about."""

    text: str
    place: str


@dataclass
class Headings:
    """Where a file may say whose it is.

    Attributes:
        marks: The hidden sheet of our own template.
        lines: The prose of the file.
        tops: What stands above the header, for each table used.
    """

    marks: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    tops: list[_Rows] = field(default_factory=list)

    @cached_property
    def title(self) -> tuple[Witness, str] | None:
        """The unit and the year that the title of the report names.

        The first title alone: the menu of a page lists the years before. Its wordings are data
        (``words/report_titles.csv``; reference domain.md 1.8, form).
        """
        tops = (cell for top in self.tops for row in top for cell in row if cell and cell.text)
        texts: Iterable[Cell | Line] = (*self.lines, *tops)
        for text in texts:
            if _may_be_title(text.text) and (title := _title(text.text)):
                return Witness(title[0], text.place), title[1]
        return None


def sender(headings: Headings, folder: str, day: dt.date, registry: Registry) -> tuple[str, list[Finding]]:
    """Return who sent a file, with what is doubtful about it; a conflict is an error, not a choice.

    Args:
        headings: Where the file may say it; a table that names nobody follows the others.
        folder: The inbox folder that the file lay in; empty where that says nothing.
        day: The last day of the report year.
        registry: Resolves unit names.

    Raises:
        Rejected: The unit is not named, not known, or not the same everywhere.
    """
    by_folder = unit_of(folder, day, registry)
    lines: _Rows = [[Cell(line.text, line.text, None, line.place)] for line in headings.lines]
    named = [Witness(cell.text, cell.place) for top in (*headings.tops, lines) for cell in _named(top)]
    said = [(witness, _unit_named(witness, day, registry)) for witness in named]
    if mark := headings.marks.get("unit_id"):
        unit_id = _unit_marked(mark, day, registry)
        said.insert(0, (Witness(_name_of(unit_id, registry), "下发时的模板"), unit_id))
    title, findings = _unit_titled(headings, day, registry)
    said += title
    for witness, unit_id in said:
        first = said[0]
        elsewhere = f"{first[0].place}为“{first[0].text}”" if unit_id != first[1] else ""
        if by_folder and unit_id != by_folder:
            elsewhere = f"却放在“{folder}”的文件夹"
        if elsewhere:
            found = f"填报单位为“{witness.text}”，{elsewhere}"
            raise Rejected(
                Finding("RET-04", witness.place, found, "两者一致", "请确认是哪个单位的报送后改正")
            )
    if said or by_folder:
        return (said[0][1] if said else str(by_folder)), findings
    lying_in = f"“{folder}”" if folder else ""
    found = f"文件内没有填报单位，所在文件夹{lying_in}也不是单位名称"
    raise Rejected(Finding("RET-04", "填报单位", found, "名录中的单位名称", "请填写“填报单位”"))


def check_year(headings: Headings, report_year: int) -> None:
    """Refuse a file that says another year.

    Raises:
        Rejected: The template's hidden sheet, the title of the report or of the table says another year.
    """
    years = (
        [Witness(headings.marks["report_year"], "下发时的模板")] if "report_year" in headings.marks else []
    )
    if headings.title:
        witness, year_named = headings.title
        years.append(Witness(year_named, witness.place))
    cells = (
        cell for top in headings.tops for row in top for cell in row if cell and _may_be_title(cell.text)
    )
    years += [Witness(match[1], c.place) for c in cells if (match := _TASK_TITLE.search(_title_key(c.text)))]
    for year in years:
        if year.text != str(report_year):
            found, expected = f"{year.text} 年", f"{report_year} 年"
            remedy = "请核对年度，放入相应年度的收件箱"
            raise Rejected(Finding("RET-05", year.place, found, expected, remedy))


def unit_of(folder: str, day: dt.date, registry: Registry) -> str | None:
    """Return the unit that a folder is named for, or None."""
    match = _match(folder, day, registry)
    return _single_unit(match, day, registry) if match else None


@lru_cache(maxsize=1024)
def _title(text: str) -> tuple[str, str] | None:
    """Return the unit and the year that a title names; a merged title stands at many positions."""
    for pattern in _title_patterns():
        if match := pattern.match(_title_key(text)):
            return match["unit"], match["year"]
    return None


def _may_be_title(text: str) -> bool:
    return "年" in text and len(text) <= _LONGEST_TITLE


@lru_cache(maxsize=1024)
def _title_key(text: str) -> str:
    """Return the form of a title that is matched: 二〇二一年 is 2021年."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE_DIGITS), key(text))


@cache
def _title_patterns() -> list[re.Pattern[str]]:
    return [re.compile(row["pattern"]) for row in read_rows(_TITLES, ("pattern", "example"))]


def _unit_titled(
    headings: Headings, day: dt.date, registry: Registry
) -> tuple[list[tuple[Witness, str]], list[Finding]]:
    """Return the unit that the title names; a name that is none is doubtful, but the title is no form field."""
    if headings.title is None:
        return [], []
    witness, _ = headings.title
    match = _match(witness.text, day, registry)
    unit_id = _single_unit(match, day, registry) if match else None
    if unit_id:
        return [(witness, unit_id)], []
    if not witness.text:
        return [], []
    found = f"标题中的“{shorten(witness.text)}”不在单位名录中"
    remedy = "请核对标题中的单位名称，或在 aliases.csv 登记别名"
    return [], [Finding("RET-16", witness.place, found, "名录中的全称、简称或别名", remedy)]


def _named(top: _Rows) -> Iterator[Cell]:
    """Yield what stands beside each 填报单位: a second one that says another unit is a conflict."""
    for row in top:
        for index, cell in enumerate(row):
            if cell and "填" in cell.text[:_LONGEST_TITLE] and (match := _UNIT.match(key(cell.text))):
                others = (other for other in row[index + 1 :] if other and other is not cell and other.text)
                named = Cell(match[1], "", None, cell.place) if match[1] else next(others, _NOTHING)
                if named.text and not _OTHER_LABEL.match(key(named.text)):
                    yield named


def _unit_marked(mark: str, day: dt.date, registry: Registry) -> str:
    match = _match(mark, day, registry)
    if match is None or match.unit_id is None:
        found = f"模板中的单位编号“{shorten(mark)}”不在单位名录中"
        raise Rejected(Finding("RET-04", "下发时的模板", found, "下发给本单位的模板", "请重新领取模板填报"))
    return match.unit_id


def _name_of(unit_id: str, registry: Registry) -> str:
    """Return what people call a unit; nobody knows it by its id."""
    return next((row["short_name"] for row in registry.units if row["unit_id"] == unit_id), unit_id)


def _unit_named(named: Witness, day: dt.date, registry: Registry) -> str:
    try:
        match = _match(named.text, day, registry) or registry.resolve(named.text, day, named.place)
    except UnknownName as error:
        raise Rejected(
            Finding("RET-04", named.place, error.found, error.expected, "请填写单位全称或简称")
        ) from error
    unit_id = _single_unit(match, day, registry)
    if unit_id is None:
        found = f"“{named.text}”是一类单位"
        raise Rejected(Finding("RET-04", named.place, found, "一个单位的名称", "请填写单位全称或简称"))
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
