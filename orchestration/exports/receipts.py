"""A page for every receipt of a year, below the year's exports; only pages that changed are written."""

import hashlib
import re
import unicodedata
from pathlib import Path, PurePosixPath

from orchestration.exports.files import half_written, land_bytes
from orchestration.exports.receipt_page import receipt_page
from orchestration.exports.receipt_rows import FiledReceipt, read_receipts
from orchestration.exports.tables import ReadCopy

FOLDER = "回执"
# Bytes of the part of a page's name that is the file's own; with the rest it stays below 255.
_STEM_BYTES = 150
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\s]+')
_PAGE = re.compile(r".+-[0-9a-f]{6}(-[0-9a-f]{6})?\.html")


def write_receipts(copy: ReadCopy, folder: Path, report_year: int) -> list[Path]:
    """Write the page of every receipt in the read copy, and take away those of receipts no longer known.

    Args:
        copy: The read copy.
        folder: The year's exports; the pages go to ``回执/<unit>/``.
        report_year: The year.

    Returns:
        The names of all pages, below ``folder``.

    Raises:
        LookupError: The copy holds nothing of that year.
    """
    names: list[Path] = []
    taken: set[str] = set()
    for filed in read_receipts(copy, report_year):
        name = _name(filed, taken)
        land_bytes(folder / name, receipt_page(filed.receipt).encode())
        names.append(name)
    _prune(folder / FOLDER, {folder / name for name in names})
    return sorted(names)


def receipt_pages(folder: Path) -> list[str]:
    """Return the names of the pages that lie below a year's exports, with ``/``."""
    return sorted(path.relative_to(folder).as_posix() for path in _pages(folder / FOLDER))


def safe_name(text: str, limit: int = _STEM_BYTES) -> str:
    """Return text as part of a file name: it cannot climb, hide, be too long, or hold what no system takes."""
    legible = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in text)
    name = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", legible)).strip("._")
    return name.encode()[:limit].decode("utf-8", "ignore").rstrip("._") or "_"


def _name(filed: FiledReceipt, taken: set[str]) -> Path:
    """Return the page's name; of two receipts for one file the second carries more of its own id."""
    stem = safe_name(PurePosixPath(filed.receipt.file_name.replace("\\", "/")).stem)
    page = f"{stem}-{filed.receipt.sha256[:6]}"
    name = f"{FOLDER}/{safe_name(filed.folder)}/{page}"
    if name.casefold() in taken:  # some systems take 甲A and 甲a for one name
        name += f"-{hashlib.sha256((filed.receipt.receipt_id or '').encode()).hexdigest()[:6]}"
    taken.add(name.casefold())
    return Path(f"{name}.html")


def _pages(root: Path) -> list[Path]:
    return [path for path in root.rglob("*.html") if _PAGE.fullmatch(path.name) and path.is_file()]


def _prune(root: Path, known: set[Path]) -> None:
    """Take away what this module once wrote; what somebody else put there stays."""
    for path in [*_pages(root), *half_written(root)]:
        if path not in known:
            path.unlink()
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
