"""A fetcher: one site, one connection, one request at a time."""

import datetime as dt
import time
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from sources.portals.fetching.addresses import Resolver, is_private, literal_ip, system_resolver
from sources.portals.fetching.answers import RETRYABLE, Answer
from sources.portals.fetching.exchange import Exchange
from sources.portals.fetching.pace import Pace
from sources.portals.fetching.robots import Robots, read_robots
from sources.portals.fetching.settings import FetchSettings
from sources.portals.fetching.trail import Refused, Trail
from sources.portals.fetching.urls import BadAddress, Target, joined, parse, site_netlocs
from sources.portals.model import Fetch, FetchStatus, Known

_ZONE = ZoneInfo("Asia/Shanghai")


def shanghai_now() -> dt.datetime:
    """Return the time in Asia/Shanghai, without a zone."""
    return dt.datetime.now(_ZONE).replace(tzinfo=None)


class Fetcher:
    """Fetches the pages of one site, from one thread.

    Politeness holds within a fetcher only: give each host to one fetcher, a site's hosts to the same.

    Args:
        host: The site's host, ``host`` or ``host:port`` as in its URLs.
        settings: Limits and manners.
        resolver: Leads from names to addresses; each answer is checked.
        allowed_private_hosts: Hosts (``host`` or ``host:port``) that may live at private addresses.
        site_hosts: Further hosts of the site, which redirects may lead to.
        now: Local time without a zone, for the record; delays are measured by the monotonic clock.
        sleep: Waits some seconds; may raise to end the crawl.
        scheme: How robots.txt is asked for when no page was asked for before.

    Raises:
        BadAddress: One of the hosts is none.
    """

    def __init__(
        self,
        host: str,
        settings: FetchSettings,
        resolver: Resolver = system_resolver,
        allowed_private_hosts: Collection[str] = (),
        site_hosts: Collection[str] = (),
        now: Callable[[], dt.datetime] = shanghai_now,
        sleep: Callable[[float], object] = time.sleep,
        scheme: str = "http",
    ) -> None:
        self._main = parse(f"{scheme}://{host}")
        self._settings = settings
        self._netlocs = site_netlocs(site_hosts) | {self._main.netloc}
        self._host_names = {parse(f"http://{netloc}").host for netloc in self._netlocs}
        self._private_netlocs = site_netlocs(allowed_private_hosts)
        self._pace = Pace(settings.min_delay, sleep)
        self._exchange = Exchange(settings, resolver, self._may_be_private, now)
        self._robots: dict[str, Robots] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._exchange.close()

    @property
    def robots(self) -> Robots:
        """The rules of the site's host; fetched at the first need, then kept."""
        return self._rules_of(self._main)

    def fetch(
        self,
        url: str,
        known: Known | None = None,
        *,
        attempts: int | None = None,
        ignore_robots: bool = False,
    ) -> Fetch:
        """Fetch one page.

        Args:
            url: Of this site.
            known: What an earlier crawl knows of it, for a conditional request.
            attempts: Requests at most, where not the settings' number counts: a probe tries once.
            ignore_robots: Ask without regard to (and without fetching) robots.txt: for probes of a site's
                home page. Delays known by then are kept.

        Returns:
            The page, or why there is none; nothing that a server does raises.
        """
        trail = Trail(url, (attempts or self._settings.attempts) - 1)
        return self._followed(
            trail, known, None if ignore_robots else self._heed_robots, self._settings.max_bytes
        )

    def _followed(
        self,
        trail: Trail,
        known: Known | None,
        heed: Callable[[Target], None] | None,
        limit: int,
        keep_first: bool = False,
    ) -> Fetch:
        try:
            while True:
                target = self._admitted(trail)
                if heed:
                    heed(target)
                answer = self._asked(target, trail, known, limit, keep_first)
                if answer.status is not None:
                    return trail.ended(answer.status, answer.detail)
                if not answer.location:
                    raise Refused(FetchStatus.BROKEN_RESPONSE, "跳转没有给出目标地址")
                trail.follow(joined(target.url, answer.location))
        except Refused as refusal:
            return trail.ended(refusal.status, refusal.detail)
        except BadAddress as error:
            return trail.ended(FetchStatus.BAD_ADDRESS, str(error))

    def _admitted(self, trail: Trail) -> Target:
        """Return where the trail leads, if it may lead there."""
        target = parse(trail.here)
        ip = literal_ip(target.host)
        if ip and is_private(ip) and not self._may_be_private(target.host, target.port):
            raise Refused(FetchStatus.PRIVATE_ADDRESS, f"{target.host} 是非公网地址")
        if target.netloc not in self._netlocs:
            if target.host in self._host_names:
                raise Refused(FetchStatus.BAD_ADDRESS, f"端口不属于本站：{target.netloc}")
            if trail.hops:
                raise Refused(FetchStatus.MOVED_AWAY, f"跳转到站外：{target.netloc}")
            raise Refused(FetchStatus.BAD_ADDRESS, f"不是本站的网址：{target.netloc}")
        trail.visit(target.url, self._settings.max_redirects)
        return target

    def _heed_robots(self, target: Target) -> None:
        rules = self._rules_of(target)
        if rules.refusal is not None:
            raise Refused(rules.refusal, rules.reason)
        if not rules.allows(target.url):
            raise Refused(FetchStatus.DISALLOWED, "robots.txt 不允许访问")

    def _rules_of(self, target: Target) -> Robots:
        if target.netloc not in self._robots:
            trail = Trail(f"{target.scheme}://{target.netloc}/robots.txt", self._settings.attempts - 1)
            fetch = self._followed(trail, None, None, self._settings.max_robots_bytes, keep_first=True)
            rules = self._robots[target.netloc] = read_robots(fetch, self._settings)
            self._pace.slow_down(target.host, rules.crawl_delay or 0.0)
        return self._robots[target.netloc]

    def _asked(
        self, target: Target, trail: Trail, known: Known | None, limit: int, keep_first: bool
    ) -> Answer:
        """Ask, again where that may help, and no sooner than manners allow."""
        may_repeat = True
        while True:
            self._pace.wait(target.host)
            answer = self._exchange.ask(target.url, known, limit, keep_first)
            trail.note(answer)
            self._pace.seen(target.host, answer.seen_at)
            self._pace.hold(target.host, min(answer.retry_after, self._settings.max_backoff))
            if answer.is_hung_up and may_repeat:
                # The server had closed the idle connection; no fault of the page, no need to back off.
                may_repeat = False
                continue
            is_over = answer.status not in RETRYABLE or answer.retry_after > self._settings.max_backoff
            if is_over or not trail.take_retry():
                return answer
            pause = self._settings.backoff * 2 ** (trail.retries - 1)
            self._pace.hold(target.host, min(pause, self._settings.max_backoff))

    def _may_be_private(self, host: str, port: int) -> bool:
        name = f"[{host}]" if ":" in host else host
        return not self._private_netlocs.isdisjoint({name, f"{name}:{port}"})
