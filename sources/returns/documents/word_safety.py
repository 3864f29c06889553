"""Looks through the parts of a Word document before anything in it is read."""

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, NoReturn

from sources.errors import SourceError
from sources.returns.model import Finding, Rejected
from sources.safety import check_zip
from sources.text import shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

RESAVE = "请用 Word 或 WPS 打开确认无误后，另存为 .docx 重新报送"
MAX_PART_BYTES = 32 * 1024 * 1024  # one part of markup
MAX_TAGS = 1_000_000
_MAX_LINK_TAGS = 20_000
MAX_MARKUP_BYTES = 64 * 1024 * 1024  # all parts of markup
_FORBIDDEN_PARTS = (
    ("word/embeddings/", "嵌入的对象", "请删去嵌入的对象，图表改为图片后重新报送"),
    ("word/activex/", "ActiveX 控件", "请删去控件后重新报送"),
)
# Kinds of relationships, in words for people.
_OUTSIDE = {"attachedTemplate": "外部模板", "image": "链接的图片", "oleObject": "链接的对象"}
_ATTACHED = {"oleObject", "control", "vbaProject", "subDocument", "frame", "aFChunk"}
_MACRO_TYPES = re.compile(rb"macroenabled|vbaproject|vbadata", re.IGNORECASE)
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_DECLARES = "文件部件中声明了 DTD 或实体"
_WORD = "普通的 Word 文档"


def main_part(content: bytes) -> "_Element":
    """Return the markup of the document itself, after a look through all parts.

    Raises:
        Rejected: It is no sound docx, too large, or brings along what a return may not: macros, objects,
            entities, content that lies in other files.
    """
    try:
        check_zip(content, "Word 文档")
    except SourceError as error:
        raise Rejected(Finding("RET-01", "文件", error.found, error.expected, error.remedy)) from error
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_parts(archive)
        links: dict[str, str] = {}
        for name in filter(_is_markup, archive.namelist()):
            links |= _look_through(name, archive.read(name))
        main = links.get("officeDocument", "")
        root = _parsed(archive.read(main) if main in archive.namelist() else b"", MAX_TAGS)
    _refuse_content(root)
    return root


def damaged() -> Rejected:
    """Return the refusal of a document that cannot be read."""
    found = "Word 文档无法打开（损坏、加密或格式不符）"
    return Rejected(Finding("RET-01", "文件", found, "能正常打开的 .docx", RESAVE))


def _refuse_parts(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if len(set(names)) < len(names):
        raise _refused("文件", "文件里有同名的部件", RESAVE)
    for prefix, called, remedy in _FORBIDDEN_PARTS:
        if any(name.startswith(prefix) for name in names):
            raise _refused("文件", f"文件含有{called}", remedy)
    sizes = [part.file_size for part in archive.infolist() if _is_markup(part.filename)]
    for size, limit in ((max(sizes, default=0), MAX_PART_BYTES), (sum(sizes), MAX_MARKUP_BYTES)):
        if size > limit:
            _refuse_size(f"文件的内容有 {size / 2**20:.1f} MB", f"不超过 {limit // 2**20} MB")


def _look_through(name: str, part: bytes) -> dict[str, str]:
    """Look through one part; return kind → target of what the whole document starts with."""
    if b"<!DOCTYPE" in part.replace(b"\0", b""):  # in UTF-16 every other byte is zero
        raise _refused(shorten(name), _DECLARES, RESAVE)
    if name == "[Content_Types].xml" and _MACRO_TYPES.search(part):
        raise _refused("文件", "文件含有宏", "请另存为不含宏的 .docx")
    if not name.lower().endswith(".rels"):
        return {}
    links = [dict(link.attrib) for link in _parsed(part, _MAX_LINK_TAGS)]
    found = {}
    for link in links:
        kind, target = str(link.get("Type", "")).rpartition("/")[2], str(link.get("Target", ""))
        _refuse_link(kind, target, str(link.get("TargetMode", "")).lower() == "external")
        found[kind] = posixpath.normpath(target.lstrip("/"))
    return found if name == "_rels/.rels" else {}


def _refuse_link(kind: str, target: str, is_external: bool) -> None:
    if is_external and kind != "hyperlink":
        found = f"文件引用了外部内容（{_OUTSIDE.get(kind, kind)}：{shorten(target)}）"
        raise _refused(
            "文件", found, "请删去外部模板，把链接的图片或对象改为插入的图片，再另存为 .docx 重新报送"
        )
    if not is_external and kind in _ATTACHED:
        raise _refused("文件", f"文件含有嵌入或拼接的内容（{kind}）", RESAVE)


def _parsed(part: bytes, max_tags: int) -> "_Element":
    from lxml import etree

    if part.count(b"<") > max_tags:
        _refuse_size(f"文件的一个部件有 {part.count(b'<')} 个标签", f"不超过 {max_tags} 个")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.LxmlError as error:
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:  # written in an encoding that hid it
        raise _refused("文件", _DECLARES, RESAVE)
    return root


def _refuse_content(root: "_Element") -> None:
    codes = "".join(node.text or "" for node in root.iter("{*}instrText"))
    for node in root.iter("{*}fldSimple"):
        codes += " " + " ".join(str(value) for value in node.attrib.values())
    if _DDE.search(codes):
        raise _refused("文件", "文件含有动态数据交换（DDE）域", RESAVE)
    if next(root.iter("{*}altChunk"), None) is not None:
        raise _refused("文件", "文件拼接了另一个文件的内容", RESAVE)


def _refused(place: str, found: str, remedy: str) -> Rejected:
    return Rejected(Finding("RET-01", place, found, _WORD, remedy))


def _refuse_size(found: str, expected: str) -> NoReturn:
    raise Rejected(Finding("RET-01", "文件", found, expected, "请只保留填报内容后重新报送"))


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
