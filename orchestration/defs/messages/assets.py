"""The messages that go out: the office's digest at the end of a run, the units' once a week."""

import contextlib
import datetime as dt
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import dagster as dg

from orchestration.exports.tables import ReadCopy
from orchestration.messages.channels import VARIABLE, Channel, read_channels
from orchestration.messages.deliver import deliver, not_arrived
from orchestration.messages.digest import OFFICE, compose_digest, digest_key
from orchestration.messages.outbox import Outbox
from orchestration.messages.units import (
    TEMPLATES,
    UnitNews,
    compose_unit_message,
    read_news,
    unit_key,
)
from orchestration.resources import Period
from orchestration.settings import Settings, load_settings, now
from orchestration.templates import carried_over, make_templates, template_name
from sources.errors import SourceError

_NOT_TODAY = "截至日期不是今天，不发送"
# A unit must not be chased by what stood longer ago.
_FRESH = dt.timedelta(days=7)


class _Post(NamedTuple):
    """What messages go by, and what of it cannot be used; nothing of an address is in the words."""

    channels: list[Channel]
    notes: list[str]

    def leading_to(self, tag: str) -> list[Channel]:
        return [channel for channel in self.channels if tag in channel.tags]


def _post() -> _Post:
    channels, unread = read_channels(os.environ.get(VARIABLE, ""))
    notes = [f"{VARIABLE} 第 {'、'.join(map(str, unread))} 行读不懂，未使用"] if unread else []
    if not channels:
        notes.append(f"{VARIABLE} 没有可用的通知地址，不发送")
    return _Post(channels, notes)


@dg.asset(
    group_name="messages",
    owners=["team:coordinating_office"],
    kinds={"text"},
    deps=["export_manifest"],
    description="办公厅日报：每天一封，报送情况、未报最多的单位、待处理的问题、年度报告能否定稿。",
    op_tags={"zwgk/label": "发送日报"},
)
def office_digest(context: dg.AssetExecutionContext, period: Period) -> dg.MaterializeResult:
    """Compose the digest of today, once, and send it to the office."""
    post, settings, time = _post(), load_settings(), now()
    if period.day != time.date():
        return _left_out(context, _NOT_TODAY)
    if period.year != settings.report_year:  # one a day: the January and June runs have another year
        return _left_out(context, f"日报只讲 {settings.report_year} 年（zwgk.toml 中的年度），不发送")
    if time.hour < settings.messages.digest_from_hour:
        return _left_out(context, f"日报 {settings.messages.digest_from_hour} 点以后发送")
    if not post.channels:
        return _left_out(context, *post.notes)
    outbox, key = Outbox(settings.outbox), digest_key(period.year, period.day)
    if post.leading_to(OFFICE) and key not in outbox:
        with ReadCopy(settings.read_copy) as copy:
            as_of = copy.edition(period.year).as_of
            if as_of != period.day:  # somebody asked for this asset alone
                return _left_out(context, f"只读副本截至 {as_of}，不是今天，不发送；请先运行 zwgk run")
            url, troubles = settings.messages.exports_url, not_arrived(outbox, period.day)
            outbox.put(compose_digest(copy, period.year, url, outbox, troubles))
    elif not post.leading_to(OFFICE):
        post.notes.append(f"{VARIABLE} 中没有标签 {OFFICE}，办公厅收不到日报")
    return _told(context, post.notes, deliver(outbox, post.channels, period.day))


@dg.asset(
    group_name="messages",
    owners=["team:coordinating_office"],
    kinds={"text"},
    deps=["published_copy"],
    description="各单位每周提醒：每单位一封，未报、临期、未受理的文件、待处理问题数和报送表的位置。",
    op_tags={"zwgk/label": "发送各单位提醒"},
)
def unit_messages(context: dg.AssetExecutionContext, period: Period) -> dg.MaterializeResult:
    """Compose the message of this week for every unit that has an address, once, and send them."""
    if period.day != now().date():
        return _left_out(context, _NOT_TODAY)
    post, settings = _post(), load_settings()
    if not post.channels:
        return _left_out(context, *post.notes)
    outbox = Outbox(settings.outbox)
    with ReadCopy(settings.read_copy) as copy:
        edition, news = copy.edition(period.year), read_news(copy, period.year)
        known = {OFFICE, *(unit_id for (unit_id,) in copy.rows("select unit_id from dim_units"))}
    if not dt.timedelta(0) <= period.day - edition.as_of <= _FRESH:
        return _left_out(
            context, f"只读副本截至 {edition.as_of}，不是最近一周的情况，不发送；请先运行 zwgk run"
        )
    reached = [one for one in news if post.leading_to(one.unit_id)]
    if len(reached) < len(news):
        post.notes.append(f"有事项的单位 {len(news)} 个，其中 {len(news) - len(reached)} 个没有通知地址")
    unknown = set().union(*(channel.tags for channel in post.channels)) - known
    if unknown:
        post.notes.append(f"{VARIABLE} 中的标签不是单位编号：{'、'.join(sorted(unknown))}")
    new = [one for one in reached if unit_key(period.year, period.day, one.unit_id) not in outbox]
    url = settings.messages.exports_url
    templates = _templates(settings, period.year, new) if url and new else set()
    for one in new:
        outbox.put(compose_unit_message(one, edition, period.day, url, templates))
    return _told(context, post.notes, deliver(outbox, post.channels, period.day))


def _templates(settings: Settings, report_year: int, news: list[UnitNews]) -> set[str]:
    """Return the names of the templates beside the exports; they are made where one is not there yet."""
    folder: Path = settings.exports(report_year) / TEMPLATES
    if any(not (folder / template_name(report_year, one.short_name)).exists() for one in news):
        # It says so where a template there is another by now; that one stays.
        with contextlib.suppress(SourceError):
            carried = carried_over(settings.read_copy, report_year)
            make_templates(settings.registry, report_year, folder, carried)
    return {path.name for path in folder.glob("*.xlsx")}


def _told(context: dg.AssetExecutionContext, notes: list[str], counts: Counter[str]) -> dg.MaterializeResult:
    """Say in the history of runs what went out and what did not."""
    kept, unclear = counts["waiting"], counts["sending"]
    if kept:
        notes = [*notes, f"{kept} 份未能送达，下次运行再发"]
    if unclear:
        notes = [*notes, f"{unclear} 份送达情况不明，不再重发，列入下一封日报"]
    for note in notes:
        context.log.warning(note)
    return dg.MaterializeResult(
        metadata={"sent": counts["sent"], "kept": kept, "unclear": unclear, "notes": "\n".join(notes)}
    )


def _left_out(context: dg.AssetExecutionContext, *reasons: str) -> dg.MaterializeResult:
    """Say why nothing was sent at all."""
    for reason in reasons:
        context.log.info(reason)
    return dg.MaterializeResult(metadata={"sent": 0, "notes": "\n".join(reasons)})
