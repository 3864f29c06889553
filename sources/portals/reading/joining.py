"""Addresses as written on a page, made absolute the way browsers do it (WHATWG URL), and never an error."""

import re
from urllib.parse import quote

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_EDGE = "".join(map(chr, range(33)))
_INSIDE = str.maketrans("", "", "\t\r\n")
_UNSAFE = re.compile(r"[^!#-;=?-Z\[\]_a-z~]")
_SAFE = "!#$%&'()*+,-./:;=?@[]_~"
_PORTS = {"http": "80", "https": "443"}


class Joiner:
    """Makes the addresses of one page absolute.

    Args:
        url: The page's own address.
        base: ``<base href>``, as written.
    """

    def __init__(self, url: str, base: str | None = None) -> None:
        self._set("", "", "/", "")
        self._set(*_parts(self.join(url)))
        if base:
            joined = self.join(base)
            if joined.startswith(("http://", "https://")):
                self._set(*_parts(joined))

    def _set(self, scheme: str, host: str, path: str, query: str) -> None:
        self.scheme = scheme
        self.origin = f"{scheme}://{host}" if host else ""
        self.path = path
        self.query = query
        self.folder = path[: path.rfind("/") + 1]

    def join(self, href: str) -> str:
        """Return the absolute address without fragment, empty where there is none.

        Schemes other than http(s) come back as written, for the caller to judge.
        """
        href = href.strip(_EDGE).partition("#")[0]
        if not href.isprintable():
            href = href.translate(_INSIDE)
        scheme = _SCHEME.match(href)
        if scheme is None:
            return self._relative(href)
        name = scheme[0][:-1].lower()
        rest = href[scheme.end() :]
        if name not in _PORTS:
            return f"{name}:{rest}"
        slashed = rest.lstrip("/\\")
        if slashed == rest and name == self.scheme:  # ``http:page.htm`` is relative, by an old rule
            return self._relative(rest)
        return _absolute(name, slashed)

    def _relative(self, href: str) -> str:
        if not href or not self.origin:
            return ""
        path, mark, query = href.partition("?")
        path = path.replace("\\", "/")
        if path.startswith("//"):
            return _absolute(self.scheme, path.lstrip("/") + mark + query)
        if not path:
            path = self.path
        elif path[0] != "/":
            path = self.folder + path
        return self.origin + _clean(_resolved(path) + mark + query)


def _absolute(scheme: str, rest: str) -> str:
    rest, mark, query = rest.partition("?")
    host, _, path = rest.replace("\\", "/").partition("/")
    user, at, name = host.rpartition("@")
    name = name.lower().removesuffix(f":{_PORTS[scheme]}").removesuffix(":")
    if not name:
        return ""
    return f"{scheme}://{user}{at}{name}" + _clean(_resolved("/" + path) + mark + query)


def _resolved(path: str) -> str:
    """Return the path without ``.`` and ``..``."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _clean(rest: str) -> str:
    return quote(rest, safe=_SAFE, errors="replace") if _UNSAFE.search(rest) else rest


def _parts(url: str) -> tuple[str, str, str, str]:
    scheme, _, rest = url.partition("://")
    if scheme not in _PORTS:
        return "", "", "/", ""
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    return scheme, host, "/" + path, query
