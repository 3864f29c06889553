"""Opens a web page: every table of it, and the prose around them. No script runs, nothing is fetched."""

import re
from typing import TYPE_CHECKING

from sources.charsets import page_charset
from sources.grids import html_grid, html_lines, html_text
from sources.returns.documents.decoding import decoded
from sources.returns.documents.model import Document, Line
from sources.returns.documents.page_scan import RESAVE, check_tags
from sources.returns.documents.placing import is_layout, tables_of
from sources.returns.model import Finding, Rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A page may call itself anything; only these are in use here, and only Big5 differs from what is tried anyway.
_ENCODINGS = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_MAYBE_HIDDEN = "//body//*[@hidden or contains(translate(@style, 'DISPLAY', 'display'), 'display')]"
_MOST_LINES = 65_535  # beyond, the parser does not count the lines of the page


def open_page(content: bytes) -> Document:
    """Open a web page.

    What the page hides (``display: none``) is not read. The text of a table within a cell is also the text of
    that cell; the text beside such tables is prose: it was the layout of the page that put it into a table.

    Raises:
        Rejected: The page is damaged, breaks off inside a table, or is beyond the limits.
    """
    page = decoded(content, _declared(content), RESAVE)
    check_tags(page)
    root = _parsed(page)
    _drop_hidden(root)
    elements = [table for table in root.iter("table")]
    tables = tables_of(elements, html_grid, RESAVE)
    data = {table for table in elements if not is_layout(table)}
    return Document("html", tables, [*_headings(root, data), *_lines(html_lines(root, without=data))])


def _declared(content: bytes) -> list[str]:
    name = _ENCODINGS.get(page_charset(content) or "")
    return [name] if name else []


def _parsed(page: str) -> "HtmlElement":
    from lxml import etree, html

    # As bytes: lxml refuses text that declares an encoding, as XHTML pages do.
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(page.encode(), parser=parser)
    except etree.LxmlError:
        raise Rejected(Finding("RET-01", "文件", "网页没有内容", "完整的网页", RESAVE)) from None
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:  # the parser stopped here, and says so nowhere else
            found = "网页的标签嵌套过深或单段文字过长，读不完"
            raise Rejected(Finding("RET-01", f"第{entry.line}行", found, "普通的网页", RESAVE))
    return root


def _drop_hidden(root: "HtmlElement") -> None:
    from lxml import etree

    for element in root.xpath(_MAYBE_HIDDEN):
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            element.tag = "hidden"
    etree.strip_elements(root, "hidden", with_tail=False)


def _headings(root: "HtmlElement", data: set["HtmlElement"]) -> list[Line]:
    """Return the title, and what stands in a data table without being data."""
    found = [*root.xpath("//head/title")[:1]]
    for node in root.iter("caption", "h1"):
        if any(table in data for table in node.iterancestors("table")):
            found.append(node)
    return _lines([(line, node.sourceline or 0) for node in found for line in html_text(node).splitlines()])


def _lines(numbered: list[tuple[str, int]]) -> list[Line]:
    return [Line(text, f"第{line}行" if line < _MOST_LINES else f"第{line}行之后") for text, line in numbered]
