"""Sockets that keep to a budget, and the dialling that checks every address first."""

import socket
import ssl
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sources.portals.fetching.addresses import PrivateAddress, Resolver, is_private
from sources.portals.fetching.budget import Budget
from sources.portals.model import Address


class _Budgeted:
    """Mixed into a socket class: a deadline for each operation, however slowly the bytes drip."""

    budget: Budget

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(self.budget.wait())  # type: ignore[attr-defined]
        size: int = super().recv_into(buffer, nbytes or 0, flags)  # type: ignore[misc]
        self.budget.took(size)
        return size

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.settimeout(self.budget.wait())  # type: ignore[attr-defined]
        self.budget.sends()
        super().sendall(data, flags)  # type: ignore[misc]


class PlainSocket(_Budgeted, socket.socket):
    """TCP."""


class TlsSocket(_Budgeted, ssl.SSLSocket):
    """TLS. The handshake has one deadline as a whole: the timeout of the socket that is wrapped."""


@lru_cache(maxsize=4)
def tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    """Return a context that verifies certificate and host name; reading the authorities costs 20 ms, once."""
    context = ssl.create_default_context(cafile=ca_bundle or DEFAULT_CA_BUNDLE_PATH)
    context.sslsocket_class = TlsSocket
    return context


class Dialer:
    """Connects to names, but only to addresses that were checked.

    Args:
        resolver: Asked once for each connection; what it answers is checked and connected to, never a second
            answer.
        may_be_private: Whether a host (and port) is allowed to live at a private address.
        budget: That of the attempt.
        connect_timeout: Seconds for each address.
    """

    def __init__(
        self,
        resolver: Resolver,
        may_be_private: Callable[[str, int], bool],
        budget: Budget,
        connect_timeout: float,
    ) -> None:
        self._resolver, self._may_be_private = resolver, may_be_private
        self.budget, self._connect_timeout = budget, connect_timeout

    def dial(self, host: str, port: int) -> PlainSocket:
        """Return a connected socket.

        Raises:
            PrivateAddress: One of the addresses is private, and the host is not allowed to be.
            OSError: No such name, or nobody listens.
            TimeoutError: It took too long.
        """
        self.budget.is_new_connection = True
        places = self._resolver(host, port)
        if not self._may_be_private(host, port):
            for place in places:
                if is_private(place.ip):
                    raise PrivateAddress(host, place.ip)
        failure: OSError = socket.gaierror(socket.EAI_NONAME, "no address")
        for place in places:
            try:
                return self._connected(place)
            except OSError as error:
                failure = error
        raise failure

    def _connected(self, place: Address) -> PlainSocket:
        plain = PlainSocket(socket.AF_INET6 if ":" in place.ip else socket.AF_INET, socket.SOCK_STREAM)
        plain.budget = self.budget
        try:
            plain.settimeout(self.budget.wait(self._connect_timeout))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.connect((place.ip, place.port))
            # A TLS handshake, if one follows, lives on this timeout as a whole.
            plain.settimeout(self.budget.wait(self._connect_timeout))
        except BaseException:
            plain.close()
            raise
        return plain
