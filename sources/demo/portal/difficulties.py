"""What is hard about real sites and is no defect of theirs: nothing of this may be reported."""

import re
from urllib.parse import parse_qs

from sources.demo.portal.content import add_notices
from sources.demo.portal.defects import redirect
from sources.demo.portal.draft import Draft, columns
from sources.demo.portal.html import column_tags, page
from sources.demo.portal.model import Answer, Hit
from sources.returns.model import SYNTHETIC_MARK

_CALENDAR = "/rili/"


def gbk(draft: Draft) -> None:
    """The whole site in GBK; the header says nothing, pages say nothing, and list pages lie."""
    draft.charset, draft.header_charset = "gbk", False
    draft.declares = {"*": ""} | {column.path: "utf-8" for column in columns().values()}


def bom(draft: Draft) -> None:
    """Pages begin with a byte-order mark."""
    draft.has_bom = True


def volatile(draft: Draft) -> None:
    """Clock, weather and counter on the home page."""
    draft.is_volatile = True


def sitemap(draft: Draft) -> None:
    """A sitemap that robots.txt names; one page stands in it alone."""
    path = "/zwgk/only_in_sitemap.htm"
    draft.specials[path] = html_answer(
        draft, page(draft, path, "网站地图专页", {}, "<p>由网站地图可达的页面。</p>")
    )
    paths = ["/", path, *(entry.path for one in draft.entries.values() for entry in one)]
    urls = "".join(f"<url><loc>http://{draft.host}{path}</loc></url>\n" for path in paths)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {SYNTHETIC_MARK} -->\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    draft.specials["/sitemap.xml"] = Answer(xml.encode(), "application/xml", modified=draft.day)
    robots(draft, f"User-agent: *\nDisallow:\nSitemap: http://{draft.host}/sitemap.xml\n")


def attachments(draft: Draft) -> None:
    """A notice with files of each kind."""
    kinds = ("docx", "pdf", "xlsx")
    links = " ".join(f'<a href="/files/fujian.{kind}">附件（{kind}）</a>' for kind in kinds)
    entry = draft.entries["notice"][0]
    entry.body = f"{entry.body}<p>{links}</p>\n"


def slow_lane(draft: Draft) -> None:
    """A delay that robots.txt asks for, a folder that it closes, a link into it, a redirect within the site."""
    robots(draft, "User-agent: *\nCrawl-delay: 0.2\nDisallow: /private/\n")
    news = columns()["news"].path
    draft.home_extra += '<div class="topics"><a href="/private/neibu.htm">内部系统入口</a> <a href="/jump.htm">动态要闻旧址</a></div>\n'
    draft.specials["/jump.htm"] = redirect(news, 301)
    draft.specials["/private/neibu.htm"] = html_answer(
        draft, page(draft, "/private/neibu.htm", "内部系统", {}, "<p>不应抓取的页面。</p>")
    )


def paging(draft: Draft) -> None:
    """The notices stand on three pages, the further ones reached by script alone."""
    draft.page_size = 1
    draft.entries["notice"].clear()
    add_notices(draft, draft.day, 3)


def endless(draft: Draft) -> None:
    """A calendar in which every month leads to the next."""
    draft.home_extra += (
        f'<div class="topics"><a href="{_CALENDAR}?month={draft.day:%Y%m}">政务日历</a></div>\n'
    )

    def month(hit: Hit) -> Answer:
        asked = parse_qs(hit.query).get("month", [""])[0]
        shown = asked if re.fullmatch(r"\d{4}(0[1-9]|1[0-2])", asked) else f"{draft.day:%Y%m}"
        year, number = int(shown[:4]), int(shown[4:])
        following = f"{year + number // 12:04d}{number % 12 + 1:02d}"
        before = f"{year - (number == 1):04d}{(number - 2) % 12 + 1:02d}"
        tags = column_tags(columns()["news"]) | {"ColumnName": "政务日历", "ColumnType": "概况信息"}
        cells = "".join(f"<td>{day}</td>" for day in range(1, 29))
        body = (
            f"<h1>{year}年{number}月</h1>\n<table><tr>{cells}</tr></table>\n"
            f'<p><a href="{_CALENDAR}?month={before}">上一月</a> <a href="{_CALENDAR}?month={following}">下一月</a></p>'
        )
        return html_answer(draft, page(draft, _CALENDAR, f"政务日历{shown}", tags, body))

    draft.specials[_CALENDAR] = month


def robots(draft: Draft, rules: str) -> None:
    """Set the rules for crawlers."""
    body = f"# {SYNTHETIC_MARK}\n{rules}".encode()
    draft.specials["/robots.txt"] = Answer(body, "text/plain; charset=utf-8", modified=draft.day)


def html_answer(draft: Draft, html: str) -> Answer:
    """Return a page as the site writes it: its charset, its byte-order mark, its header."""
    head = b"\xef\xbb\xbf" if draft.has_bom else b""
    content_type = f"text/html; charset={draft.charset}" if draft.header_charset else "text/html"
    return Answer(head + html.encode(draft.charset), content_type, modified=draft.day)
