"""Servers and addresses that misbehave: each ends in time, with its status, and nothing private is asked."""

import gzip
import socket
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from sources.portals.fetching import Fetcher, FetchSettings
from sources.portals.fetching.sockets import PlainSocket
from sources.portals.model import Fetch, FetchStatus
from tests.sources.portals.fetching import servers
from tests.sources.portals.fetching.servers import (
    Server,
    badly,
    drips,
    names,
    redirects,
    resets,
    response,
    says,
)

S = FetchStatus
AGENT = "zwgk-inspection/1.0 (+https://contact.example)"
STRICT = FetchSettings(
    AGENT,
    min_delay=0.0,
    connect_timeout=0.8,
    read_timeout=0.6,
    total_seconds=1.2,
    max_bytes=200_000,
    max_redirects=3,
    attempts=2,
    backoff=0.05,
    max_backoff=0.2,
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(bytes(50_000_000))


class Bad(NamedTuple):
    name: str
    handler: servers.Handler
    status: FetchStatus
    seconds: float = 2.5
    scheme: str = "http"
    path: str = "/page"


def _packed(encoding: str, body: bytes) -> servers.Handler:
    return says(response(body=body, Content_Encoding=encoding))


def _hangs(connection: socket.socket) -> None:
    time.sleep(3)


def _chain(connection: socket.socket, request: servers.Request) -> None:
    """Always one page further."""
    if request.path == "/robots.txt":
        connection.sendall(servers.NO_ROBOTS)
    else:
        connection.sendall(response("302 Found", Location=f"{request.path}x"))


SERVERS = [
    Bad("endless body", says(HEAD + b"\r\n", *[b"x" * 65536] * 1000), S.TOO_LARGE),
    Bad("endless body in chunks", says(CHUNKED, *[b"8000\r\n" + b"x" * 32768 + b"\r\n"] * 1000), S.TOO_LARGE),
    Bad("body announced too large", says(response(Content_Length=10**12)), S.TOO_LARGE),
    Bad("body in one 10 MB line", says(response(body=b"x" * 10_000_000)), S.TOO_LARGE),
    Bad("endless redirects", _chain, S.REDIRECT_LOOP),
    Bad("redirect loop", redirects("/page"), S.REDIRECT_LOOP),
    Bad("redirect to 10.x", redirects("http://10.0.0.1/"), S.PRIVATE_ADDRESS),
    Bad("redirect to link-local", redirects("http://169.254.169.254/latest/meta-data/"), S.PRIVATE_ADDRESS),
    Bad("redirect to IPv6 mapped", redirects("http://[::ffff:127.0.0.1]/"), S.PRIVATE_ADDRESS),
    Bad("redirect to zero", redirects("http://0/"), S.PRIVATE_ADDRESS),
    Bad("redirect to octal", redirects("http://0177.0.0.1/"), S.PRIVATE_ADDRESS),
    Bad("redirect to another site", redirects("http://elsewhere.test/"), S.MOVED_AWAY),
    Bad("redirect to a host of same name behind", redirects("http://site.test.evil.test/"), S.MOVED_AWAY),
    Bad("redirect to another port", redirects("http://site.test:22/"), S.BAD_ADDRESS),
    Bad("redirect with a user", redirects("http://site.test@127.0.0.1/"), S.BAD_ADDRESS),
    Bad("redirect with a backslash", redirects("http://127.0.0.1\\@site.test/"), S.BAD_ADDRESS),
    Bad("redirect to file:", redirects("file:///etc/passwd"), S.BAD_ADDRESS),
    Bad("redirect to javascript:", redirects("javascript:alert(1)"), S.BAD_ADDRESS),
    Bad("redirect to nowhere", redirects(""), S.BROKEN_RESPONSE),
    Bad("redirect without Location", says(response("301 Moved Permanently")), S.BROKEN_RESPONSE),
    Bad("redirect to half an IPv6", redirects("http://[::1/"), S.BAD_ADDRESS),
    Bad("redirect with control characters", redirects(b"/a\x01b"), S.BAD_ADDRESS),
    Bad("redirect with an endless body", says(b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n", *[b"x" * 65536] * 100), S.REDIRECT_LOOP),
    Bad("300 without a choice", says(response("300 Multiple Choices")), S.BROKEN_RESPONSE),
    Bad("304 without a condition", says(response("304 Not Modified")), S.BROKEN_RESPONSE),
    Bad("gzip bomb", _packed("gzip", BOMB), S.TOO_LARGE),
    Bad("gzip bomb in a 404", says(response("404 Not Found", BOMB, Content_Encoding="gzip")), S.GONE),
    Bad("gzip in gzip", _packed("gzip, gzip", gzip.compress(BOMB)), S.BROKEN_RESPONSE),
    Bad("truncated gzip", _packed("gzip", gzip.compress(b"text" * 1000)[:-12]), S.BROKEN_RESPONSE),
    Bad("not gzip", _packed("gzip", b"<html>plain</html>"), S.BROKEN_RESPONSE),
    Bad("damaged gzip", _packed("gzip", gzip.compress(b"text" * 100)[:15] + b"\xff" * 30), S.BROKEN_RESPONSE),
    Bad("deflate garbage", _packed("deflate", b"\xff" * 100), S.BROKEN_RESPONSE),
    Bad("deflate of one byte", _packed("deflate", b"\x78"), S.BROKEN_RESPONSE),
    Bad("packing nobody asked for", _packed("br", b"\x00"), S.BROKEN_RESPONSE),
    Bad("body shorter than said", says(response(body=b"abc", Content_Length=10)), S.BROKEN_RESPONSE),
    Bad("body longer than said", says(response(body=b"abcdef", Content_Length=3)), S.OK),
    Bad("negative Content-Length", says(response(Content_Length=-5)), S.BROKEN_RESPONSE),
    Bad("Content-Length in words", says(response(Content_Length="many")), S.BROKEN_RESPONSE),
    Bad("two Content-Lengths", says(HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), S.BROKEN_RESPONSE),
    Bad("header flood", says(HEAD, *[b"X-%d: y\r\n" % n for n in range(2000)]), S.BROKEN_RESPONSE),
    Bad("endless headers", says(HEAD, *[b"X: " + b"y" * 60000 + b"\r\n"] * 200), S.BROKEN_RESPONSE),
    Bad("one 10 MB header", says(HEAD, b"X: ", *[b"y" * 100_000] * 100, b"\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("Set-Cookie flood", says(HEAD, b"Set-Cookie: a=b\r\n" * 5000, b"\r\n"), S.BROKEN_RESPONSE),
    Bad("fat Set-Cookies", says(HEAD, (b"Set-Cookie: a=" + b"b" * 9000 + b"\r\n") * 90, b"\r\n"), S.BROKEN_RESPONSE),
    Bad("drip-fed headers", drips(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 60), S.TIMEOUT),
    Bad("drip-fed status line", drips(b"", b"HTTP/1.1 200 " + b"O" * 60), S.TIMEOUT),
    Bad("drip-fed body", drips(response(Content_Length=500), b"z" * 60), S.TIMEOUT),
    Bad("drip-fed chunks", says(CHUNKED, *[b"1\r\nx\r\n"] * 40, every=0.05), S.TIMEOUT),
    Bad("drip-fed body of a redirect loop", drips(response("302 Found", Content_Length=500, Location="/page"), b"z" * 60), S.REDIRECT_LOOP),
    Bad("silence after connect", badly(_hangs), S.TIMEOUT),
    Bad("silence in the body", badly(lambda c: (c.sendall(response(Content_Length=9)), _hangs(c))), S.TIMEOUT),
    Bad("closes at once", badly(lambda c: None), S.UNREACHABLE),
    Bad("reset before the answer", resets(b""), S.UNREACHABLE),
    Bad("reset in the body", resets(response(Content_Length=1000) + b"x" * 10), S.UNREACHABLE),
    Bad("not HTTP at all", says(b"220 ftp.example FTP server ready\r\n"), S.BROKEN_RESPONSE),
    Bad("binary rubbish", says(bytes(range(256)) * 40), S.BROKEN_RESPONSE),
    Bad("HTTP/0.9 style", says(b"<html><body>hello</body></html>"), S.BROKEN_RESPONSE),
    Bad("endless status line", says(b"HTTP/1.1 200 ", *[b"O" * 65536] * 100), S.BROKEN_RESPONSE),
    Bad("status of letters", says(b"HTTP/1.1 OK OK\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("status 999", says(b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("status -1", says(b"HTTP/1.1 -1 What\r\nContent-Length: 0\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("HTTP of rubbish", says(b"HTTP/\x00\x1b[1m 200 OK\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("cookie of a bad month", says(HEAD + b"Set-Cookie: a=b; expires=Wed, 09 Jux 2021 00:00:00 GMT\r\n\r\n"), S.OK),
    Bad("HTTP/9.9", says(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("headers without colon", says(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\nrest"), S.OK),
    Bad("chunked garbage", says(CHUNKED + b"zz\r\nabc"), S.BROKEN_RESPONSE),
    Bad("negative chunk", says(CHUNKED + b"-5\r\nabcde\r\n"), S.BROKEN_RESPONSE),
    Bad("chunk of minus one", says(CHUNKED + b"-1\r\n", *[b"x" * 65536] * 100), S.TOO_LARGE),
    Bad("endless chunk size", says(CHUNKED, *[b"1" * 65536] * 100), S.BROKEN_RESPONSE),
    Bad("endless chunk extension", says(CHUNKED + b"1;", *[b"e" * 65536] * 100), S.BROKEN_RESPONSE),
    Bad("endless trailers", says(CHUNKED + b"0\r\n", *[b"T: " + b"t" * 9000 + b"\r\n"] * 1000), S.TOO_LARGE),
    Bad("chunks that end too early", says(CHUNKED + b"ff\r\nabc"), S.BROKEN_RESPONSE),
    Bad("204 with a body", says(response("204 No Content", b"x" * 1000)), S.OK),
    Bad("205 with a body", says(response("205 Reset Content", b"x" * 1000)), S.OK),
    Bad("206 unasked", says(response("206 Partial Content", b"part")), S.BROKEN_RESPONSE),
    Bad("100 flood", says(*[b"HTTP/1.1 100 Continue\r\n\r\n" * 1000] * 1000), S.BROKEN_RESPONSE),
    Bad("103 flood", says(*[b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100] * 100), S.BROKEN_RESPONSE),
    Bad("101 unasked", says(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), S.BROKEN_RESPONSE),
    Bad("401", says(response("401 Unauthorized")), S.REFUSED),
    Bad("403", says(response("403 Forbidden")), S.REFUSED),
    Bad("404", says(response("404 Not Found")), S.GONE),
    Bad("410", says(response("410 Gone")), S.GONE),
    Bad("429, come back in a year", says(response("429 Too Many", Retry_After=31_536_000)), S.RATE_LIMITED),
    Bad("429, come back at no time", says(response("429 Too Many", Retry_After="9" * 5000)), S.RATE_LIMITED),
    Bad("500", says(response("500 Internal Server Error")), S.SERVER_ERROR),
    Bad("503 in an endless body", says(b"HTTP/1.1 503 No\r\n\r\n", *[b"x" * 65536] * 100), S.SERVER_ERROR),
    Bad("plain HTTP on a TLS port", says(response(body=b"hello")), S.TLS_ERROR, scheme="https"),
    Bad("address with a newline", says(response()), S.BAD_ADDRESS, path="/a\nHost: evil"),
    Bad("address with a NUL", says(response()), S.BAD_ADDRESS, path="/a\x00b"),
]  # fmt: skip


def _fetched(bad: Bad) -> tuple[Fetch, float]:
    with Server(bad.handler) as server:
        place = f"site.test:{server.port}"
        with Fetcher(place, STRICT, names(), [place], scheme=bad.scheme) as fetcher:
            if bad.scheme == "http":
                assert fetcher.robots.refusal is None
            began = time.monotonic()
            is_tls = bad.scheme == "https"
            fetch = fetcher.fetch(f"{bad.scheme}://{place}{bad.path}", ignore_robots=is_tls)
            return fetch, time.monotonic() - began


@pytest.fixture(scope="module")
def outcomes():
    with ThreadPoolExecutor(12) as threads:
        return dict(zip([bad.name for bad in SERVERS], threads.map(_fetched, SERVERS), strict=True))


@pytest.mark.parametrize("bad", SERVERS, ids=lambda bad: bad.name)
def test_bad_server_ends_in_time_with_its_status(bad, outcomes):
    fetch, seconds = outcomes[bad.name]

    assert (fetch.status, fetch.detail) == (bad.status, fetch.detail)
    assert seconds < bad.seconds
    assert len(fetch.content) <= STRICT.max_bytes
    if not fetch.status.is_good:
        assert fetch.content == b""
        assert fetch.detail.isprintable()
        assert any("一" <= character <= "鿿" for character in fetch.detail)


def test_bodies_of_bad_servers_that_are_still_good(outcomes):
    assert outcomes["body longer than said"][0].content == b"abc"
    assert outcomes["204 with a body"][0].content == b""
    assert outcomes["205 with a body"][0].content == b""


def test_bad_addresses_are_never_asked():
    with Server(says(response())) as server, Fetcher("site.test", STRICT, names(), ["site.test"]) as fetcher:
        for url in (
            "", " ", "http://", "http:///page", "//site.test/", "page.htm", "file:///etc/passwd", "ftp://site.test/",
            "javascript:void(0)", "mailto:a@site.test", "data:text/html,x", "gopher://site.test/", "http://[::1",
            "http://site.test:99999/", "http://site.test:x/", f"http://site.test:{server.port}/", "http://other.test/",
            "http://user:word@site.test/", "http://site.test\\@other.test/", "http://site.test/\r\nX: y",
            "http://si te.test/", "http://.test/", "http://site.test/" + "a" * 9000, "http://\u202esite.test/",
        ):  # fmt: skip
            fetch = fetcher.fetch(url)
            assert (url, fetch.status, fetch.attempts) == (url, S.BAD_ADDRESS, 0)
        assert server.connections == 0


@pytest.fixture
def inside():
    """A listener that nobody may reach."""
    with Server(says(response(body=b"secret"))) as server:
        yield server
        assert server.connections == 0


def test_private_addresses_are_never_asked(inside):
    port = inside.port
    for place in (
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.1",
        "[::1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
    ):
        with Server(redirects(f"http://{place}:{port}/")) as server:
            site = f"site.test:{server.port}"
            with Fetcher(site, STRICT, names(), [site]) as fetcher:
                fetch = fetcher.fetch(f"http://{site}/")
                assert (place, fetch.status) == (place, S.PRIVATE_ADDRESS)
                assert fetch.final_url == f"http://{place}:{port}/"
        with Fetcher(f"{place}:{port}", STRICT, names()) as fetcher:
            assert fetcher.fetch(f"http://{place}:{port}/").status is S.PRIVATE_ADDRESS
            assert fetcher.robots.refusal is S.PRIVATE_ADDRESS


def test_names_that_lead_inside_are_never_asked(inside):
    known = {
        "both.test": [["8.8.8.8", "127.0.0.1"]],
        "loop.test": [["::1"]],
        "carrier.test": [["100.64.0.1"]],
    }
    for name in ("inside.test", *known):
        with Fetcher(f"{name}:{inside.port}", STRICT, names(known)) as fetcher:
            for ignore_robots in (False, True):
                fetch = fetcher.fetch(f"http://{name}:{inside.port}/", ignore_robots=ignore_robots)
                assert (name, fetch.status) == (name, S.PRIVATE_ADDRESS)
        with Server(redirects(f"http://{name}:{inside.port}/")) as server:
            site = f"site.test:{server.port}"
            others = [f"{name}:{inside.port}"]
            with Fetcher(site, STRICT, names(known), [site], others) as fetcher:
                fetch = fetcher.fetch(f"http://{site}/", ignore_robots=True)
                assert (name, fetch.status) == (name, S.PRIVATE_ADDRESS)


def test_name_that_resolves_inside_the_second_time_does_not_get_in(inside, monkeypatch):
    # The one road that no test may take is to a public address; it is led to a server of ours.
    with Server(servers.pages({"/": response(body=b"open", Connection="close")}, keep=False)) as public:
        roads = {"8.8.8.8": public.port}

        def connect(self, place):
            is_public = place[0] in roads
            socket.socket.connect(self, ("127.0.0.1", roads[place[0]]) if is_public else place)

        monkeypatch.setattr(PlainSocket, "connect", connect)
        known = {"turning.test": [["8.8.8.8"], ["8.8.8.8"], ["127.0.0.1"]]}
        site = f"turning.test:{inside.port}"
        with Fetcher(site, STRICT, names(known)) as fetcher:
            first = fetcher.fetch(f"http://{site}/")
            second = fetcher.fetch(f"http://{site}/")
    assert (first.status, first.content) == (S.OK, b"open")
    assert second.status is S.PRIVATE_ADDRESS
    assert public.paths() == ["/robots.txt", "/"]


def test_unknown_names_and_dead_ports_are_unreachable():
    with Server(says(response())) as server:
        port = server.port
    known = {"nobody.test": [[]], "empty.test": [[]]}
    for site in ("nobody.test", f"site.test:{port}"):
        with Fetcher(site, STRICT, names(known), [site]) as fetcher:
            fetch = fetcher.fetch(f"http://{site}/")
            assert fetch.status is S.ROBOTS_UNAVAILABLE
            assert "域名无法解析" in fetch.detail or "拒绝连接" in fetch.detail
            assert fetcher.fetch(f"http://{site}/", ignore_robots=True).status is S.UNREACHABLE


def test_bomb_leaves_memory_alone():
    with Server(servers.pages({"/": response(body=BOMB, Content_Encoding="gzip")})) as server:
        site = f"site.test:{server.port}"
        with Fetcher(site, STRICT, names(), [site]) as fetcher:
            assert fetcher.fetch(f"http://{site}/none").status is S.GONE
            tracemalloc.start()
            fetch = fetcher.fetch(f"http://{site}/")
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert fetch.status is S.TOO_LARGE
    assert 0 < fetch.transferred <= len(BOMB)
    assert peak < STRICT.max_bytes + 500_000


@pytest.mark.parametrize(
    "pack", ["gzip", "deflate", "raw deflate", "two members", "gzip with rubbish behind"]
)
def test_sound_packing_is_unpacked(pack):
    text = "政务公开".encode() * 1000
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "raw deflate": raw.compress(text) + raw.flush(),
        "two members": gzip.compress(text[:100]) + gzip.compress(text[100:]),
        "gzip with rubbish behind": gzip.compress(text) + b"\x00" * 9,
    }[pack]
    encoding = "deflate" if "deflate" in pack else "gzip"
    # One byte in each chunk is the worst that may come.
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n".encode()
    routes = {
        "/whole": response(body=packed, Content_Encoding=encoding),
        "/chunks": head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks,
        "/empty": response(body=b"", Content_Encoding=encoding),
    }
    with Server(servers.pages(routes)) as server:
        site = f"site.test:{server.port}"
        with Fetcher(site, STRICT, names(), [site]) as fetcher:
            assert fetcher.fetch(f"http://{site}/whole").content == text
            if pack != "two members":
                assert fetcher.fetch(f"http://{site}/chunks").content == text
            empty = fetcher.fetch(f"http://{site}/empty")
    assert (empty.status, empty.content) == (S.OK, b"")
    assert server.connections == 1
