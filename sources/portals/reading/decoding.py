"""The bytes of a page as text. Nothing is refused here: a page that lies about its encoding is still a page."""

import re

from sources.charsets import is_nearly_utf8, marked_encoding, page_charset
from sources.portals.reading.words import limits

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# What browsers do: the older sets are read as the newest that contains them (WHATWG Encoding Standard).
_SAME_AS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "gb-2312", "cp936"), "gb18030"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}
_SAMPLE_BYTES = 4096


def decoded(content: bytes, content_type: str | None) -> tuple[str, str, str]:
    """Return text, encoding, and the basis for it: ``bom``, ``header``, ``meta`` or ``content``.

    The content decides between UTF-8 and GB18030, for either is hardly ever the other by accident; a declaration
    is the basis only where it agrees.
    """
    content = content[: limits()["most_bytes"]]
    marked = marked_encoding(content)
    if marked:
        return content.decode(marked, "replace"), marked.removesuffix("-sig"), "bom"
    in_header = _IN_HEADER.search(content_type or "")
    declared = {
        "header": _canonical(in_header[1].lower()) if in_header else None,
        "meta": _canonical(page_charset(content) or ""),
    }
    text, encoding = _by_content(content, [name for name in declared.values() if name])
    basis = next((basis for basis, name in declared.items() if name == encoding), "content")
    return text, encoding, basis


def _canonical(name: str) -> str | None:
    return _SAME_AS.get(name)


def _by_content(content: bytes, declared: list[str]) -> tuple[str, str]:
    if content.isascii():
        return content.decode("ascii"), declared[0] if declared else "utf-8"
    text = _strict(content, "utf-8")
    if text is not None and not ("gb18030" in declared and _is_gb_by_accident(text)):
        return text, "utf-8"
    if text is None and is_nearly_utf8(content):
        return content.decode("utf-8", "replace"), "utf-8"
    for name in (*(name for name in declared if name != "utf-8"), "gb18030"):
        text = _strict(content, name) or _nearly(content, name)
        if text is not None:
            return text, name
    return _guessed(content)


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _nearly(content: bytes, encoding: str) -> str | None:
    """Return the text where only a few characters of it are damaged."""
    text = content.decode(encoding, "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") * 20 < beyond_ascii else None


def _is_gb_by_accident(text: str) -> bool:
    """Tell whether GB18030 was sound UTF-8 by accident: a few characters, none of them Chinese."""
    return max(text) < "\u0800"


def _guessed(content: bytes) -> tuple[str, str]:
    """Ask charset-normalizer, which is slow, about the beginning; it cannot help with what is no text."""
    if b"\0" not in content[:_SAMPLE_BYTES]:
        from charset_normalizer import from_bytes

        best = from_bytes(content[:_SAMPLE_BYTES], steps=3, chunk_size=256).best()
        if best is not None and best.encoding != "ascii":
            return content.decode(best.encoding, "replace"), best.encoding
    return content.decode("utf-8", "replace"), "utf-8"
