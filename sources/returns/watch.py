"""Tells which files of the inbox are new and no longer being written, from one look to the next."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sources.returns.inbox import REGISTER, is_ignored
from sources.returns.verdicts import VERDICTS

# What the office keeps beside the years: a change in it asks for a run too.
OFFICE_LISTS = (REGISTER, VERDICTS)
_OF_YEAR = re.compile(r"[12][0-9]{3}/")


class Seen(NamedTuple):
    """A file as it was at the last look; without a hash it was not yet at rest."""

    size: int
    modified_ns: int
    sha256: str


class Look(NamedTuple):
    """What one look brought.

    Attributes:
        arrived: Files that came to rest since the last look: path → hash.
        gone: Files that were at rest and lie there no more: path → hash.
        seen: All that is there.
    """

    arrived: dict[str, str]
    gone: dict[str, str]
    seen: dict[str, Seen]


def look(inbox: Path, before: dict[str, Seen]) -> Look:
    """Look at the inbox and the office's lists in it.

    A file counts as handed in once two looks found it with the same size and time: one that is still being
    copied is for a later look. A file that did not change is not read again.

    Args:
        inbox: The inbox folder; nothing is there when it does not exist.
        before: What the last look saw, by path below the inbox.
    """
    arrived: dict[str, str] = {}
    seen: dict[str, Seen] = {}
    for name, path in _files(inbox):
        try:
            now = _stamp(path)
            last = before.get(name)
            if last is not None and (last.size, last.modified_ns) == now:
                digest = last.sha256 or _digest(path)
                if not last.sha256 and _stamp(path) == now:
                    arrived[name] = digest
                seen[name] = Seen(*now, digest if _stamp(path) == now else "")
            else:
                seen[name] = Seen(*now, "")
        except OSError:  # gone, or locked, between two calls: for the next look
            continue
    gone = {name: last.sha256 for name, last in before.items() if name not in seen and last.sha256}
    return Look(arrived, gone, seen)


def _files(inbox: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(inbox.rglob("*")) if inbox.is_dir() else []:
        name = path.relative_to(inbox).as_posix()
        in_year = _OF_YEAR.match(name) is not None
        if (
            (in_year or name in OFFICE_LISTS)
            and not is_ignored(name)
            and path.is_file()
            and not path.is_symlink()
        ):
            yield name, path


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
