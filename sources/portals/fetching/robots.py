"""What a host's robots.txt lets us do (RFC 9309), read by Protego."""

import codecs
from dataclasses import dataclass
from typing import Any

from sources.portals.fetching.settings import FetchSettings
from sources.portals.model import Fetch, FetchStatus

_SILENT = frozenset({401, 403})


@dataclass(frozen=True)
class Robots:
    """The rules of a host.

    Attributes:
        refusal: Status of every page of a host that may not be asked now, None where it may.
        reason: Why not, in Chinese.
        crawl_delay: Seconds it asks for between two requests, None where it asks for none.
        sitemaps: Addresses it names; a stranger's words, to be checked like any link.
    """

    agent: str
    refusal: FetchStatus | None = None
    reason: str | None = None
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    _rules: Any = None

    def allows(self, url: str) -> bool:
        """Tell whether we may ask for ``url`` now."""
        if self.refusal is not None:
            return False
        return self._rules is None or bool(self._rules.can_fetch(url, self.agent))


def read_robots(fetch: Fetch, settings: FetchSettings) -> Robots:
    """Return the rules that a fetch of robots.txt brought.

    404, 410 and other 4xx mean that there are none. 401 and 403 are a site that may not want us, 429 and 5xx one
    that cannot say (RFC 9309, 2.3.1.4), and whatever else failed leaves it open: not now.
    """
    agent = settings.robots_name
    if fetch.status is FetchStatus.PRIVATE_ADDRESS and fetch.final_url == fetch.url:
        return Robots(agent, FetchStatus.PRIVATE_ADDRESS, fetch.detail)
    is_absent = fetch.status in (FetchStatus.GONE, FetchStatus.REFUSED) and fetch.http_status not in _SILENT
    if is_absent:
        return Robots(agent)
    if fetch.status is not FetchStatus.OK:
        return Robots(agent, FetchStatus.ROBOTS_UNAVAILABLE, f"robots.txt 无法读取：{fetch.detail}")
    return _parsed(fetch.content, settings)


def _parsed(content: bytes, settings: FetchSettings) -> Robots:
    from protego import Protego

    agent, limit = settings.robots_name, settings.max_robots_bytes
    if len(content) >= limit:
        # Half a line may say the opposite of the whole one.
        content = content[:limit].rpartition(b"\n")[0]
    text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    if text.lstrip().startswith("<"):
        return Robots(agent)  # The home page or an error page, sent with 200.
    rules = Protego.parse(text)
    delay = rules.crawl_delay(agent)
    refusal = reason = None
    if delay is not None and delay > settings.max_crawl_delay:
        refusal = FetchStatus.ROBOTS_UNAVAILABLE
        reason = f"robots.txt 要求间隔 {delay:g} 秒，超过上限 {settings.max_crawl_delay:g} 秒，本次不巡检"
    return Robots(agent, refusal, reason, delay, tuple(rules.sitemaps), rules)
