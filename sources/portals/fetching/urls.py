"""URLs, read once and strictly, so that nobody behind us can read them differently."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from requests.utils import requote_uri

from sources.text import shorten

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?|\[[0-9a-f:.]+\]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 8192


class BadAddress(ValueError):
    """Not a URL that we may ask for. The message is Chinese."""


class Target(NamedTuple):
    """A URL fit to be asked for.

    Attributes:
        url: Absolute, in ASCII, without fragment.
        scheme: ``http`` or ``https``.
        host: Name or address, without brackets.
        port: The port, also where it is the scheme's own.
        netloc: Host, and port where it is not the scheme's own.
    """

    url: str
    scheme: str
    host: str
    port: int
    netloc: str


def parse(url: str) -> Target:
    """Return a URL in parts.

    Raises:
        BadAddress: It is not http(s), has no host or one that is none, carries a user, or control characters.
    """
    if len(url) > MAX_LENGTH:
        raise BadAddress("网址过长")
    if _CONTROL.search(url):
        raise BadAddress("网址含控制字符")
    try:
        parts = urlsplit(url.strip(" "))
        port = parts.port
        scheme, host = parts.scheme.lower(), _host(parts.hostname or "")
    except ValueError:
        raise BadAddress(f"网址不合规范：{_shown(url)}") from None
    if scheme not in _DEFAULT_PORTS:
        raise BadAddress(f"不是 http(s) 网址：{_shown(url)}")
    if not host or "\\" in parts.netloc:
        raise BadAddress(f"网址没有主机名：{_shown(url)}")
    if "@" in parts.netloc:
        raise BadAddress("网址含用户名或密码")
    is_default = port in (None, _DEFAULT_PORTS[scheme])
    netloc = host if is_default else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    try:
        clean = requote_uri(f"{scheme}://{netloc}{parts.path or '/'}{query}")
    except (ValueError, UnicodeError):
        raise BadAddress(f"网址不合规范：{_shown(url)}") from None
    return Target(
        clean, scheme, host.strip("[]"), _DEFAULT_PORTS[scheme] if is_default else int(port or 0), netloc
    )


def joined(base: str, location: str) -> str:
    """Return where a ``Location`` header leads, from the page at ``base``.

    Header bytes beyond ASCII (UTF-8 or GBK, nobody says which) are kept as they are, percent-encoded.

    Raises:
        BadAddress: It is nonsense.
    """
    location = "".join(c if c.isascii() else quote(c.encode("latin-1", "replace")) for c in location)
    if _CONTROL.search(location):
        raise BadAddress("跳转地址含控制字符")
    try:
        return urljoin(base, location.strip(" "))
    except ValueError:
        raise BadAddress(f"跳转地址不合规范：{_shown(location)}") from None


def site_netlocs(names: Iterable[str]) -> frozenset[str]:
    """Return hosts of a site (``host`` or ``host:port``) as ``Target.netloc`` writes them.

    Raises:
        BadAddress: One of them is no host.
    """
    return frozenset(parse(f"http://{name.strip().removesuffix(':443')}").netloc for name in names)


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    if not name.isascii():
        import idna

        name = idna.encode(name, uts46=True).decode("ascii")
    name = f"[{name}]" if ":" in name else name
    if name and not _HOST.fullmatch(name):
        raise BadAddress("主机名不合规范")
    return name


def _shown(url: str) -> str:
    """Return a stranger's URL for a message: on one line, without marks that turn the text around it."""
    return shorten("".join(character for character in url if character.isprintable()), 60)
