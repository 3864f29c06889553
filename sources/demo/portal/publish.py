"""Writes a draft out: every page of the site, as bytes."""

import datetime as dt
from html import escape

from sources.demo.portal import html
from sources.demo.portal.defects import down
from sources.demo.portal.difficulties import html_answer, robots
from sources.demo.portal.draft import Draft, Entry, prose
from sources.demo.portal.files import files
from sources.demo.portal.model import Answer, Builder, Column, Hit
from sources.notices.model import Task

_SIMPLE = {
    "/bszs.htm": "党政机关网站标识",
    "/jiucuo.htm": "政府网站找错",
    "/zwgk/zfxxgk/ysqgk/shenqing.htm": "政府信息公开在线申请",
}
_ON_HOME = 3


def pages_of(draft: Draft, tasks: list[Task]) -> dict[str, Answer | Builder]:
    """Return path → page, for everything that the site serves; what is not in it is 404."""
    pages: dict[str, Answer | Builder] = dict(files(draft.day))
    for path, title in _SIMPLE.items():
        pages[path] = html_answer(draft, html.page(draft, path, title, {}, f"<h1>{title}</h1>{prose()}"))
    if "/robots.txt" not in draft.specials:
        robots(draft, "User-agent: *\nDisallow:\n")
    for column in draft.columns:
        pages |= _column(draft, column)
    pages |= _evidence(draft, tasks)
    pages["/"] = _home(draft)
    return pages | draft.specials


def _column(draft: Draft, column: Column) -> dict[str, Answer]:
    """Return the pages of a column and of its articles."""
    if column.code in draft.unlinked:
        return {}
    entries = sorted(draft.entries.get(column.code, []), key=lambda one: one.published, reverse=True)
    size = draft.page_size if column.code == "notice" and draft.page_size else max(len(entries), 1)
    sheets = [entries[start : start + size] for start in range(0, len(entries), size)] or [[]]
    script = f'<script>createPageHTML({len(sheets)}, 0, "index", "htm");</script>' if len(sheets) > 1 else ""
    pages = {}
    for number, sheet in enumerate(sheets):
        path = column.path + (f"index_{number}.htm" if number else "")
        paging = script.replace(", 0,", f", {number},")
        pages[path] = html_answer(draft, html.column_page(draft, column, path, sheet, paging))
        if len(sheets) > 1 and not number:
            pages[path + "index.htm"] = pages[path]
    for entry in entries:
        if entry.body is not None:
            answer = html_answer(draft, html.article(draft, column, entry))
            pages[entry.path] = answer._replace(modified=entry.published)
    return pages


def _evidence(draft: Draft, tasks: list[Task]) -> dict[str, Answer]:
    """Return the pages that the demo returns give as evidence; no page links to them."""
    column = draft.columns[0]
    published = min(dt.date(draft.report_year, 12, 15), draft.day)
    titles = {f"t{task.task_no:02d}": f"任务{task.task_no}：{task.title}" for task in tasks}
    pages = {}
    for name, title in (titles | {"tongzhi": "通知要求事项"}).items():
        body = prose(escape(title), "落实情况见政府信息公开专栏。")
        entry = Entry(f"落实情况：{title}", f"/zwgk/{name}.htm", published, body)
        pages[entry.path] = html_answer(draft, html.article(draft, column, entry))
    return pages


def _home(draft: Draft) -> Answer | Builder:
    shown = []
    for column in draft.columns:
        if column.code in draft.home_columns:
            entries = sorted(draft.entries[column.code], key=lambda one: one.published, reverse=True)
            shown.append((column, entries[:_ON_HOME]))
    still = html_answer(draft, html.home(draft, shown))
    if not (draft.is_unstable or draft.is_volatile):
        return still

    def changing(hit: Hit) -> Answer:
        if draft.is_unstable and (failure := down(hit)):
            return failure
        if not draft.is_volatile:
            return still
        page = html.home(draft, shown, html.clock(draft.day, hit.nth))
        return html_answer(draft, page)._replace(modified=None)

    return changing
