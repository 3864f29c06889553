"""The rows of one page."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sources.portals.crawl.frontier import Target
from sources.portals.crawl.host import Host
from sources.portals.crawl.rows import AttachmentRow, ItemRow, MarkRow, PageRow, PersonalRow, TagRow
from sources.portals.model import Page
from sources.portals.registry import Site

_LONGEST_TEXT = 20_000
# What an interpretation may be besides text, the richest first; by the extension of what is embedded.
_MEDIA = (
    ("video", frozenset({".mp4", ".flv", ".m3u8", ".webm", ".wmv"})),
    ("audio", frozenset({".mp3", ".m4a", ".wav"})),
    ("image", frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})),
)


def add_page(host: Host, site: Site, target: Target, page: Page) -> None:
    """Add the rows of a page to the batch of its host."""
    batch, day, site_id = host.batch, host.day, site.site_id
    attachments = [link for link in page.links if link.kind == "attachment" and not link.in_menu]
    row = PageRow(
        crawl_day=day,
        site_id=site_id,
        url=target.url,
        column_code=target.column_code,
        is_list=target.is_list,
        page_type="home" if target.depth == 0 else page.page_type,
        title=page.title,
        published_at=page.published_at,
        published_basis=page.published_basis,
        content_source=page.content_source,
        encoding=page.encoding,
        encoding_basis=page.encoding_basis,
        content_hash=page.content_hash,
        is_deleted=page.is_deleted,
        text_length=len(page.text),
        attachment_count=len(attachments),
        media=_media(page),
        body_text=page.text[:_LONGEST_TEXT] if target.column_code else None,
    )
    batch.add("pages", row)
    for problem in page.tag_problems:
        tag = (problem.name, problem.problem, problem.value[:200])
        batch.add("page_tags", TagRow(day, site_id, target.url, page.page_type, *tag))
    for datum in page.personal_data:
        batch.add("personal_data", PersonalRow(day, site_id, target.url, *datum))
    for link in attachments:
        batch.add("attachments", AttachmentRow(day, site_id, target.url, link.url, link.text[:200]))
    if target.depth == 0:
        for mark, value in page.marks.items():
            batch.add("footer_marks", MarkRow(day, site_id, mark, value))
    if target.is_list and target.column_code:
        for item in page.items:
            entry = (item.url, item.title, item.listed_on, item.position)
            batch.add("items", ItemRow(day, site_id, target.column_code, target.url, *entry))


def _media(page: Page) -> str | None:
    embedded = {
        PurePosixPath(urlsplit(link.url).path).suffix.lower()
        for link in page.links
        if link.kind == "resource" and not link.in_menu
    }
    return next((name for name, suffixes in _MEDIA if not embedded.isdisjoint(suffixes)), None)
