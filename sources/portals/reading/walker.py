"""Takes notes of the elements and texts of a page in the order in which they stand."""

from typing import TYPE_CHECKING

from sources.portals.reading.notes import RawLink, Row, Scan, Span
from sources.portals.reading.tag_kinds import BLOCK, CELL, LINK
from sources.portals.reading.words import limits, role_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ROWS = frozenset({"li", "tr", "dd", "div", "p", "dl", "a"})
_BY_CLASS = frozenset({"div", "p", "dl", "a"})
# Elements whose class and id are worth a look; those of li, tr and p are not, and they are the most.
_NAMED = frozenset(
    {
        "div",
        "ul",
        "ol",
        "dl",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "main",
        "aside",
        "form",
    }
    | {"td", "a"}
)
_TAG_ROLES = {"nav": "menu", "header": "menu", "footer": "footer", "article": "content_2"}
_CONTENT_ROLES = frozenset({"content_1", "content_2"})
_MENU_ROLES = frozenset({"menu", "footer"})
_SOURCES = frozenset({"img", "iframe", "frame", "embed"})


class Open:
    """An element that has been entered and not yet left, and how things stood outside of it.

    ``outer`` is the group outside; of a link, the number of pieces of text before it.
    """

    # On the class, so that most elements, which need none of these, cost nothing for them.
    role = ""
    href = ""
    title = ""
    outer = 0
    menu: int | None = None
    pages = False
    content = False
    group: tuple[int, str, str]

    def __init__(self, name: str, kind: int, start: int, links: int) -> None:
        self.name = name
        self.kind = kind
        self.start = start
        self.links = links


class Walker:
    """Takes notes while it is led over a page, element by element."""

    def __init__(self) -> None:
        self.result = Scan()
        self.links = self.result.links
        self.most_links = limits()["most_links"]
        self.row_chars = limits()["item_chars"]
        self.script_chars = limits()["script_chars"]
        self.parts: list[str] = []
        self.length = 0
        self.last = "\n"
        self.serial = 0
        self.group = 0
        self.menu_from: int | None = None
        self.in_content = False
        self.in_pages = False

    def finished(self) -> Scan:
        """Return the notes."""
        self.result.text = "".join(self.parts)
        return self.result

    def text(self, raw: str) -> None:
        """Note a text node: its blanks made single, as a browser shows them."""
        words = raw.split()
        if not words:
            if self.last not in " \t\n":
                self._separate(" ")
            return
        if len(words) == 1 and len(words[0]) == len(raw):
            text = raw
        else:
            if self.last not in " \t\n" and raw[0].isspace():
                words[0] = " " + words[0]
            if raw[-1].isspace():
                words.append("")
            text = " ".join(words)
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def _separate(self, mark: str) -> None:
        """Add a blank, a tab or a line break, unless as much stands there already."""
        if self.last == "\n" or self.last == mark or (mark == " " and self.last == "\t"):
            return
        self.parts.append(mark)
        self.length += 1
        self.last = mark

    def enter(self, node: "LexborNode", name: str, kind: int) -> Open:
        """Note that an element begins."""
        if kind == BLOCK:
            self._separate("\n")
        opened = Open(name, kind, self.length, len(self.links))
        names = ""
        if name in _NAMED:
            attributes = node.attributes
            names = attributes.get("class") or ""
            identity = attributes.get("id")
            if identity:
                names = f"{names} {identity}"
            opened.role = (role_of(names) if names else "") or _TAG_ROLES.get(name, "")
            if kind == LINK:
                opened.outer = len(self.parts)
                opened.href = attributes.get("href") or ""
                opened.title = attributes.get("title") or ""
        opened.group = (self.group, name, names if name in _BY_CLASS else "")
        if kind != LINK:
            self._open_container(opened)
        return opened

    def _open_container(self, opened: Open) -> None:
        opened.outer = self.group
        self.serial += 1
        self.group = self.serial
        role = opened.role
        if not role:
            return
        opened.menu = self.menu_from
        opened.pages = self.in_pages
        opened.content = self.in_content
        if role in _CONTENT_ROLES:
            self._close_menu()
            self.in_content = True
        elif role == "pages":
            self.in_pages = True
        elif role in _MENU_ROLES and self.menu_from is None and not self._is_article_header(opened):
            self.menu_from = self.length

    def _is_article_header(self, opened: Open) -> bool:
        """The header element of an article holds its title."""
        return self.in_content and opened.name == "header"

    def _close_menu(self) -> None:
        if self.menu_from is not None and self.menu_from < self.length:
            self.result.menus.append(Span(self.menu_from, self.length))
        self.menu_from = None

    def leave(self, opened: Open) -> None:
        """Note that an element ends."""
        if opened.kind == LINK:
            if opened.href:
                self._note_link("a", opened.href, opened.title, opened.start)
        else:
            self.group = opened.outer
            if opened.role or opened.name == "h1":
                self._leave_container(opened)
        if opened.links < len(self.links) and self.menu_from is None and self._may_be_row(opened):
            links = Span(opened.links, len(self.links))
            self.result.rows.append(Row(opened.group, Span(opened.start, self.length), links))
        if opened.kind == BLOCK:
            self._separate("\n")
        elif opened.kind == CELL:
            self._separate("\t")

    def _may_be_row(self, opened: Open) -> bool:
        """A link is an entry by itself where title and date stand in it as two pieces."""
        if opened.name not in _ROWS or self.length - opened.start > self.row_chars:
            return False
        return opened.kind != LINK or len(self.parts) > opened.outer + 1

    def _note_link(self, tag: str, href: str, title: str, start: int) -> None:
        if len(self.links) < self.most_links:
            span = Span(start, self.length)
            self.links.append(RawLink(tag, href, title, span, self.menu_from is not None, self.in_pages))

    def _leave_container(self, opened: Open) -> None:
        span = Span(opened.start, self.length)
        if opened.name == "h1" and self.menu_from is None:
            self.result.headings.append(span)
        if not opened.role:
            return
        if opened.menu is None:
            self._close_menu()
        elif self.menu_from is None:
            self.menu_from = self.length
        self.in_pages = opened.pages
        self.in_content = opened.content
        if opened.role == "footer":
            self.result.footers.append(span)
        elif opened.role in _CONTENT_ROLES:
            self.result.contents.append((opened.role, span))

    def leaf(self, node: "LexborNode", name: str) -> None:
        """Note an element whose inside does not matter."""
        if name in ("br", "hr"):
            self._separate("\n")
        elif name == "script":
            self._script(node)
        elif name in _SOURCES:
            self._source(name, node.attributes, "src")
        elif name == "meta":
            attributes = node.attributes
            key = attributes.get("name")
            if key:
                self.result.metas.append((key, attributes.get("content") or ""))
        elif name in ("link", "area"):
            self._source(name, node.attributes, "href")
        elif name == "title" and not self.result.title:
            self.result.title = " ".join((node.text() or "").split())
        elif name == "base" and self.result.base is None:
            self.result.base = node.attributes.get("href")

    def _source(self, tag: str, attributes: dict[str, str | None], key: str) -> None:
        href = attributes.get(key)
        if href:
            self._note_link(tag, href, attributes.get("title") or attributes.get("alt") or "", self.length)

    def _script(self, node: "LexborNode") -> None:
        attributes = node.attributes
        source = attributes.get("src")
        if source:
            self.result.scripts.append(source)
            self._source("script", attributes, "src")
        else:
            self.result.scripts.append((node.text() or "")[: self.script_chars])
