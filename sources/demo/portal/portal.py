"""Serves the synthetic sites on loopback, all on one port, told apart by the Host header; keeps a record."""

import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sources.demo.portal.model import DOMAIN, Answer, Builder, DemoSite, Hit
from sources.demo.portal.server import LOOPBACK, PortalServer, Request
from sources.portals.model import Address
from sources.returns.model import SYNTHETIC_MARK

_NOT_FOUND = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'>"
    f"<meta name='DataLabel' content='{SYNTHETIC_MARK}'><title>404</title></head>"
    f"<body><p>页面不存在（{SYNTHETIC_MARK}）</p></body></html>"
)


class Served:
    """The running portal."""

    def __init__(self, sites: Iterable[DemoSite], slow_seconds: float) -> None:
        self._pages = {site.unit_id + DOMAIN: site.pages for site in sites}
        self._hits: Counter[tuple[str, str]] = Counter()
        self._requests: list[Request] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._slow_seconds = slow_seconds
        self._server = PortalServer(self.answer, self.record)
        self.address = Address(LOOPBACK, self._server.server_address[1])

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order in which they were answered."""
        with self._lock:
            return list(self._requests)

    def resolver(self, host: str, port: int) -> list[Address]:
        """Return the server's address for every name of the demo domain.

        Raises:
            socket.gaierror: Any other name; the demo leads nowhere else.
        """
        if host.lower().rstrip(".").endswith(DOMAIN):
            return [self.address]
        raise socket.gaierror(socket.EAI_NONAME, f"{host} 不在演示范围内")

    def answer(self, host: str, path: str) -> Answer:
        """Return what stands at a path; slow pages take their time, but no longer than the portal lives."""
        bare, _, query = path.partition("?")
        page: Answer | Builder | None = self._pages.get(host, {}).get(bare)
        if page is None:
            return Answer(_NOT_FOUND.encode(), status=404)
        with self._lock:
            nth = self._hits[host, bare]
            self._hits[host, bare] += 1
        answer = page(Hit(nth, query)) if callable(page) else page
        if answer.waits:
            self._stopping.wait(self._slow_seconds)
        return answer

    def record(self, request: Request) -> None:
        """Keep a request."""
        with self._lock:
            self._requests.append(request)

    def start(self) -> None:
        """Begin to serve."""
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """End at once, open connections and slow pages too."""
        self._stopping.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()


@contextmanager
def serve(sites: Iterable[DemoSite], *, slow_seconds: float = 3.0) -> Iterator[Served]:
    """Serve sites on a free port of loopback until the block ends.

    Args:
        sites: What to serve.
        slow_seconds: How long a slow page takes.
    """
    served = Served(sites, slow_seconds)
    served.start()
    try:
        yield served
    finally:
        served.stop()
