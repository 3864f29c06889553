"""Compares the numbers that the prose of an annual report states with its tables; silent wherever in doubt."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Line
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS, Figure, Finding
from sources.returns.numbers import plain
from sources.returns.texts.sentences import is_of_another_time, sentences
from sources.text import shorten

_WORDINGS = Path(__file__).parent / "words" / "prose_figures.csv"
# What the capitals in a pattern stand for. N: a count, with the small words in front of it. B: where a phrase may
# begin, so that 市公安局不予公开, 予以公开和部分公开 or 许可、处罚处理决定 is not taken for the thing alone.
_CAPITALS = {
    "N": r"(?:的|申请|案件|决定|答复|情况|件数|数量?|总数|总量|共计?|合计|总计|有|为|是|:){0,4}"
    r"(?<![0-9.])(?<![0-9],)([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})[件份宗](?!次)",
    "B": r"(?<![^,、:;()年中出复法共作件%.0-9])(?<![^件%)0-9一二三四五六七八九十]、)",
}
# Between the number before and this one: what makes it the number of a part, a channel, a ground or a while.
_PART = re.compile(
    r"自然人|法人|企业|科研|公益|法律服务|网络|网上|网站|在线|线上|平台|系统|信函|邮|当面|现场|窗口|传真"
    r"|累计|历年|[上下]半年|季度|^月|本级|[市区县]直|街道|乡镇|下属|所属|转[来办交]|协助|代为"
    r"|国家秘密|过程性|内部事务|第三方|执法案卷|三安全|查询|不掌握|不存在|现成|补正|信访|投诉|重复|反复|出版物"
    r"|其中.{0,30}(?:收到|受理|收办)"
)
# Anywhere before: then the sentence counts something else, outcomes of reviews or what was put on a site.
_ELSEWHERE = {
    "foi_requests": re.compile(r"复议|诉讼"),
    "disclosures": re.compile(r"主动公开|公开(?:行政|规范|现行)|公示|公布|发布|推送|归集"),
}
_EXPECTED, _REMEDY = "正文与表内一致", "请核对后改正正文或表内数字"
_AROUND = 60  # so much of a sentence is quoted before its number, and behind


class _Wording(NamedTuple):
    pattern: re.Pattern[str]
    title: str
    accepted: tuple[tuple[str, ...], ...]  # sums of cells; a cell is table.row.column
    elsewhere: re.Pattern[str] | None


def prose_findings(
    lines: list[Line], template_version: str, figures: list[Figure], report_year: int
) -> Iterator[Finding]:
    """Yield one finding for each number of the prose that agrees with nothing it may mean in the tables.

    The wordings are data (``words/prose_figures.csv``): prose counts in more than one way (新收, or with 上年结转).
    A sum with an empty or unreadable cell may be anything: then nothing is said. A cell that does not apply
    (``/``) adds nothing.

    Args:
        lines: The prose of the file.
        template_version: The version of the form.
        figures: What the tables say.
        report_year: A sentence that names another year, or 上年, is about that one.
    """
    cells = {".".join(figure[:3]): figure for figure in figures}
    labels = _labels(template_version)
    found_before: set[tuple[str, str]] = set()  # a page may hold its text twice
    for line in lines:
        for sentence in sentences(line.text):
            if is_of_another_time(sentence, report_year):
                continue
            for wording, match in _stated(sentence, template_version):
                sums = _sums(cells, wording.accepted)
                said = Decimal(match[1].replace(",", ""))
                if sums and said not in sums and (wording.title, match[1]) not in found_before:
                    found_before.add((wording.title, match[1]))
                    tables = "或".join(_written(value, terms, labels) for value, terms in sums.items())
                    found = f"“{_excerpt(match)}”，{wording.title}：正文说 {said}，表内为 {tables}"
                    difference = min((said - value for value in sums), key=abs)
                    yield Finding("STA-15", line.place, found, _EXPECTED, _REMEDY, difference)


def _stated(sentence: str, template_version: str) -> Iterator[tuple[_Wording, re.Match[str]]]:
    """Yield what a sentence states; of a thing with two numbers, nobody knows which is the whole."""
    found: dict[str, dict[int, tuple[_Wording, re.Match[str]]]] = {}
    for wording in _wordings(template_version):
        for match in wording.pattern.finditer(sentence):
            found.setdefault(wording.title, {})[match.start(1)] = wording, match
    for candidates in found.values():
        (wording, match), *others = candidates.values()
        if not others and not _is_of_a_part(wording, sentence[: match.start(1)]):
            yield wording, match


def _is_of_a_part(wording: _Wording, before: str) -> bool:
    elsewhere = wording.elsewhere and wording.elsewhere.search(before)
    return bool(elsewhere or _PART.search(re.split("[0-9]", before)[-1]))


def _sums(
    cells: dict[str, Figure], accepted: tuple[tuple[str, ...], ...]
) -> dict[Decimal, dict[str, Decimal]]:
    """Return each accepted sum with its terms; none at all where one cell of any of them is not known."""
    sums: dict[Decimal, dict[str, Decimal]] = {}
    for terms in accepted:
        known = {term: cells[term] for term in terms if term in cells}
        if len(known) < len(terms) or any(f.cell_state in ("empty", "unreadable") for f in known.values()):
            return {}
        values = {term: figure.value or Decimal(0) for term, figure in known.items()}
        sums.setdefault(sum(values.values(), Decimal(0)), values)
    return sums


def _written(value: Decimal, terms: dict[str, Decimal], labels: dict[str, str]) -> str:
    """Return a sum as a reader checks it: ``275（予以公开 272＋部分公开 3）``."""
    parts = "＋".join(f"{labels[term]} {plain(number)}" for term, number in terms.items() if number)
    return f"{plain(value)}（{parts}）" if parts else plain(value)


def _excerpt(match: re.Match[str]) -> str:
    start = max(match.start(1) - _AROUND, 0)
    return ("…" if start else "") + shorten(match.string[start:], 2 * _AROUND)


@cache
def _labels(template_version: str) -> dict[str, str]:
    """Return what each cell is called in a message; a column 总计 goes without saying."""
    labels = {}
    for f in form_fields(FORM_STATISTICS)[template_version]:
        row = (f.row_path or f.column_path[:-1])[-1]
        column = "" if f.column_code == "total" else "".join(f.column_path[-1:])
        labels[f"{f.table_code}.{f.row_code}.{f.column_code}"] = shorten(row + column, 24)
    return labels


@cache
def _wordings(template_version: str) -> list[_Wording]:
    rows = read_rows(_WORDINGS, ("pattern", "table_code", "accepted", "title", "template_version"))
    return [
        _Wording(
            re.compile("".join(_CAPITALS.get(character, character) for character in row["pattern"])),
            row["title"],
            tuple(
                tuple(f"{row['table_code']}.{term}" for term in terms.split("+"))
                for terms in row["accepted"].split("|")
            ),
            _ELSEWHERE.get(row["table_code"]),
        )
        for row in rows
        if row["template_version"] in ("", template_version)
    ]
