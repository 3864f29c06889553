"""The archive: original bytes, kept under their sha256 before anything parses them."""

import hashlib
import os
import threading
from pathlib import Path

_CHUNK = 2**20


def archive(root: Path, source: Path) -> str:
    """Keep the bytes of a file, however large, under their sha256 and return it."""
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    # One process archives one file at a time, so that its number is a name of its own.
    partial = root / f".partial-{os.getpid()}"
    try:
        with source.open("rb") as original, partial.open("wb") as copy:
            while chunk := original.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
        target = archived(root, digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def keep(root: Path, content: bytes) -> str:
    """Keep bytes under their sha256 and return it; several threads may keep at once."""
    name = hashlib.sha256(content).hexdigest()
    target = archived(root, name)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = root / f".partial-{os.getpid()}-{threading.get_ident()}"
        partial.write_bytes(content)
        partial.replace(target)
    return name


def archived(root: Path, sha256: str) -> Path:
    """Return where :func:`archive` keeps the bytes with this hash."""
    return root / "sha256" / sha256[:2] / sha256
