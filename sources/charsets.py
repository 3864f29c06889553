"""What the bytes of a text say of their encoding; shared by the readers of returns and of portals."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_HEAD_BYTES = 4096


def marked_encoding(content: bytes) -> str | None:
    """Return the encoding that a byte order mark names, as Python calls it."""
    return next((name for mark, name in MARKS if content.startswith(mark)), None)


def page_charset(content: bytes) -> str | None:
    """Return the name that a web page gives its encoding in its head, in lower case, as written."""
    match = _DECLARED.search(content[:_HEAD_BYTES])
    return match[1].decode("ascii", "replace").lower() if match else None


def is_nearly_utf8(content: bytes) -> bool:
    """Tell whether a few bytes of a UTF-8 text are damaged; GB18030 would make other characters of all of it."""
    text = content.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") * 10 < beyond_ascii
