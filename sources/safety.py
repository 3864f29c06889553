"""Limits for files from outside, checked before anything opens them."""

import io
import lzma
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator

from sources.errors import SourceError
from sources.text import shorten

MAX_BYTES = 50 * 1024 * 1024
MAX_UNZIPPED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000
_CHUNK = 2**20
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def check_zip(content: bytes, what: str) -> None:
    """Refuse an Office file (a zip) that is damaged, too large, or carries macros.

    Args:
        content: The file's bytes.
        what: What to call the file in the message.

    Raises:
        SourceError: The file is not a sound zip, unpacks to more than the limits, or has macros.
    """
    for _ in sound_parts(content, what):
        pass


def sound_parts(content: bytes, what: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each part of an Office file (a zip), one at a time.

    Args:
        content: The file's bytes.
        what: What to call the file in the message.

    Raises:
        SourceError: The file is not a sound zip, unpacks to more than the limits, has macros or names parts
            outside of itself; what was yielded before is not to be relied on then.
    """
    if len(content) > MAX_BYTES:
        raise SourceError(
            what, f"文件有 {len(content) // 2**20} MB", f"不超过 {MAX_BYTES // 2**20} MB", "请删去图片后重报"
        )
    limit = min(MAX_UNZIPPED, MAX_RATIO * max(len(content), 4096))
    archive = _opened(content, what)
    names = archive.namelist()
    if any("vbaproject" in name.lower() for name in names):
        raise SourceError(what, "文件含有宏", "不含宏的文件", "请另存为不含宏的格式")
    if climbing := next(filter(_climbs, names), None):
        found = f"文件内部有指到文件之外的路径（{shorten(climbing)}）"
        raise SourceError(what, found, "正常保存的文件", "请用 Office 或 WPS 打开，另存后重新报送")
    left = limit if len(names) <= MAX_MEMBERS else -1
    for member in archive.infolist():
        part = _unpacked(archive, member, left, what)
        if part is None:
            found = f"内含 {len(names)} 个部件，解压后超出限度"
            raise SourceError(what, found, f"解压后不超过 {limit / 2**20:.1f} MB", "请只保留填报内容后重报")
        left -= len(part)
        yield member.filename, part


def _opened(content: bytes, what: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED:
        raise _damaged(what) from None


def _climbs(name: str) -> bool:
    """Tell whether a part would lie outside the folder that a zip is unpacked into; we unpack none, others do."""
    return _OUTSIDE.search(name) is not None


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, what: str) -> bytes | None:
    """Return the bytes of a part, None beyond the limit; the size that a zip states of itself may be a lie."""
    stated, chunks, total = member.file_size, [], 0
    member.file_size = sys.maxsize  # zipfile would stop at the stated size, other readers do not
    try:
        with archive.open(member) as handle:
            while chunk := handle.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    return None
                chunks.append(chunk)
    except _DAMAGED:
        raise _damaged(what) from None
    if total != stated:
        raise _damaged(what)
    return b"".join(chunks) if limit >= 0 else None


def _damaged(what: str) -> SourceError:
    found = "文件已损坏或不是真正的 Office 2007 以后格式"
    return SourceError(what, found, "能正常打开的文件", "请打开后另存再报")
