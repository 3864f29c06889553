"""The links of a page: absolute, each once, with what they lead to and whether they stand in a menu."""

from sources.portals.model import Link
from sources.portals.reading.joining import Joiner
from sources.portals.reading.notes import RawLink, Scan
from sources.portals.reading.words import extensions, limits, no_link_prefixes

_PAGE_TAGS = frozenset({"a", "area"})
# An address that a script has yet to fill in (AvalonJS, Vue, template strings).
_PLACEHOLDERS = ("{{", "${", "%7B%7B")


def addresses(noted: Scan, joiner: Joiner) -> list[str]:
    """Return the absolute address of every noted link, empty for what is none (script, anchor, placeholder)."""
    known: dict[str, str] = {}
    found = []
    for link in noted.links:
        url = known.get(link.href)
        if url is None:
            url = known[link.href] = _address(link.href, joiner)
        found.append(url)
    return found


def links_of(noted: Scan, urls: list[str]) -> list[Link]:
    """Return the links of a page, each address once, in the order of their first appearance.

    A link that also stands outside of menus is not in a menu, and has the text that it has there.

    Args:
        noted: What the walk noted.
        urls: The address of each link of it.
    """
    found: dict[str, Link] = {}
    for raw, url in zip(noted.links, urls, strict=True):
        if not url:
            continue
        earlier = found.get(url)
        if earlier is None:
            found[url] = Link(url, _text(noted, raw), _kind(url, raw.tag), raw.in_menu)
        elif (earlier.in_menu and not raw.in_menu) or not earlier.text:
            kind = _kind(url, raw.tag) if earlier.kind == "resource" else earlier.kind
            text = _text(noted, raw) or earlier.text
            found[url] = Link(url, text, kind, earlier.in_menu and raw.in_menu)
    return list(found.values())


def extension_kind(url: str) -> str | None:
    """Return ``attachment``, ``image`` or ``resource`` by the extension of the path or of the query's end."""
    path, _, query = url.partition("?")
    known = extensions()
    return known.get(_extension(path)) or (known.get(_extension(query)) if query else None)


def _extension(text: str) -> str:
    name = text[text.rfind("/") + 1 :]
    return name[name.rfind(".") + 1 :].lower() if "." in name else ""


def _address(href: str, joiner: Joiner) -> str:
    if ":" in href and href.lstrip()[:12].lower().startswith(no_link_prefixes()):
        return ""
    if ("{" in href or "%7B" in href) and any(mark in href for mark in _PLACEHOLDERS):
        return ""
    return joiner.join(href)


def _kind(url: str, tag: str) -> str:
    if _is_host_only(url):
        return "page" if tag in _PAGE_TAGS else "resource"
    by_extension = extension_kind(url)
    if by_extension == "attachment" and tag != "script":
        return "attachment"
    return "page" if tag in _PAGE_TAGS and by_extension is None else "resource"


def _is_host_only(url: str) -> bool:
    """Tell whether nothing follows the host: its last label is no extension."""
    return url.count("/") < 3


def _text(noted: Scan, raw: RawLink) -> str:
    start, end = raw.span
    text = noted.text[start : min(end, start + limits()["link_chars"])]
    if "\n" in text or "\t" in text:
        text = " ".join(text.split())
    return text.strip() or " ".join(raw.title.split())
