"""Bytes of a text file as text: strictly, so that a damaged character is never taken for another."""

from collections.abc import Iterable

from sources.charsets import is_nearly_utf8, marked_encoding
from sources.returns.model import Finding, Rejected

MAX_TEXT_BYTES = 10 * 1024 * 1024
_EXPECTED = "UTF-8 或 GB18030 编码的文本"


def decoded(content: bytes, declared: Iterable[str], remedy: str) -> str:
    """Return the text of a file.

    UTF-8 is tried before what the file declares of itself: GB18030 accepts almost any bytes, and pages that
    call themselves gb2312 and are UTF-8 exist; text in GB18030 that happens to be sound UTF-8 does not.

    Args:
        content: The file's bytes.
        declared: Names of encodings to try before GB18030.
        remedy: What to do about a file that cannot be read as text.

    Raises:
        Rejected: It is too large, or text in none of the encodings.
    """
    if len(content) > MAX_TEXT_BYTES:
        found, expected = f"文件有 {len(content) / 2**20:.1f} MB", f"不超过 {MAX_TEXT_BYTES // 2**20} MB"
        raise Rejected(Finding("RET-01", "文件", found, expected, "请只保留填报内容后重新报送"))
    marked = marked_encoding(content)
    text, place = _attempt(content, marked or "utf-8")
    if text is None and not marked and not is_nearly_utf8(content):
        text = next((text for name in (*declared, "gb18030") if (text := _attempt(content, name)[0])), None)
        place = "文件"
    if text is None:
        raise Rejected(Finding("RET-01", place, "文字编码无法识别，或有损坏的字符", _EXPECTED, remedy))
    if "\0" in text:
        place = f"第{text.count(chr(10), 0, text.index(chr(0))) + 1}行"
        raise Rejected(Finding("RET-01", place, "文件已损坏，或不是文本（有空字符）", _EXPECTED, remedy))
    return text


def _attempt(content: bytes, encoding: str) -> tuple[str | None, str]:
    """Return the text, or None and where it breaks."""
    try:
        return content.decode(encoding), ""
    except UnicodeDecodeError as error:
        return None, f"第{content.count(10, 0, error.start) + 1}行"
