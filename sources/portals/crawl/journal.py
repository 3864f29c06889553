"""Remembers each fetch of a host on a day, so that a crawl that was killed goes on where it stopped.

One line a fetch, written once the body lies in the archive. A line that a kill tore is no line. When the crawl
has landed, its journals are removed.
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import NamedTuple

from sources.archive import archived, keep
from sources.portals.model import Fetch, FetchStatus, Known


class Recorded(NamedTuple):
    """A fetch and the sha256 of its body, None where there is none."""

    fetch: Fetch
    sha256: str | None


class Journal:
    """The fetches of one host on one day.

    Args:
        path: The file.
        archive_root: Where bodies are kept.
    """

    def __init__(self, path: Path, archive_root: Path) -> None:
        self._archive_root = archive_root
        path.parent.mkdir(parents=True, exist_ok=True)
        self._offsets: dict[str, int] = {}
        self._file = path.open("r+b" if path.exists() else "w+b")
        sound = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            self._offsets[json.loads(line)["key"]] = sound
            sound += len(line)
        self._file.truncate(sound)

    def get(self, key: str) -> Recorded | None:
        """Return what was recorded under a key, with its body from the archive."""
        if key not in self._offsets:
            return None
        self._file.seek(self._offsets[key])
        values = json.loads(self._file.readline())
        sha256 = values.pop("sha256")
        del values["key"]
        values["status"] = FetchStatus(values["status"])
        if values["fetched_at"]:
            values["fetched_at"] = dt.datetime.fromisoformat(values["fetched_at"])
        content = archived(self._archive_root, sha256).read_bytes() if sha256 else b""
        return Recorded(Fetch(**values, content=content), sha256)

    def has(self, key: str) -> bool:
        """Tell whether a fetch was recorded under a key."""
        return key in self._offsets

    def add(self, key: str, fetch: Fetch, known: Known | None) -> Recorded:
        """Keep the body, then record the fetch; what did not change has the known body and validators."""
        sha256 = None
        if fetch.status is FetchStatus.OK:
            sha256 = keep(self._archive_root, fetch.content)
        elif fetch.status is FetchStatus.NOT_MODIFIED and known:
            sha256 = known.sha256
            fetch = fetch._replace(
                content=archived(self._archive_root, sha256).read_bytes(),
                etag=fetch.etag or known.etag,
                last_modified=fetch.last_modified or known.last_modified,
                content_type=fetch.content_type or known.content_type,
            )
        values: dict[str, object] = {"key": key, **fetch._replace(content=b"")._asdict(), "sha256": sha256}
        del values["content"]
        if fetch.fetched_at:
            values["fetched_at"] = fetch.fetched_at.isoformat()
        self._offsets[key] = self._file.seek(0, os.SEEK_END)
        self._file.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        return Recorded(fetch, sha256)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
