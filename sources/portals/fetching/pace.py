"""When a host may be asked again.

The server must see no two requests closer than the delay. When it sees one is known only to lie between the first
byte sent and the first byte of the answer; so the delay runs from the latter (or from the end of an attempt that
had no answer). A slow host is thereby asked more slowly, which is what it needs.
"""

import time
from collections.abc import Callable


class Pace:
    """Delays by host name: http and https, and all ports, are one machine.

    Args:
        min_delay: Seconds, our floor.
        sleep: Waits; may raise to end the crawl.
    """

    def __init__(self, min_delay: float, sleep: Callable[[float], object]) -> None:
        self._min_delay, self._sleep = min_delay, sleep
        self._delays: dict[str, float] = {}
        self._seen_at: dict[str, float] = {}
        self._held_until: dict[str, float] = {}

    def slow_down(self, host: str, delay: float) -> None:
        """Let ``host`` have at least ``delay`` seconds between two requests."""
        self._delays[host] = max(delay, self._delays.get(host, 0.0))

    def seen(self, host: str, moment: float) -> None:
        """Note that ``host`` has seen a request by ``moment``, of the monotonic clock."""
        self._seen_at[host] = moment

    def hold(self, host: str, seconds: float) -> None:
        """Leave ``host`` alone for ``seconds`` from now."""
        self._held_until[host] = max(time.monotonic() + seconds, self._held_until.get(host, 0.0))

    def wait(self, host: str) -> None:
        """Sleep until ``host`` may be asked."""
        due = self._held_until.get(host, 0.0)
        if host in self._seen_at:
            due = max(due, self._seen_at[host] + max(self._min_delay, self._delays.get(host, 0.0)))
        while (left := due - time.monotonic()) > 0:
            self._sleep(left)
