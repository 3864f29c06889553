"""What the pages of a site show of a task, or fail to show: roles of the demo sites."""

import datetime as dt

from sources.demo.portal.content import add_policy
from sources.demo.portal.draft import Draft, on_grid, prose
from sources.demo.portal.facts import fact, fact_date, facts

_MISSING_DAY, _MISSING_ISSUE, _MISSING_UNIT = 7, 7, 1  # counted from the first day, from issue 0, from unit 0


def policies(draft: Draft) -> None:
    """Policies, each interpreted on the day of its publication (task 14)."""
    for date in on_grid(draft.day, 45, 2):
        add_policy(draft, date, 0)


def planning_shown(draft: Draft) -> None:
    """A planning column with the plan (task 1)."""
    title = "国民经济和社会发展第十四个五年规划（“十四五”规划）纲要"
    draft.add("planning", title, dt.date(draft.report_year, 3, 30), prose("规划纲要全文分十二篇，见附件。"))
    old = dt.date(draft.report_year - 5, 4, 12)
    draft.add("history_plans", "“十三五”规划纲要", old, prose("历史规划归集于此，供查阅。"))


def planning_absent(draft: Draft) -> None:
    """A planning column without the plan."""
    title = "专项规划编制工作进展情况"
    draft.add("planning", title, dt.date(draft.report_year, 4, 20), prose("规划正在编制，完成后公布。"))


def budget_shown(draft: Draft) -> None:
    """Budget and final accounts of every subordinate unit (task 7)."""
    _budget(draft, None)


def budget_short(draft: Draft) -> None:
    """The same, but for one unit."""
    _budget(draft, _MISSING_UNIT)


def _budget(draft: Draft, missing: int | None) -> None:
    year = draft.report_year
    kinds = ((f"{year - 1}年度单位决算", dt.date(year, 9, 15)), (f"{year}年度单位预算", dt.date(year, 3, 1)))
    for what, date in kinds:
        for number, unit in enumerate(facts("subordinate_unit")):
            if number != missing and date <= draft.day:
                table = '<a href="/files/yujuesuan.xlsx">报表下载</a>'
                draft.add("budget", f"{unit}{what}", date, prose(f"{unit}{what}及相关报表。", table), number)


def bulletin_shown(draft: Draft) -> None:
    """A bulletin of every day of the period (task 10)."""
    _bulletins(draft, None)


def bulletin_short(draft: Draft) -> None:
    """The same, but for one day."""
    _bulletins(draft, _MISSING_DAY)


def _bulletins(draft: Draft, missing: int | None) -> None:
    first, last = (fact_date(name, draft.report_year) for name in ("bulletin_from", "bulletin_to"))
    for number in range((last - first).days, -1, -1):
        date = first + dt.timedelta(days=number)
        if number != missing and date <= draft.day:
            told = f"{date:%Y}年{date.month}月{date.day}日"
            body = prose(
                f"{told}0至24时，演示地区无新增病例。", f"核酸检测{number + 100}人次，结果均为阴性。"
            )
            draft.add("bulletin", f"{told}疫情防控情况通报", date, body)


def rules_shown(draft: Draft) -> None:
    """As many 规章 as are in force (task 23)."""
    _rules(draft, fact("rules_in_force"))


def rules_short(draft: Draft) -> None:
    """One fewer."""
    _rules(draft, fact("rules_in_force") - 1)


def _rules(draft: Draft, count: int) -> None:
    for number in range(count, 0, -1):
        date = dt.date(draft.report_year - 15 + number, 5, 20)
        note = f"（{date:%Y}年5月20日演示政府令第{number}号公布，自{date:%Y}年7月1日起施行）"
        body = prose(
            note, "第一条 根据有关法律、法规，制定本办法。", '<a href="/files/guizhang.docx">下载版式</a>'
        )
        draft.add("rules", f"演示事项管理办法（第{number}件）", date, body, number)


def gazette_shown(draft: Draft) -> None:
    """Every issue of the gazette (task 28)."""
    _gazette(draft, None)


def gazette_short(draft: Draft) -> None:
    """The same, but for one issue."""
    _gazette(draft, _MISSING_ISSUE)


def _gazette(draft: Draft, missing: int | None) -> None:
    for number in range(fact("gazette_last"), fact("gazette_first") - 1, -1):
        date = dt.date(draft.report_year, number, 28)
        if number != missing and date <= draft.day:
            body = prose(f"本期目录：一、文件选登；二、人事任免；三、{number}月大事记。")
            draft.add("gazette", f"政府公报{draft.report_year}年第{number}期", date, body, number)
