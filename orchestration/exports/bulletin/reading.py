"""What the quarter's bulletin says, read from the read copy."""

import datetime as dt
from typing import NamedTuple

from orchestration.exports.tables import Edition, ReadCopy
from sources.errors import SourceError

STATUSES = ("on_time", "late", "missing", "due_soon", "not_due", "exempt")
_COUNTED = ", ".join(f"count(*) filter (where owed.status = '{status}')" for status in STATUSES)
# The annual statistics belong to no task, and so to no theme.
_WITHOUT_THEME = "年度统计报送"


class Counts(NamedTuple):
    """How many items are owed, and how they stand."""

    owed: int
    on_time: int
    late: int
    missing: int
    due_soon: int
    not_due: int
    exempt: int


class UnitStanding(NamedTuple):
    """How a unit stands, and for how many days its oldest missing item is overdue."""

    name: str
    counts: Counts
    longest_overdue_days: int | None


class ThemeStanding(NamedTuple):
    """How a theme stands; units with what is missing or late, and how many items of each."""

    theme: str
    counts: Counts
    missing: list[tuple[str, int]]
    late: list[tuple[str, int]]


class OpenRule(NamedTuple):
    """A rule with open findings, and how many units they concern."""

    rule_code: str
    title: str
    severity: str
    findings: int
    units: int


class Bulletin(NamedTuple):
    """All that is printed; ``due`` counts what fell due within the quarter."""

    edition: Edition
    quarter: int
    tasks: int
    total: Counts
    due: Counts
    units: list[UnitStanding]
    themes: list[ThemeStanding]
    rules: list[OpenRule]


def last_quarter(day: dt.date) -> tuple[int, int]:
    """Return year and number of the last quarter that had ended before a day."""
    ended = (day.month - 1) // 3
    return (day.year, ended) if ended else (day.year - 1, 4)


def quarter_days(year: int, quarter: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a quarter."""
    following = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return dt.date(year, quarter * 3 - 2, 1), following - dt.timedelta(days=1)


def read_bulletin(copy: ReadCopy, report_year: int, day: dt.date) -> Bulletin:
    """Read the bulletin of the last quarter of a year that had ended before a day.

    Raises:
        LookupError: The copy holds nothing of that year.
        SourceError: No quarter of the year had ended, or the copy is older than the quarter's end.
    """
    edition = copy.edition(report_year)
    year, quarter = min(last_quarter(day), (report_year, 4))
    if year != report_year:
        raise SourceError(f"{report_year} 年季度通报", f"到 {day} 还没有一个季度结束")
    first, last = quarter_days(year, quarter)
    if edition.as_of < last:
        found = f"只读副本截至 {edition.as_of}，早于季末 {last}"
        raise SourceError(f"{report_year} 年季度通报", found, remedy="请先运行 zwgk run")
    (tasks,) = copy.rows("select count(*) from dim_tasks where report_year = ?", [report_year])[0]
    return Bulletin(
        edition,
        quarter,
        tasks,
        _counts(copy, "owed.report_year = ?", [report_year]),
        _counts(copy, "owed.report_year = ? and owed.due_date between ? and ?", [report_year, first, last]),
        _units(copy, report_year),
        _themes(copy, report_year),
        _rules(copy, report_year),
    )


def _counts(copy: ReadCopy, where: str, parameters: list[object]) -> Counts:
    query = f"select count(*), {_COUNTED} from fct_obligations as owed where {where}"
    return Counts(*copy.rows(query, parameters)[0])


def _units(copy: ReadCopy, report_year: int) -> list[UnitStanding]:
    columns = ", ".join(f"{status}_count" for status in ("owed", *STATUSES))
    rows = copy.rows(
        f"select unit_name, longest_overdue_days, {columns} from rpt_chase_summary "
        "where report_year = ? order by row_order",
        [report_year],
    )
    return [UnitStanding(name, Counts(*counts), days) for name, days, *counts in rows]


def _themes(copy: ReadCopy, report_year: int) -> list[ThemeStanding]:
    rows = copy.rows(
        f"select tasks.theme, count(*), {_COUNTED} from fct_obligations as owed "
        "left join dim_tasks as tasks using (task_id) where owed.report_year = ? "
        "group by tasks.theme order by min(tasks.task_no) nulls last",
        [report_year],
    )
    behind = _behind(copy, report_year)
    return [
        ThemeStanding(
            theme or _WITHOUT_THEME,
            Counts(*counts),
            behind.get((theme, "missing"), []),
            behind.get((theme, "late"), []),
        )
        for theme, *counts in rows
    ]


def _behind(copy: ReadCopy, report_year: int) -> dict[tuple[str | None, str], list[tuple[str, int]]]:
    """Return theme and status → the units with such items, those with most first, then in the office's order."""
    rows = copy.rows(
        "select tasks.theme, details.status, details.short_name, count(*) from rpt_obligation_details as details "
        "left join fct_obligations as owed using (obligation_id) "
        "left join dim_tasks as tasks on owed.task_id = tasks.task_id "
        "where details.report_year = ? and details.status in ('missing', 'late') "
        "group by all order by count(*) desc, min(details.unit_order), details.short_name",
        [report_year],
    )
    found: dict[tuple[str | None, str], list[tuple[str, int]]] = {}
    for theme, status, name, count in rows:
        found.setdefault((theme, status), []).append((name, count))
    return found


def _rules(copy: ReadCopy, report_year: int) -> list[OpenRule]:
    rows = copy.rows(
        "select printed.rule_code, rules.title, printed.severity_label, count(*), count(distinct printed.unit_id) "
        "from rpt_flags as printed inner join fct_quality_flags as flags using (fingerprint) "
        "inner join dim_rules as rules on printed.rule_code = rules.rule_code "
        "where printed.report_year = ? and printed.scope = 'city' and flags.is_open "
        "group by printed.rule_code, rules.title, printed.severity_label order by min(printed.row_order)",
        [report_year],
    )
    return [OpenRule(*row) for row in rows]
