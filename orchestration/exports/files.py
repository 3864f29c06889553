"""Puts files where they belong: whole or not at all, and untouched where nothing changed."""

import filecmp
from collections.abc import Callable, Iterator
from pathlib import Path

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
