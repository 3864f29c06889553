"""Puts files where they belong: whole or not at all, and untouched where nothing changed."""

import filecmp
import re
from collections.abc import Callable
from pathlib import Path

# What neither XML nor HTML may contain: control characters, halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


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
    partial = path.with_name(f".{path.name}.partial")
    write(partial)
    if path.exists() and filecmp.cmp(partial, path, shallow=False):
        partial.unlink()
    else:
        partial.replace(path)
