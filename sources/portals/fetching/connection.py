"""The way from requests to our sockets: one adapter, one connection.

No ``requests.Session``: it reads proxies and netrc from the environment, keeps cookies, and unpacks the bodies
of redirects without a limit even when told not to follow them. The adapter does none of that.
"""

import ssl
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from sources.portals.fetching.sockets import Dialer, PlainSocket, TlsSocket, tls_context


class _PlainConnection(HTTPConnection):
    def __init__(self, *args: Any, dialer: Dialer, **options: Any) -> None:
        super().__init__(*args, **options)
        self._dialer = dialer

    def _new_conn(self) -> PlainSocket:
        return self._dialer.dial(self.host, self.port)


class _TlsConnection(HTTPSConnection):
    def __init__(self, *args: Any, dialer: Dialer, **options: Any) -> None:
        super().__init__(*args, **options)
        self._dialer = dialer

    def _new_conn(self) -> PlainSocket:
        return self._dialer.dial(self.host, self.port)

    def connect(self) -> None:
        try:
            super().connect()
        except BaseException:
            # urllib3 leaves the socket to the garbage collector where the handshake fails.
            self.close()
            raise
        assert isinstance(self.sock, TlsSocket)
        self.sock.budget = self._dialer.budget


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class OneConnection(HTTPAdapter):
    """An adapter that holds one connection at a time, whatever the number of hosts.

    Args:
        dialer: Makes the connection.
        ca_bundle: PEM file of the authorities, None for those that requests brings.
    """

    def __init__(self, dialer: Dialer, ca_bundle: str | None = None) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)
        self._dialer, self._ca_bundle = dialer, ca_bundle
        self._origin: tuple[str, str] | None = None
        self._pool: HTTPConnectionPool | None = None

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        """Return the pool of the request's host, having closed that of another."""
        parts = urlsplit(request.url or "")
        origin = (str(parts.scheme), str(parts.netloc))
        if self._pool is None or origin != self._origin:
            self.close()
            self._origin, self._pool = origin, self._new_pool(parts.hostname or "", origin[0], parts.port)
        return self._pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Do nothing: the context verifies already, and would be loaded anew for each connection here."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Wrap urllib3's response; without reading cookies, which none of ours keep and not all survive."""
        response = requests.Response()
        response.status_code, response.raw, response.request = resp.status, resp, req
        response.headers = CaseInsensitiveDict(resp.headers)
        return response

    def close(self) -> None:
        """Close the connection."""
        if self._pool is not None:
            self._pool.close()
        self._origin = self._pool = None
        super().close()

    def _new_pool(self, host: str, scheme: str, port: int | None) -> HTTPConnectionPool:
        if scheme == "http":
            return _PlainPool(host, port or 80, maxsize=1, dialer=self._dialer)
        context: ssl.SSLContext = tls_context(self._ca_bundle)
        return _TlsPool(host, port or 443, maxsize=1, dialer=self._dialer, ssl_context=context)
