"""Reads one page. Pure, and it never raises: whatever a portal sends is a page, if a poor one."""

import datetime as dt
import re

from sources.portals.model import Item, Page
from sources.portals.reading.content import body_text, says_deleted, source_of, text_of, title_of
from sources.portals.reading.dates import date_in_address, date_in_tag, date_in_text
from sources.portals.reading.decoding import decoded
from sources.portals.reading.fingerprint import content_hash
from sources.portals.reading.joining import Joiner
from sources.portals.reading.links import addresses, links_of
from sources.portals.reading.listing import items_of
from sources.portals.reading.marks import marks_of
from sources.portals.reading.notes import Scan
from sources.portals.reading.paging import next_pages
from sources.portals.reading.personal import personal_data
from sources.portals.reading.scan import scan
from sources.portals.reading.tags import problems_of, tags_of, value_of
from sources.portals.reading.taming import tamed
from sources.portals.reading.words import limits

_ARTICLE_FILE = re.compile(r"/t\d{8}_\d+\.s?html?$|/(?:content|art)_\d+\.s?html?$", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(?:(?:index|list|default)(?:_\d+)?\.\w{2,5})?$", re.IGNORECASE)
_ROOT = re.compile(r"https?://[^/]*/?(?:(?:index|default)\.\w{2,5})?$", re.IGNORECASE)


def read_page(content: bytes, url: str, content_type: str | None) -> Page:
    """Return what a page says.

    Args:
        content: The body, unpacked.
        url: Where it came from, after redirects.
        content_type: The header, as sent.
    """
    source, encoding, basis = decoded(content, content_type)
    noted = _noted(source)
    page = Page(encoding, basis)
    joiner = Joiner(url, noted.base)
    urls = addresses(noted, joiner)
    page.tags = tags_of(noted.metas)
    page.links = links_of(noted, urls)
    path = url.partition("?")[0].partition("#")[0]
    tagged = _tagged_type(page.tags, path)
    items = [] if tagged == "article" else items_of(noted, urls, is_column=tagged == "column")
    page.page_type = tagged or _shaped_type(path, items)
    page.title = title_of(noted, page.tags)
    page.tag_problems = problems_of(page.tags, page.page_type)
    body = body_text(noted)
    page.published_at, page.published_basis = _published(page, body, path)
    page.content_source = source_of(body, page.tags)
    if page.page_type != "article":
        page.items = items
        page.next_pages = next_pages(noted, urls, joiner, url)
    page.text = text_of(noted)
    page.content_hash = content_hash(page.title, page.text, page.links)
    page.is_deleted = says_deleted(page.title, body)
    page.marks = marks_of(noted)
    page.personal_data = personal_data(noted.text)
    return page


def _noted(source: str) -> Scan:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        return scan(LexborHTMLParser(tamed(source)))
    except SelectolaxError:
        # The parser gives up for want of memory only; the words are still there.
        return Scan(text=source[: limits()["plain_chars"]])


def _tagged_type(tags: dict[str, str], path: str) -> str | None:
    """Return the type that the tags give; an article tag that is empty says little, but with the address enough."""
    if value_of(tags, "ArticleTitle") or value_of(tags, "PubDate"):
        return "article"
    if ("ArticleTitle" in tags or "PubDate" in tags) and _ARTICLE_FILE.search(path):
        return "article"
    if "ColumnName" in tags:
        return "article" if _ARTICLE_FILE.search(path) else "column"
    return "home" if "SiteName" in tags and _ROOT.match(path) else None


def _shaped_type(path: str, items: list[Item]) -> str:
    if _ARTICLE_FILE.search(path):
        return "article"
    if _ROOT.match(path):
        return "home"
    is_list = _INDEX_FILE.search(path) and len(items) >= limits()["column_items"]
    return "column" if is_list else "other"


def _published(page: Page, body: str, path: str) -> tuple[dt.datetime | None, str | None]:
    """Return when the page says it was published, and where it says so.

    The text and the address of a list or a home page hold the dates of its entries, not its own.
    """
    tagged = value_of(page.tags, "PubDate")
    moment = date_in_tag(tagged) if tagged else None
    if moment is not None:
        return moment, "tag"
    if page.page_type in ("home", "column"):
        return None, None
    moment = date_in_text(body)
    if moment is not None:
        return moment, "text"
    day = date_in_address(path)
    return (dt.datetime(day.year, day.month, day.day), "url") if day else (None, None)
