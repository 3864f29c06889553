"""Rewrites pages that are too big for the parser's comfort into small plain ones.

The parser takes time by the square of the depth of nesting, of the attributes of one tag and of unclosed formatting
tags: 1 MB of ``<div>`` takes minutes (selectolax 0.4.13, measured). A page of ordinary size cannot hurt by that. A
bigger one is taken apart here by one linear pattern, and only the tags and attributes that reading looks at are
written out again, up to a number. A ``>`` inside an attribute ends the tag here; nothing else is lost by it.
"""

import re
from html import escape, unescape

from sources.portals.reading.words import limits

_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*\Z)"
    r"|<(?P<raw>script|style|textarea|select|noscript|xmp|svg|math|title)(?P<raw_attributes>[ \t\r\n\f/][^>]*)?>"
    r"(?P<body>.*?)(?:</(?P=raw)[^>]*(?:>|\Z)|\Z)"
    r"|<(?P<closing>/?)(?P<name>[a-z][^ \t\r\n\f/>]*)(?P<attributes>[^>]*)(?:>|\Z)"
    r"|<[!?/][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"\b(href|src|title|class|id|name|content|http-equiv|charset)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_NESTED_NAMES = (
    "div table tbody ul ol dl section article main header footer nav aside center fieldset"
    " blockquote h1 h2 h3 h4 h5 h6"
)
_FLAT_NAMES = "html head body meta base link a area img iframe frame frameset li tr td th dt dd p br hr"
_NESTED = frozenset(_NESTED_NAMES.split())
_FLAT = frozenset(_FLAT_NAMES.split())
_ATTRIBUTES_OF_A_TAG = 12
_ATTRIBUTE_CHARS = 4000


def tamed(page: str) -> str:
    """Return the page as it is where it is of ordinary size, else what reading needs of it."""
    most = limits()
    if len(page) <= most["plain_chars"] and page.count("<") <= most["plain_tags"]:
        return page
    rewriter = _Rewriter(most["most_tags"], most["most_nested"], most["script_chars"])
    return _TOKEN.sub(rewriter.rewrite, page)


class _Rewriter:
    def __init__(self, tags: int, nested: int, script_chars: int) -> None:
        self.tags = tags
        self.nested = nested
        self.script_chars = script_chars

    def rewrite(self, token: re.Match[str]) -> str:
        if token["raw"]:
            return self._raw(token)
        name = (token["name"] or "").lower()
        if name not in _NESTED and name not in _FLAT:
            # The parser drops NUL, so that a number cut by tags comes together and no new tag arises.
            return "\0"
        self.tags -= 1
        if self.tags < 0:
            return "\0"
        if token["closing"]:
            return f"</{name}>"
        if name in _NESTED:
            self.nested -= 1
            if self.nested < 0:
                return "\0"
        return f"<{name}{_attributes(token['attributes'])}>"

    def _raw(self, token: re.Match[str]) -> str:
        name = token["raw"].lower()
        self.tags -= 1
        if name not in ("script", "title") or self.tags < 0:
            return "\0"
        body = token["body"][: self.script_chars].replace("<", "< ")
        if name == "title":
            body = escape(unescape(body), quote=False)
        return f"<{name}{_attributes(token['raw_attributes'] or '')}>{body}</{name}>"


def _attributes(written: str) -> str:
    if "=" not in written:
        return ""
    kept: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written[: 4 * _ATTRIBUTE_CHARS]):
        kept.setdefault(name.lower(), "".join(values)[:_ATTRIBUTE_CHARS])
        if len(kept) == _ATTRIBUTES_OF_A_TAG:
            break
    return "".join(f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in kept.items())
