"""The units' weekly messages: one a unit, with its own list of what it owes and what was turned down."""

import datetime as dt
from collections.abc import Container
from typing import Any, NamedTuple

from orchestration.exports.labels import labels
from orchestration.exports.tables import Edition, ReadCopy
from orchestration.messages.outbox import Message
from orchestration.messages.wording import clipped, link, listed, section
from orchestration.templates import template_name
from sources.text import chinese_date

TEMPLATES = "报送表"
_ITEMS, _FILES = 40, 10
_MORE = "另有 {} 项，见办公厅的催报清单"

_UNITS = """
select units.unit_id, units.unit_name, names.short_name,
    units.owed_count, units.on_time_count, units.late_count, units.missing_count
from rpt_chase_summary as units
inner join (select distinct report_year, unit_id, short_name from rpt_obligation_details) as names
    using (report_year, unit_id)
where report_year = $year order by units.row_order
"""
_ITEMS_OF_UNITS = """
select listed.unit_id, owed.status, listed.task_no, listed.title, listed.milestone, listed.obligation_type_label,
    listed.due_date, listed.days_late
from rpt_chase_list as listed
inner join fct_obligations as owed using (obligation_id)
where listed.report_year = $year order by listed.row_order
"""
_TURNED_DOWN = """
select distinct unit_id, file_name, received_at
from fct_submissions
where report_year = $year and outcome = 'rejected' and not is_withdrawn and not is_settled and unit_id is not null
order by received_at desc, file_name
"""
_FINDINGS = """
select unit_id, severity, count(*)
from fct_quality_flags
where is_open and unit_id is not null and coalesce(report_year, $year) = $year
group by unit_id, severity
"""


class UnitNews(NamedTuple):
    """What there is to tell a unit.

    Attributes:
        unit_id: The unit.
        unit_name: Its full name.
        short_name: Its short name, as in the name of its template.
        counts: Owed, on time, late, missing.
        items: Status and words of what is missing or due soon.
        turned_down: Its files that still wait for a better one.
        findings: Severity → open findings.
    """

    unit_id: str
    unit_name: str
    short_name: str
    counts: tuple[int, int, int, int]
    items: list[tuple[str, str]]
    turned_down: list[str]
    findings: dict[str, int]


def unit_key(report_year: int, day: dt.date, unit_id: str) -> str:
    """Return the name of a unit's message of a week in the outbox."""
    year, week, _ = day.isocalendar()
    return f"unit-{report_year}-{year}-W{week:02d}-{unit_id}"


def read_news(copy: ReadCopy, report_year: int) -> list[UnitNews]:
    """Return the news of every unit that has any, those that owe most first."""
    items, turned_down, findings = (
        _by_unit(copy, query, report_year) for query in (_ITEMS_OF_UNITS, _TURNED_DOWN, _FINDINGS)
    )
    news = [
        UnitNews(
            unit_id,
            unit_name,
            short_name,
            (owed, on_time, late, missing),
            [(status, _item(*item)) for status, *item in items.get(unit_id, [])],
            [f"{clipped(name)}（{chinese_date(time)}收到）" for name, time in turned_down.get(unit_id, [])],
            dict(findings.get(unit_id, [])),
        )
        for unit_id, unit_name, short_name, owed, on_time, late, missing in _rows(copy, _UNITS, report_year)
    ]
    return [one for one in news if one.items or one.turned_down or one.findings]


def compose_unit_message(
    news: UnitNews, edition: Edition, day: dt.date, exports_url: str, templates: Container[str]
) -> Message:
    """Compose a unit's message of a week.

    Args:
        news: What there is to tell.
        edition: What the read copy is about.
        day: The day of the message.
        exports_url: Where people fetch the exports; empty where they cannot.
        templates: The names of the templates that lie there.

    Returns:
        The message, with nothing sent yet.
    """
    year, (_, week, weekday) = edition.report_year, day.isocalendar()
    owed, on_time, late, missing = news.counts
    due = {
        status: [text for found, text in news.items if found == status] for status in ("missing", "due_soon")
    }
    told = [
        f"{label} {news.findings[code]} 处"
        for code, label in labels("severity").items()
        if code in news.findings
    ]
    # The long list stands last: some channels have no room for all of it.
    lines = [
        f"{news.unit_name}：",
        f"截至{chinese_date(edition.as_of)}，贵单位{year}年政务公开应报 {owed} 项：按时 {on_time}，迟报 {late}，未报 {missing}。",
        _template(news, year, exports_url, templates),
        edition.note,
        *section("未受理的文件，请按回执更正后重报", listed(news.turned_down, _FILES, "另有 {} 份")),
        *section("待处理的问题", ["，".join(told) + "；逐条见回执和办公厅的问题清单"] if told else []),
        *section(f"即将到期（{len(due['due_soon'])} 项）", listed(due["due_soon"], _ITEMS, _MORE)),
        *section(f"未报（{len(due['missing'])} 项）", listed(due["missing"], _ITEMS, _MORE)),
    ]
    return Message(
        key=unit_key(year, day, news.unit_id),
        tag=news.unit_id,
        name=f"{news.unit_name}第{week}周提醒",
        as_of=day,
        valid_until=day + dt.timedelta(days=7 - weekday),
        title=f"{year}年政务公开报送提醒：{news.unit_name}（{chinese_date(day)}）",
        body="\n".join(lines),
        rest="（以下从略，其余见办公厅的催报清单）",
    )


def _template(news: UnitNews, report_year: int, exports_url: str, templates: Container[str]) -> str:
    name = template_name(report_year, news.short_name)
    if exports_url and name in templates:
        return f"报送表：{link(exports_url, str(report_year), TEMPLATES, name)}"
    return "报送表请向办公厅索取。"


def _item(
    task_no: int | None, title: str, milestone: str | None, kind: str, due: dt.date, days_late: int | None
) -> str:
    number = f"任务{task_no}　" if task_no else ""
    part = f"（{clipped(milestone)}）" if milestone else ""
    overdue = f"，已逾期 {days_late} 天" if days_late else ""
    return f"{number}{clipped(title, 40).rstrip('。')}{part}：{kind}，{due} 到期{overdue}"


def _rows(copy: ReadCopy, query: str, report_year: int) -> list[tuple[Any, ...]]:
    return copy.connection.execute(query, {"year": report_year}).fetchall()


def _by_unit(copy: ReadCopy, query: str, report_year: int) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for unit_id, *row in _rows(copy, query, report_year):
        found.setdefault(unit_id, []).append(tuple(row))
    return found
