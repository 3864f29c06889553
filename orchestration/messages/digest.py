"""The office's digest (日报): how the year stands this morning, in one message."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from orchestration.exports.labels import labels
from orchestration.exports.tables import ReadCopy
from orchestration.exports.workbooks import CHASE_LIST, FLAGS
from orchestration.messages.outbox import SENT, Message, Outbox
from orchestration.messages.wording import clipped, link, listed, section
from sources.text import chinese_date

OFFICE = "office"
_UNITS, _FINDINGS, _REASONS = 10, 10, 6
_STATUSES = ("on_time", "late", "missing", "due_soon", "not_due", "exempt")


class _Owed(NamedTuple):
    """Obligations by status, the ids of those missing, and how many files were ever received."""

    counts: dict[str, int]
    missing: list[str]
    received: int


def digest_key(report_year: int, day: dt.date) -> str:
    """Return the name of a day's digest in the outbox."""
    return f"digest-{report_year}-{day}"


def compose_digest(
    copy: ReadCopy, report_year: int, exports_url: str, outbox: Outbox, troubles: Sequence[str]
) -> Message:
    """Compose the digest of the day that the read copy stands on.

    Args:
        copy: The read copy.
        report_year: The year in work.
        exports_url: Where people fetch the exports; empty where they cannot.
        outbox: Knows the last digest that the office got, for what has changed since.
        troubles: Messages that did not reach somebody.

    Returns:
        The message, with nothing sent yet.
    """
    edition = copy.edition(report_year)
    owed = _owed(copy, report_year)
    lines = [
        edition.note,
        *section("报送情况", [_counted(owed), *_changed(outbox, report_year, edition.as_of, owed)]),
        *section("送达情况", listed(troubles, _FINDINGS, "另有 {} 条")),
        *section("未报最多的单位", _worst_units(copy, report_year)),
        *section("待处理的问题", _findings(copy, report_year)),
        *section("年度报告", _reports(copy, report_year)),
        *section("文件", _files(exports_url, report_year)),
    ]
    day = edition.as_of
    return Message(
        key=digest_key(report_year, day),
        tag=OFFICE,
        name=f"{chinese_date(day)}日报",
        as_of=day,
        valid_until=day,
        title=f"{report_year}年政务公开报送日报（{chinese_date(day)}）",
        body="\n".join(lines),
        rest="（以下从略，其余见问题清单和催报清单）",
        facts={"missing": owed.missing, "received": owed.received},
    )


def _owed(copy: ReadCopy, report_year: int) -> _Owed:
    rows = copy.rows(
        "select status, obligation_id from fct_obligations where report_year = ? order by obligation_id",
        [report_year],
    )
    counts = {status: sum(found == status for found, _ in rows) for status in _STATUSES}
    received = copy.rows(
        "select count(distinct receipt_id) from fct_submissions where report_year = ?", [report_year]
    )
    missing = [obligation_id for status, obligation_id in rows if status == "missing"]
    return _Owed(counts, missing, received[0][0])


def _counted(owed: _Owed) -> str:
    names = labels("status")
    told = "，".join(f"{names[status]} {owed.counts[status]}" for status in _STATUSES)
    return f"应报 {sum(owed.counts.values())} 项：{told}"


def _changed(outbox: Outbox, report_year: int, day: dt.date, owed: _Owed) -> list[str]:
    """Say what is new since the last digest that the office got; the first one has nothing to compare with."""
    kind = digest_key(report_year, day).removesuffix(str(day))
    earlier = [
        message
        for message in outbox.messages()
        if message.key.startswith(kind) and message.as_of < day and SENT in message.channels.values()
    ]
    if not earlier:
        return []
    last = max(earlier, key=lambda message: message.as_of)
    before, now = set(last.facts["missing"]), set(owed.missing)
    return [
        f"比上次（{chinese_date(last.as_of)}）：新增未报 {len(now - before)} 项，"
        f"不再未报 {len(before - now)} 项，新收文件 {owed.received - last.facts['received']} 份"
    ]


def _worst_units(copy: ReadCopy, report_year: int) -> list[str]:
    rows = copy.rows(
        "select unit_name, missing_count, longest_overdue_days from rpt_chase_summary "
        "where report_year = ? and missing_count > 0 order by row_order",
        [report_year],
    )
    lines = [f"{name}：未报 {missing} 项，最长逾期 {days} 天" for name, missing, days in rows]
    return listed(lines, _UNITS, f"另有 {{}} 个单位，见{CHASE_LIST}")


def _findings(copy: ReadCopy, report_year: int) -> list[str]:
    counts = dict(
        copy.rows(
            "select severity, count(*) from fct_quality_flags where is_open and coalesce(report_year, ?) = ? "
            "group by severity",
            [report_year, report_year],
        )
    )
    fatal = copy.rows(
        "select listed.short_name, listed.detail from rpt_flags as listed "
        "inner join fct_quality_flags as flags using (fingerprint) "
        "where listed.report_year = ? and flags.is_open and flags.severity = 'fatal' order by listed.row_order",
        [report_year],
    )
    told = [f"{label} {counts[code]}" for code, label in labels("severity").items() if counts.get(code)]
    lines = [f"{unit}：{clipped(detail)}" if unit else clipped(detail) for unit, detail in fatal]
    return [*(["，".join(told)] if told else []), *listed(lines, _FINDINGS, f"另有 {{}} 处，见{FLAGS}")]


def _reports(copy: ReadCopy, report_year: int) -> list[str]:
    """Say which reports are final; why not, of the first."""
    rows = copy.rows(
        "select scope, scope_name, scope_kind_label, is_rollup, is_final, reason_count "
        "from rpt_report_standing where report_year = ? order by scope_order",
        [report_year],
    )
    lines = [
        f"{name}（{kind}）：{'定稿' if is_final else f'初稿，{reasons} 条原因'}"
        for _, name, kind, is_rollup, is_final, reasons in rows
        if is_rollup
    ]
    own = [is_final for _, _, _, is_rollup, is_final, _ in rows if not is_rollup]
    if own:
        lines.append(f"各单位：定稿 {sum(own)} 份，初稿 {len(own) - sum(own)} 份")
    drafts = [row for row in rows if row[3] and not row[4]]
    if drafts:
        scope, name, kind, *_ = drafts[0]
        remarks = copy.rows(
            "select remark from rpt_report_remarks where report_year = ? and scope = ? and is_blocking "
            "order by remark_order",
            [report_year, scope],
        )
        reasons = [clipped(remark) for (remark,) in remarks]
        lines += [f"{name}（{kind}）尚不能定稿：", *listed(reasons, _REASONS, "另有 {} 条")]
    return lines


def _files(exports_url: str, report_year: int) -> list[str]:
    if not exports_url:
        return [f"在办公厅导出文件夹 {report_year} 内：{CHASE_LIST}、{FLAGS}等"]
    return [f"{name}：{link(exports_url, str(report_year), name)}" for name in (CHASE_LIST, FLAGS)]
