"""Limits for files from outside, checked before anything opens them."""

import io
import zipfile

from sources.errors import SourceError

MAX_BYTES = 50 * 1024 * 1024
MAX_UNZIPPED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000


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
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise SourceError(
            what, "文件已损坏或不是真正的 Office 2007 以后格式", "能正常打开的文件", "请打开后另存再报"
        ) from None
    unzipped = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unzipped > MAX_UNZIPPED
        or unzipped > MAX_RATIO * max(len(content), 4096)
    ):
        raise SourceError(
            what, f"解压后有 {unzipped // 2**20} MB，超出限度", "普通表格", "请只保留填报内容后重报"
        )
    if any("vbaproject" in member.filename.lower() for member in members):
        raise SourceError(what, "文件含有宏", "不含宏的文件", "请另存为不含宏的格式")
