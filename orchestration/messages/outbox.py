"""The outbox: each message is composed once, and each of its channels is recorded for itself.

A channel of a message is ``waiting``, ``sending`` or ``sent``. It is ``sending`` before the attempt is made: what a
killed process leaves so may have gone out, and is never sent again.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.exports.files import land_bytes

WAITING, SENDING, SENT = "waiting", "sending", "sent"


@dataclass(frozen=True)
class Message:
    """A text for somebody.

    Attributes:
        key: Its name in the outbox; nothing is composed twice under one.
        tag: Whom it is for: ``office`` or a unit_id.
        name: What a person calls it.
        as_of: The day it speaks of.
        valid_until: The last day on which it may go out; then the next one says what stands.
        title: Its subject.
        body: Its text.
        rest: Stands where a channel has no room for more.
        facts: What the next message of its kind is compared with.
        channels: channel_id → state.
    """

    key: str
    tag: str
    name: str
    as_of: dt.date
    valid_until: dt.date
    title: str
    body: str
    rest: str
    facts: dict[str, Any] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)

    def state(self, channel_id: str) -> str:
        """Return how far the message is on a channel."""
        return self.channels.get(channel_id, WAITING)


class Outbox:
    """A folder with one file a message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, key: str) -> bool:
        return self._path(key).exists()

    def messages(self) -> Iterator[Message]:
        """Yield the messages by key; a file that nobody can read stays, so that it is not composed again."""
        for path in sorted(self.folder.glob("*.json")):
            message = _read(path)
            if message:
                yield message

    def unreadable(self) -> list[str]:
        """Return the keys of files that nobody can read."""
        return [path.stem for path in sorted(self.folder.glob("*.json")) if _read(path) is None]

    def put(self, message: Message) -> None:
        """Write a message in its place."""
        content = json.dumps(asdict(message), ensure_ascii=False, indent=1, default=dt.date.isoformat)
        land_bytes(self._path(message.key), content.encode())

    def record(self, message: Message, channel_id: str, state: str) -> None:
        """Write down how far a message is on a channel."""
        message.channels[channel_id] = state
        self.put(message)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def _read(path: Path) -> Message | None:
    try:
        content = json.loads(path.read_bytes())
        dates = {name: dt.date.fromisoformat(content[name]) for name in ("as_of", "valid_until")}
        return Message(**(content | dates))
    except (ValueError, TypeError, KeyError):
        return None
