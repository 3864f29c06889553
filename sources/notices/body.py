"""Reads what stands before the table: the notice's passport and the orders in its own body."""

import datetime as dt
import re
from dataclasses import dataclass

from sources.errors import SourceError
from sources.notices.deadlines import Deadline, find_deadlines
from sources.notices.model import Directive, Line, Oddity
from sources.notices.words import directive_patterns
from sources.registry.registry import Registry, UnknownName
from sources.text import key, shorten

_DOCUMENT_NO = re.compile(r"([\u4e00-\u9fff]+〔\d{4}〕\d+号)")
_TITLE = re.compile(r"^(?:标题:)?(.*(?:通知|分解表|要点))$")
_YEAR = re.compile(r"(\d{4})年.{0,12}政务公开工作")
_NUMBERED = re.compile(r"^([一二三四五六七八九十])(、?)")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Passport:
    """Issuer, number and dates of a notice."""

    document_no: str
    title: str
    issuer: str
    index_no: str
    report_year: int
    issued_on: dt.date | None
    published_on: dt.date | None
    body: list[Line]


def read_passport(lines: list[Line]) -> Passport:
    """Return the notice's passport and its body lines.

    Raises:
        SourceError: No document number, or no title that names the year.
    """
    keyed = [(key(line.text), line) for line in lines]
    label = {
        name: next((text.split(":", 1)[1] for text, _ in keyed if re.match(rf"^\W*{name}:", text)), "")
        for name in ("索引号", "发文机关", "成文日期", "发布日期", "发文字号", "标题")
    }
    numbers = _DOCUMENT_NO.findall(label["发文字号"]) or [
        match[1] for text, _ in keyed if (match := re.fullmatch(_DOCUMENT_NO, text))
    ]
    if not numbers:
        raise SourceError("正文", "没有读到发文字号", "如 ×政办〔2021〕1号")
    titles = [
        (index, line.text)
        for index, (text, line) in enumerate(keyed)
        if _TITLE.match(text) and _YEAR.search(text)
    ]
    if not titles:
        raise SourceError("正文", "没有读到含年度的标题", "如 …关于印发2021年全市政务公开工作要点的通知")
    start = next((index for index, text in titles if ":" not in key(text)), titles[0][0])
    title = keyed[start][1].text
    year = _YEAR.search(key(title)) or _YEAR.search(key(titles[0][1]))
    assert year is not None
    signed = [day for text, _ in keyed if (day := _chinese_date(text))]
    return Passport(
        document_no=numbers[0],
        title=title,
        issuer=label["发文机关"],
        index_no=label["索引号"],
        report_year=int(year[1]),
        issued_on=_iso(label["成文日期"]) or (signed[-1] if signed else None),
        published_on=_iso(label["发布日期"]),
        body=[line for _, line in keyed[start + 1 :]],
    )


def read_directives(
    body: list[Line], report_year: int, registry: Registry, day: dt.date
) -> tuple[list[Directive], list[Oddity]]:
    """Return the orders that the body gives (summaries, look-back, named units) and its oddities.

    Raises:
        SourceError: A date in the body is impossible or cannot be told.
    """
    directives: list[Directive] = []
    oddities = _lost_numbers(body)
    for line in body:
        for sentence in re.split(r"(?<=[。；;])", line.text):
            deadlines = find_deadlines(key(sentence), report_year, line.place)
            kind, unit_id = _kind(sentence, registry, day, bool(deadlines))
            first = deadlines[0] if deadlines else None
            if kind:
                directives.append(_directive(len(directives) + 1, kind, unit_id, sentence, first, line.place))
            elif deadlines:
                oddities.append(Oddity("NTC-06", None, shorten(sentence, 80), "可归类的事项", line.place))
            oddities += [
                Oddity("NTC-01", None, found.words, f"{found.due_date:%Y-%m-%d}（推定）", line.place)
                for found in deadlines
                if found.basis == "inferred"
            ]
    return directives, oddities


def _kind(sentence: str, registry: Registry, day: dt.date, dated: bool) -> tuple[str | None, str | None]:
    text = key(sentence)
    for kind, pattern in directive_patterns():
        match = pattern.search(text)
        if not match:
            continue
        if "unit" not in pattern.groupindex:
            return kind, None
        try:
            unit_id = registry.resolve(match["unit"], day, "").unit_id
        except UnknownName:
            continue
        if unit_id and dated:
            return kind, unit_id
    return None, None


def _directive(
    number: int, kind: str, unit_id: str | None, sentence: str, deadline: Deadline | None, place: str
) -> Directive:
    due, basis, words = (
        (deadline.due_date, deadline.basis, deadline.words) if deadline else (None, None, None)
    )
    return Directive(number, kind, unit_id, sentence.strip(), due, basis, words, place)


def _lost_numbers(body: list[Line]) -> list[Oddity]:
    """Paragraph numbers that a copy lost: 三各级政府… without its 、, or 四、 without 一、二、 before it."""
    oddities = []
    expected = 1
    for line in body:
        match = _NUMBERED.match(key(line.text))
        if not match or len(key(line.text)) < 20:
            continue
        number = _NUMERALS.index(match[1]) + 1
        if not match[2] or number != expected:
            found = f"段落以“{shorten(line.text, 8)}”开头"
            oddities.append(Oddity("NTC-05", None, found, f"{_NUMERALS[expected - 1]}、", line.place))
        expected = number + 1
    return oddities


def _iso(text: str) -> dt.date | None:
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    return _date(match) if match else _chinese_date(text)


def _chinese_date(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text)
    return _date(match) if match else None


def _date(match: re.Match[str]) -> dt.date:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise SourceError("正文", f"日期“{match[0]}”不是可能的日期", "如 2021-06-04", "请核对原文") from None
