"""The channels that messages go out by: what ZWGK_NOTIFY names, through Apprise. Nothing of an address is told on."""

import contextlib
import enum
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orchestration.settings import TIMEZONE

if TYPE_CHECKING:
    from apprise import NotifyBase

VARIABLE = "ZWGK_NOTIFY"
NAMES = {
    "mailto": "邮件",
    "mailtos": "邮件",
    "wecombot": "企业微信",
    "dingtalk": "钉钉",
    "feishu": "飞书",
}
# Seconds for an answer where the line says nothing (rto=): who is given up on may have taken it.
_PATIENCE = 30.0
# All of their messages go to one place, whatever the key.
_ONE_SERVER = {"wecombot", "dingtalk", "feishu"}
# Bytes; Apprise counts characters, and DingTalk counts six bytes for each Chinese one.
_LIMITS = {"dingtalk": 9_000}
# What Apprise says when a message cannot have gone out: the mail server was never spoken to.
_BEFORE_MAIL = "Connection error while submitting email"
_NO_CONNECTION = re.compile("NewConnectionError|ConnectTimeoutError|NameResolutionError")
_NO_MAIL_SERVER = re.compile("refused|timed out|unreachable|not known|resolution|No route", re.IGNORECASE)
# The other side may have taken the message before it fell silent, or some of several addresses did.
_FELL_SILENT = re.compile(
    "timed out|unexpectedly closed|Connection aborted|reset by peer|Broken pipe|was refused|error=504"
)


class Outcome(enum.Enum):
    """What came of an attempt."""

    SENT = "sent"
    REFUSED = "refused"  # it certainly did not go out
    DOWN = "down"  # nor did it, and whatever goes by the same server will not either
    UNCLEAR = "unclear"  # it may have gone out


@dataclass(frozen=True)
class Channel:
    """One line of ZWGK_NOTIFY.

    Attributes:
        channel_id: Names it in the outbox, without its address.
        tags: Whom it leads to: ``office``, or a unit_id.
        server: Apprise's; it knows the address.
    """

    channel_id: str
    tags: frozenset[str]
    server: "NotifyBase" = field(repr=False)

    @property
    def via(self) -> str:
        """The server that it goes by: where one does not answer, the next line by the same one will not."""
        if self.schema in _ONE_SERVER:
            return self.schema
        host = getattr(self.server, "smtp_host", None) or getattr(self.server, "host", None)
        return f"{self.schema} {host} {getattr(self.server, 'port', None)}"

    @property
    def schema(self) -> str:
        """Apprise's word for the kind of channel."""
        return self.channel_id.partition("-")[0]

    def send(self, title: str, body: str, rest: str) -> Outcome:
        """Send a plain text; where it is too long for the channel it ends with ``rest``."""
        from apprise import NotifyFormat

        limit = _LIMITS.get(self.schema, self.server.body_maxlen)
        text = fit(body, limit - len(title.encode()) - 2, rest)
        with _hushed() as said, _overheard() as codes:
            try:
                is_good = self.server.notify(title=title, body=text, body_format=NotifyFormat.TEXT)
            except Exception:  # its words may hold the address, and a channel never stops a run
                return Outcome.UNCLEAR
        return _judge(is_good and not any(codes), said, len(self.server))


def read_channels(text: str) -> tuple[list[Channel], list[int]]:
    """Read an Apprise TEXT configuration, line by line: a broken line must not silence the others.

    Returns:
        The channels, and the numbers of the lines that cannot be read.
    """
    from apprise import AppriseAsset
    from apprise.config import ConfigBase

    # A webhook that sends elsewhere takes nothing in: the text of a message does not follow.
    asset = AppriseAsset(app_id="zwgk-warehouse", async_mode=False, timezone=TIMEZONE, http_redirects=False)
    channels, unread, alike = [], [], Counter[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.strip().startswith(("#", ";")):
            continue
        with _hushed():
            servers, _ = ConfigBase.config_parse_text(line, asset=asset)
        if len(servers) != 1:
            unread.append(number)
            continue
        server: Any = servers[0]
        name = _name(server)
        alike[name] += 1
        if server.socket_read_timeout == type(server).socket_read_timeout:
            server.socket_read_timeout = _PATIENCE
        channel_id = name if alike[name] == 1 else f"{name}-{alike[name]}"
        channels.append(Channel(channel_id, frozenset(map(str, server.tags)), server))
    return channels, unread


def channel_name(channel_id: str) -> str:
    """Return what a person reads for a channel."""
    schema, _, number = channel_id.partition("-")
    return f"{NAMES.get(schema, schema)}（{number}）"


def fit(text: str, limit: int, rest: str) -> str:
    """Cut a text at the end of a line, so that with ``rest`` it takes no more than ``limit`` bytes."""
    if len(text.encode()) <= limit:
        return text
    room = limit - len(f"\n{rest}".encode())
    kept = text.encode()[: max(room, 0)].decode(errors="ignore")
    return f"{kept.rpartition(chr(10))[0] or kept}\n{rest}"


def _name(server: Any) -> str:
    """Name a channel by a digest, of all but a password: a changed one is the same channel, and a weak one is guessed."""
    url = server.url(privacy=bool(server.password))
    # Apprise writes sets of addresses in any order.
    parts = ",".join(sorted(re.split("[?&,=]|%2C", url)))
    return f"{url.partition(':')[0]}-{hashlib.sha256(parts.encode()).hexdigest()[:8]}"


def _judge(is_good: bool, said: list[str], targets: int) -> Outcome:
    if is_good:
        return Outcome.SENT
    words = "\n".join(said)
    if _BEFORE_MAIL in words:
        return Outcome.DOWN if _NO_MAIL_SERVER.search(words) else Outcome.REFUSED
    if targets > 1:
        return Outcome.UNCLEAR
    if _NO_CONNECTION.search(words):
        return Outcome.DOWN
    return Outcome.UNCLEAR if _FELL_SILENT.search(words) else Outcome.REFUSED


@contextlib.contextmanager
def _hushed() -> Iterator[list[str]]:
    """Keep the words of Apprise and of the HTTP library out of every log: they may hold an address or a key."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3")]
    before = [(logger.handlers, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [Ear()], False
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)


@contextlib.contextmanager
def _overheard() -> Iterator[list[int]]:
    """Note the error codes of answers: WeCom and DingTalk turn a message down with 200, and Apprise calls it sent."""
    import requests

    codes: list[int] = []
    send = requests.Session.send

    def overhear(self: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        answer = send(self, request, **more)
        with contextlib.suppress(ValueError):
            content = answer.json()
            if isinstance(content, dict):
                codes.append(content.get("errcode") or 0)
        return answer

    requests.Session.send = overhear  # type: ignore[method-assign]
    try:
        yield codes
    finally:
        requests.Session.send = send  # type: ignore[method-assign]
