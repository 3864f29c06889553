"""Limits for files from outside, checked before anything opens them."""

import io
import lzma
import sys
import zipfile
import zlib

from sources.errors import SourceError

MAX_BYTES = 50 * 1024 * 1024
MAX_UNZIPPED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000
_CHUNK = 2**20
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def check_zip(content: bytes, what: str) -> None:
    """Refuse an Office file (a zip) that is damaged, too large, or carries macros.

    Args:
        content: The file's bytes.
        what: What to call the file in the message.

    Raises:
        SourceError: The file is not a sound zip, unpacks to more than the limits, or has macros.
    """
    if len(content) > MAX_BYTES:
        raise SourceError(
            what, f"文件有 {len(content) // 2**20} MB", f"不超过 {MAX_BYTES // 2**20} MB", "请删去图片后重报"
        )
    limit = min(MAX_UNZIPPED, MAX_RATIO * max(len(content), 4096))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        is_too_large = len(names) > MAX_MEMBERS or _unpacks_beyond(archive, limit)
    except _DAMAGED:
        raise SourceError(
            what, "文件已损坏或不是真正的 Office 2007 以后格式", "能正常打开的文件", "请打开后另存再报"
        ) from None
    if is_too_large:
        found = f"内含 {len(names)} 个部件，解压后超出限度"
        raise SourceError(what, found, f"解压后不超过 {limit / 2**20:.1f} MB", "请只保留填报内容后重报")
    if any("vbaproject" in name.lower() for name in names):
        raise SourceError(what, "文件含有宏", "不含宏的文件", "请另存为不含宏的格式")


def _unpacks_beyond(archive: zipfile.ZipFile, limit: int) -> bool:
    """Unpack and count, member by member: the sizes that a zip states of itself may be lies."""
    total = 0
    for member in archive.infolist():
        stated, before = member.file_size, total
        member.file_size = sys.maxsize  # zipfile would stop at the stated size, other readers do not
        with archive.open(member) as handle:
            while chunk := handle.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    return True
        if total - before != stated:
            raise zipfile.BadZipFile(f"{member.filename} unpacks to another size than stated")
    return False
