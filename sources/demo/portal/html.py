"""Writes pages in the shape of the real portals: official tags, repeated menu, container, footer marks."""

import datetime as dt
from html import escape

from sources.demo.portal.draft import Draft, Entry
from sources.demo.portal.model import Column
from sources.returns.model import SYNTHETIC_MARK

# Footer mark → what stands there; the names are those of the inspection's footer check.
_MARKS = {
    "主办单位": "主办单位：{unit}",
    "联系方式": "联系电话：000-00000000",
    "网站标识码": "网站标识码：{code}",
    "ICP备案号": "闽ICP备00000000号-1",
    "公安机关备案号": "闽公网安备 35000000000000号",
    "党政机关标识": '<span id="_ideConac"><a href="/bszs.htm"><img id="imgConac" src="/images/dangzheng.png" alt="">党政机关标识</a></span>',
    "找错入口": '<span id="_span_jiucuo"><a href="/jiucuo.htm" title="政府网站找错"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a></span>',
}


def page(draft: Draft, path: str, title: str, tags: dict[str, str], body: str) -> str:
    """Return a whole page.

    Args:
        draft: The site.
        path: Where the page will stand.
        title: Of the ``<title>`` element.
        tags: Official tags beyond the three of the site.
        body: What stands between menu and footer.
    """
    site_tags = {
        "SiteName": draft.unit_name + "网站",
        "SiteDomain": draft.host,
        "SiteIDCode": draft.site_id_code,
    }
    metas = []
    for name, value in {**site_tags, **tags}.items():
        shown = draft.tag_changes.get((path, name), value)
        if shown is not None:
            metas.append(f'<meta name="{name}" content="{escape(shown)}">')
    charset = draft.declares.get(path, draft.declares.get("*", draft.charset))
    declared = f'<meta charset="{charset}">\n' if charset else ""
    menu = "".join(
        f'<li><a href="{one.path}">{escape(one.name)}</a></li>'
        for one in draft.columns
        if one.code not in draft.unlinked
    )
    marks = " | ".join(
        text.format(unit=escape(draft.unit_name), code=draft.site_id_code)
        for name, text in _MARKS.items()
        if name not in draft.missing_marks
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{declared}<title>{escape(title)}</title>\n'
        + "\n".join(metas)
        + f'\n<meta name="DataLabel" content="{SYNTHETIC_MARK}">\n<link rel="stylesheet" href="/css/site.css">\n</head>\n'
        f'<body ms-controller="page">\n<div class="header"><p class="label">{SYNTHETIC_MARK}：本网站不是任何单位的真实网站</p></div>\n'
        f'<div class="nav"><ul><li><a href="/">首页</a></li>{menu}</ul></div>\n'
        f'<div class="main">\n{body}\n</div>\n<div class="footer"><p>{marks}</p></div>\n</body>\n</html>\n'
    )


def article(draft: Draft, column: Column, entry: Entry) -> str:
    """Return the page of an entry."""
    stamp = f"{entry.published:%Y-%m-%d} 09:00"
    tags = column_tags(column) | {
        "ArticleTitle": entry.title,
        "PubDate": stamp,
        "ContentSource": draft.unit_name,
        "Keywords": column.keywords,
        "Author": "演示",
        "Description": entry.title,
        "Url": f"http://{draft.host}{entry.path}",
    }
    body = (
        f'{_crumbs(column)}<h1>{escape(entry.title)}</h1>\n<div class="info">发布时间：{stamp} 来源：{escape(draft.unit_name)}</div>\n'
        f'<div class="article_content TRS_Editor">\n{entry.body}</div>'
    )
    return page(draft, entry.path, entry.title, tags, body)


def column_page(draft: Draft, column: Column, path: str, entries: list[Entry], paging: str = "") -> str:
    """Return a page of a column: its list, or its text."""
    text = draft.texts.get(column.code)
    if text is not None:
        inner = f'<h1>{escape(column.name)}</h1>\n<div class="article_content">\n{text}</div>' if text else ""
    else:
        inner = f'<ul class="list">\n{list_items(entries)}</ul>'
    extra = draft.column_extra.get(column.code, "")
    body = f"{_crumbs(column)}{inner}\n{extra}{paging}"
    return page(draft, path, f"{column.name}-{draft.unit_name}", column_tags(column), body)


def home(draft: Draft, shown: list[tuple[Column, list[Entry]]], volatile: str = "") -> str:
    """Return the home page."""
    blocks = "".join(
        f'<div class="block"><h2><a href="{column.path}">{escape(column.name)}</a></h2>\n<ul class="list">\n{list_items(entries)}</ul></div>\n'
        for column, entries in shown
    )
    return page(draft, "/", draft.unit_name + "网站", {}, volatile + blocks + draft.home_extra)


def column_tags(column: Column) -> dict[str, str]:
    """Return the four tags of a column."""
    return {
        "ColumnName": column.name,
        "ColumnDescription": column.description,
        "ColumnKeywords": column.keywords,
        "ColumnType": column.column_type,
    }


def list_items(entries: list[Entry]) -> str:
    """Return the lines of a list: cut text, full title, date beside it."""
    lines = []
    for entry in entries:
        cut = entry.title if len(entry.title) <= 30 else entry.title[:29] + "…"
        lines.append(
            f'<li><a href="{entry.path}" title="{escape(entry.title)}">{escape(cut)}</a><span class="date">{entry.published:%Y-%m-%d}</span></li>\n'
        )
    return "".join(lines)


def clock(day: dt.date, nth: int) -> str:
    """Return what is never the same: clock, weather and counter, at the nth fetch."""
    moment = f"{8 + nth % 10:02d}:{nth * 7 % 60:02d}:{nth * 13 % 60:02d}"
    return (
        f'<div class="clock">今天是{day:%Y年%m月%d日} {moment}</div>\n'
        f'<div class="weather">天气：{("晴", "多云", "小雨")[nth % 3]} {10 + nth % 8}～{18 + nth % 8}℃</div>\n'
        f'<div class="visits">访问量：{120_000 + nth * 17}</div>\n'
    )


def _crumbs(column: Column) -> str:
    return f'<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="{column.path}">{escape(column.name)}</a></div>\n'
