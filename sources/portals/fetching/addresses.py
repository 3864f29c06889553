"""Where names lead, and which of those places are nobody's business: private, loopback, link-local …"""

import ipaddress
import socket
from collections.abc import Callable, Iterator

from sources.portals.model import Address

Resolver = Callable[[str, int], list[Address]]
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(Exception):
    """A name leads, or a URL points, to an address that is not public."""

    def __init__(self, host: str, ip: str) -> None:
        self.host, self.ip = host, ip
        super().__init__(f"{host} 指向非公网地址 {ip}")


def system_resolver(host: str, port: int) -> list[Address]:
    """Ask the operating system.

    Raises:
        OSError: The name is unknown, or nobody answers for it.
        UnicodeError: It is no host name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(Address(str(place[0]), int(place[1])) for *_, place in found))


def is_private(ip: str) -> bool:
    """Tell whether an address is anything but a public host's, or is no address.

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, NAT64, Teredo) count as what they carry.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return True
    carried = list(_carried(address))
    if carried:
        return any(is_private(str(inner)) for inner in carried)
    return _is_special(address)


def literal_ip(host: str) -> str | None:
    """Return the address that ``host`` spells, None for a name.

    Whatever a C library takes for one is one: ``2130706433``, ``0x7f.1`` and ``127.1`` are all loopback.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None


def _carried(address: _IP) -> Iterator[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return
    for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if inner is not None:
            yield inner
    if address in _NAT64:
        yield ipaddress.IPv4Address(address.packed[-4:])


def _is_special(address: _IP) -> bool:
    # is_global covers private, loopback, link-local, unspecified, CGNAT (100.64/10) and documentation nets.
    is_special = not address.is_global or address.is_multicast or address.is_reserved
    return is_special or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
