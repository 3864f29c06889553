"""Tells what a zip or an OLE file holds, from its table of contents only; nothing in it is unpacked."""

import io
import zipfile

_ENTRY = 128  # bytes of an entry in the directory of an OLE file, and what every entry is aligned to
# Names in the directory of an OLE file → what the file is; the first that is there counts.
_OLE_NAMES = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
# Members of a zip → what the file is; ends of names.
_ZIP_NAMES = (
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)
_MIME_KINDS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}
_MACRO_KINDS = {"xlsx": "xlsm", "docx": "docm"}
_MAX_MIME = 100
_MAX_TYPES = 2**20


def zip_kind(content: bytes) -> str:
    """Return the kind of a zip: ``xlsx``, ``docx``, a refused kind, or ``zip``.

    A zip that cannot be opened goes by the names in its bytes; nothing comes back where there are none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
            kind = next((kind for name, kind in _ZIP_NAMES if name in names), "zip")
            if (
                kind in _MACRO_KINDS
                and b"macroenabled" in _start_of(archive, "[Content_Types].xml", _MAX_TYPES).lower()
            ):
                return _MACRO_KINDS[kind]
            return _MIME_KINDS.get(_start_of(archive, "mimetype", _MAX_MIME).strip(), kind)
    except Exception:  # a damaged zip makes its reader fail in any way there is
        return next((kind for name, kind in _ZIP_NAMES if name.encode() in content.lower()), "")


def ole_kind(content: bytes) -> str:
    """Return the kind of an OLE file: ``xls``, ``encrypted``, a refused kind, or ``ole``."""
    return next((kind for name, kind in _OLE_NAMES if _has_entry(content, name)), "ole")


def _has_entry(content: bytes, name: str) -> bool:
    entry = f"{name}\0".encode("utf-16-le")
    at = content.find(entry)
    while at >= 0:
        if at % _ENTRY == 0:
            return True
        at = content.find(entry, at + 1)
    return False


def _start_of(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as member:
        return member.read(length)
