"""The fixture pages, and how tests write short pages of their own. All of it is 合成 (synthetic)."""

from pathlib import Path

from sources.portals.model import Page
from sources.portals.reading.page import read_page

FOLDER = Path(__file__).parent / "pages"
ADDRESSES = {
    "home": "http://www.example.gov.cn/",
    "column_gbk": "http://czj.example.gov.cn/czj/tzgg/",
    "article": "http://www.example.gov.cn/zfxxgkzl/ndbg/202101/t20210129_300001.htm",
    "personal": "http://x.example.gov.cn/a/b.html",
    "deleted": "http://x.example.gov.cn/a/t20210101_1.htm",
}
URL = "http://www.example.gov.cn/zwgk/tzgg/"
ARTICLE_URL = "http://www.example.gov.cn/zwgk/tzgg/202106/t20210609_4117046.htm"


def content(name: str) -> bytes:
    return (FOLDER / f"{name}.html").read_bytes()


def sample(name: str) -> Page:
    return read_page(content(name), ADDRESSES[name], "text/html")


def read(body: str, url: str = URL, head: str = "") -> Page:
    """Read a short page in UTF-8."""
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_page(page.encode(), url, None)


def tags(**values: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in values.items())
