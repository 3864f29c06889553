"""Puts files where they belong: whole or not at all, and untouched where nothing changed."""

import filecmp
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

# Everything in a packed file bears this time: the same content is the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PARTIAL = ".{}.partial"


def land_bytes(path: Path, content: bytes) -> None:
    """Write a file unless it already says the same."""
    if not (path.exists() and path.read_bytes() == content):
        land(path, lambda partial: partial.write_bytes(content))


def land(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file written beside its place and move it there, unless it says what the old one says.

    Args:
        path: Where it goes.
        write: Writes it to the path that it is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(_PARTIAL.format(path.name))
    write(partial)
    if path.exists() and filecmp.cmp(partial, path, shallow=False):
        partial.unlink()
    else:
        partial.replace(path)


def half_written(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """Yield what killed runs left below a folder of files whose names match ``pattern``."""
    return folder.rglob(_PARTIAL.format(pattern))


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of members, such as a Word file is; no clock goes into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
