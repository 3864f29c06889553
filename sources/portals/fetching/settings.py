"""How polite and how patient the crawler is."""

import re
from dataclasses import dataclass

_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9_-]+")
_CONTACT = re.compile(r"https?://\S|[^\s@]+@[^\s@]+|\d{7}")
_POSITIVE = (
    "connect_timeout",
    "read_timeout",
    "total_seconds",
    "max_bytes",
    "attempts",
    "max_robots_bytes",
)


@dataclass(frozen=True)
class FetchSettings:
    """Limits and manners of fetching; times in seconds, sizes in bytes.

    Attributes:
        user_agent: Names the system and a contact, ``zwgk-inspection/1.0 (+https://… )``. No default: the
            contact is the office's own.
        min_delay: Our own floor between two requests to a host.
        connect_timeout: For a TCP connection, and again for the TLS handshake.
        read_timeout: For the next byte.
        total_seconds: Hard limit of one attempt, headers and body.
        max_bytes: Of an unpacked body.
        max_redirects: Followed for one address.
        attempts: Requests for one address that is answered 429 or 5xx, the first included.
        backoff: Wait before the first retry; doubles with each.
        max_backoff: Longest wait before a retry. A ``Retry-After`` beyond it means no retry now.
        max_robots_bytes: Of robots.txt that are read (RFC 9309, 2.5: at least 500 KiB).
        max_crawl_delay: A host that asks for more is not crawled now.
        ca_bundle: PEM file of the authorities to trust, None for those that requests brings.

    Raises:
        ValueError: The agent names no system or no contact, or a limit is not above zero.
    """

    user_agent: str
    min_delay: float = 1.0
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    total_seconds: float = 60.0
    max_bytes: int = 20 * 2**20
    max_redirects: int = 5
    attempts: int = 3
    backoff: float = 2.0
    max_backoff: float = 60.0
    max_robots_bytes: int = 512 * 1024
    max_crawl_delay: float = 60.0
    ca_bundle: str | None = None

    def __post_init__(self) -> None:
        agent = self.user_agent
        if not (agent.isascii() and agent.isprintable() and _PRODUCT.match(agent) and _CONTACT.search(agent)):
            raise ValueError(f"user_agent 须以系统名称开头并含联系方式（网址、邮箱或电话）：{agent!r}")
        if wrong := [name for name in _POSITIVE if not getattr(self, name) > 0]:
            raise ValueError(f"须大于 0：{'、'.join(wrong)}")
        if min(self.min_delay, self.backoff, self.max_backoff, self.max_redirects, self.max_crawl_delay) < 0:
            raise ValueError("间隔、退避和跳转次数不得小于 0")

    @property
    def robots_name(self) -> str:
        """The product name, by which robots.txt addresses us (RFC 9309, 2.2.1)."""
        found = _PRODUCT.match(self.user_agent)
        return found.group() if found else self.user_agent
