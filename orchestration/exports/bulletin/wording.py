"""What the bulletin says in sentences and in the cells of its tables."""

from collections.abc import Iterator

from orchestration.exports.bulletin.reading import (
    STATUSES,
    Bulletin,
    Counts,
    OpenRule,
    ThemeStanding,
    quarter_days,
)
from orchestration.exports.labels import labels
from sources.returns.model import SYNTHETIC_MARK
from sources.text import chinese_date

SYNTHETIC_NOTE = f"本通报含{SYNTHETIC_MARK}，不是真实报送，不得印发。"
COUNT_LABELS = ("应报", *(labels("status")[status] for status in STATUSES))
UNIT_LABELS = ("序号", "单位", *COUNT_LABELS, "最长逾期（天）")
THEME_LABELS = ("主题", *COUNT_LABELS)
RULE_LABELS = ("规则", "问题", "程度", "待处理", "涉及单位")
_ORDINALS = "一二三四"
_NONE = "无"


def title(bulletin: Bulletin) -> str:
    """Return what stands at the top."""
    year, quarter = bulletin.edition.report_year, _ORDINALS[bulletin.quarter - 1]
    return f"关于{year}年第{quarter}季度政务公开工作主要任务落实情况的通报"


def opening(bulletin: Bulletin) -> str:
    """Return the sentence that says on what basis, of when."""
    year, quarter = bulletin.edition.report_year, _ORDINALS[bulletin.quarter - 1]
    return (
        f"根据{bulletin.edition.document_no}要求，现将{year}年第{quarter}季度政务公开工作主要任务落实情况"
        f"通报如下。数据截至{chinese_date(bulletin.edition.as_of)}。"
    )


def overview(bulletin: Bulletin) -> Iterator[str]:
    """Yield the sentences about the year so far, and about the quarter."""
    yield f"全年任务{bulletin.tasks}项，应报事项{_said(bulletin.total)}{_rate(bulletin.total)}"
    first, last = quarter_days(bulletin.edition.report_year, bulletin.quarter)
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    if bulletin.due.owed:
        yield f"其中时限在本季度（{span}）的{_said(bulletin.due)}{_rate(bulletin.due)}"
    else:
        yield f"没有时限在本季度（{span}）的事项。"
    behind = sum(unit.counts.missing > 0 for unit in bulletin.units)
    late = sum(unit.counts.late > 0 for unit in bulletin.units)
    yield f"应报单位{len(bulletin.units)}家，其中有未报事项的{behind}家，有迟报事项的{late}家。"


def unit_rows(bulletin: Bulletin) -> list[list[str]]:
    """Return the rows of the table of units."""
    return [
        [str(number), unit.name, *map(str, unit.counts), _or_blank(unit.longest_overdue_days)]
        for number, unit in enumerate(bulletin.units, start=1)
    ]


def theme_rows(bulletin: Bulletin) -> list[list[str]]:
    """Return the rows of the table of themes."""
    return [[theme.theme, *map(str, theme.counts)] for theme in bulletin.themes]


def named(theme: ThemeStanding) -> Iterator[str]:
    """Yield who is missing or late in a theme, and in how many items."""
    for label, units in (("未报单位", theme.missing), ("迟报单位", theme.late)):
        listed = "、".join(f"{name}（{count}项）" for name, count in units)
        yield f"{label}（{len(units)}家）：{listed}。" if units else f"{label}：{_NONE}。"


def rule_rows(rules: list[OpenRule]) -> list[list[str]]:
    """Return the rows of the table of open findings."""
    return [
        [rule.rule_code, rule.title, rule.severity, str(rule.findings), str(rule.units)] for rule in rules
    ]


def findings(rules: list[OpenRule]) -> str:
    """Return the sentence above the table of open findings."""
    if not rules:
        return "没有待处理的问题。"
    return f"截至目前，待处理的问题{sum(rule.findings for rule in rules)}条，涉及{len(rules)}类，见下表。"


def _said(counts: Counts) -> str:
    pairs = zip(COUNT_LABELS[1:], counts[1:], strict=True)
    return f"{counts.owed}项：{'、'.join(f'{label}{count}项' for label, count in pairs)}。"


def _rate(counts: Counts) -> str:
    """Return the share of what was due that came in time; nothing where nothing was due."""
    due = counts.on_time + counts.late + counts.missing
    return f"已到期{due}项，按时率{100 * counts.on_time / due:.1f}%。" if due else ""


def _or_blank(value: int | None) -> str:
    return "" if value is None else str(value)
