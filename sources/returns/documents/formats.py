"""Tells what a file is from its content, and opens it with the reader of that format.

The extension is a second witness. Where the two disagree and the content is a format that we read, the content
counts: old systems write web pages and tab-separated text under the name ``.xls``, and a browser saves a Word file
under any name. Nothing is lost by it, for each reader checks its own format again. Three things the content alone
cannot tell, so that the extension decides: a WPS sheet (``.et``) is inside an Excel 97 workbook, text is CSV
only where its name says that it is a sheet, and which of the refused formats of one family it is.
"""

import re
from functools import cache
from pathlib import Path, PurePath

from sources.registry.csv_rows import read_rows
from sources.returns.documents.containers import ole_kind, zip_kind
from sources.returns.documents.model import Document
from sources.returns.model import Finding, Rejected
from sources.safety import MAX_BYTES

ACCEPTED = ("xlsx", "xls", "csv", "tsv", "docx", "html", "pdf")
_WORDS = Path(__file__).parents[1] / "words" / "refused_formats.csv"
_HEAD = 4096
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_SHEETS = frozenset({"csv", "tsv", "xls", "xlsx"})
# Kinds that stand for a family: the extension may say which member it is.
_FAMILIES = {
    "doc": frozenset({"wps"}),
    "ppt": frozenset({"dps"}),
    "ole": frozenset({"doc", "wps", "et", "dps", "ppt", "msg"}),
    "zip": frozenset({"ofd", "ods", "odt", "wps", "et", "dps", "xlsb", "pptx"}),
    "txt": frozenset({"rtf", "eml", "mht", "xml"}),
    "unknown": frozenset(
        {"doc", "wps", "et", "dps", "rtf", "ofd", "rar", "7z", "zip", "jpg", "png", "tif", "bmp", "gif"}
    ),
}
_SYNONYMS = {"jpeg": "jpg", "tiff": "tif", "mhtml": "mht", "htm": "html", "tgz": "gz"}
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rt", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"GIF8", "gif"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
)
_MAIL = re.compile(rb"(?im)^(?:mime-version|received|return-path|message-id):")
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|table|meta|title|div|p|h[1-6])[\s>/]")
_OFFICE_XML = re.compile(rb"(?i)<\?mso-application|urn:schemas-microsoft-com:office:spreadsheet\"|wordml\"")


def sniff(content: bytes, file_name: str) -> str:
    """Return the format of a file: one of ``ACCEPTED``.

    Args:
        content: The file's bytes.
        file_name: Its name, for the extension.

    Raises:
        Rejected: It is empty, encrypted, or of a format that is not accepted.
    """
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Rejected(
            Finding("RET-01", "文件", "文件是空的，没有内容", "填写后的报表", "请确认文件已保存，再重新报送")
        )
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    extension = _SYNONYMS.get(extension, extension)
    kind = _content_kind(content, extension)
    if kind == "encrypted":
        remedy = "请去掉打开密码后保存，再重新报送"
        raise Rejected(Finding("RET-01", "文件", "文件有密码（已加密）", "没有密码的文件", remedy))
    if kind in ACCEPTED and not (kind == "xls" and extension == "et"):
        return kind
    is_told_by_name = kind == "xls" or extension in _FAMILIES.get(kind, ())
    raise Rejected(_refusal(extension if is_told_by_name else kind))


def open_document(content: bytes, file_name: str) -> Document:
    """Open a file with the reader of its format.

    Raises:
        Rejected: It is too large, of a format that is not accepted, or its reader refuses it.
    """
    if len(content) > MAX_BYTES:
        found, expected = f"文件有 {len(content) // 2**20} MB", f"不超过 {MAX_BYTES // 2**20} MB"
        raise Rejected(Finding("RET-01", "文件", found, expected, "请删去图片后重报"))
    kind = sniff(content, file_name)
    if kind in ("pdf", "xls"):
        from sources.returns.documents.isolated import read_isolated

        return read_isolated(kind, content)
    if kind == "xlsx":
        from sources.returns.documents.workbook import open_workbook

        return open_workbook(content)
    if kind == "docx":
        from sources.returns.documents.word import open_word

        return open_word(content)
    if kind == "html":
        from sources.returns.documents.page import open_page

        return open_page(content)
    from sources.returns.documents.text_table import open_text_table

    return open_text_table(content, is_tab=kind == "tsv")


def _content_kind(content: bytes, extension: str) -> str:
    """Return what the content is: an accepted format, a refused one, ``encrypted`` or ``unknown``."""
    head = content[:_HEAD]
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if kind == "zip":
        # Of a zip too damaged to tell what it was the name tells; its reader will say that it is damaged.
        return zip_kind(content) or (extension if extension in ACCEPTED else "zip")
    if kind == "ole":
        return ole_kind(content)
    if kind and (kind != "exe" or b"\x00" in head):
        return kind
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return "pdf"
    if head.startswith(_UTF16_MARKS):
        return _text_kind(head.decode("utf-16", "ignore").encode(), extension)
    return "unknown" if b"\x00" in content else _text_kind(head, extension)


def _text_kind(head: bytes, extension: str) -> str:
    """Return what kind of text a file is, from its beginning; comma or tab is what the first line with either has."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _OFFICE_XML.search(head):
        return "xml"
    if _MAIL.search(head):
        return "mht" if b"multipart/related" in head.lower() else "eml"
    if _HTML.search(head) and (head.startswith(b"<") or extension == "html"):
        return "html"
    if extension not in _TEXT_SHEETS:
        return "xml" if head.startswith(b"<?xml") else "txt"
    for line in head.splitlines():
        if b"\t" in line or b"," in line:
            return "tsv" if line.count(b"\t") > line.count(b",") else "csv"
    return "tsv" if extension == "tsv" else "csv"


def _refusal(kind: str) -> Finding:
    called, remedy = _refused_formats()[kind]
    return Finding(
        "RET-02", "文件", f"这是{called}，不受理", "xlsx、xls、csv、tsv、docx、html 或带文字层的 pdf", remedy
    )


@cache
def _refused_formats() -> dict[str, tuple[str, str]]:
    rows = read_rows(_WORDS, ("extension", "called", "remedy"))
    return {row["extension"]: (row["called"], row["remedy"]) for row in rows}
