"""TLS: verified against the name, whatever address was connected to, and ended in time."""

import socket
import time

import pytest

from sources.portals.fetching import Fetcher, FetchSettings
from sources.portals.model import FetchStatus
from tests.sources.portals.fetching.servers import (
    Server,
    certificate,
    names,
    pages,
    response,
    tls_server_context,
)

AGENT = "zwgk-inspection/1.0 (+https://contact.example)"
ROUTES = {"/a": response(body=b"sealed"), "/big": response(body=b"x" * 10**6)}


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), "site.test")


def _settings(pem=None, **limits):
    limits = {"min_delay": 0.0, "connect_timeout": 0.5, "total_seconds": 1.0, "read_timeout": 0.5} | limits
    return FetchSettings(AGENT, ca_bundle=str(pem) if pem else None, **limits)


def _fetch(server, settings, path="/a", name="site.test"):
    place = f"{name}:{server.port}"
    with Fetcher(place, settings, names(), [place], scheme="https") as fetcher:
        return fetcher.fetch(f"https://{place}{path}", ignore_robots=True)


def test_certificate_of_the_name_is_trusted(pem):
    with Server(pages(ROUTES), tls=tls_server_context(pem)) as server:
        place = f"site.test:{server.port}"
        with Fetcher(place, _settings(pem), names(), [place]) as fetcher:
            got = [fetcher.fetch(f"https://{place}/a") for _ in range(2)]
    assert [fetch.content for fetch in got] == [b"sealed"] * 2
    assert server.paths() == ["/robots.txt", "/a", "/a"]
    assert server.most_at_once == 1


def test_certificate_of_nobody_or_of_another_name_is_not(pem):
    with Server(pages(ROUTES), tls=tls_server_context(pem)) as server:
        for fetch in (_fetch(server, _settings()), _fetch(server, _settings(pem), name="wrong.test")):
            assert fetch.status is FetchStatus.TLS_ERROR
            assert "证书" in fetch.detail
        assert server.requests == []


def test_limits_hold_within_tls(pem):
    with Server(pages(ROUTES), tls=tls_server_context(pem)) as server:
        assert _fetch(server, _settings(pem, max_bytes=1000), "/big").status is FetchStatus.TOO_LARGE
        assert len(_fetch(server, _settings(pem), "/big").content) == 10**6


def test_drip_feed_within_tls_ends(pem):
    def drip(connection, request):
        connection.sendall(response(Content_Length=100))
        for _ in range(40):
            connection.sendall(b"z")
            time.sleep(0.05)

    with Server(drip, tls=tls_server_context(pem)) as server:
        began = time.monotonic()
        assert _fetch(server, _settings(pem)).status is FetchStatus.TIMEOUT
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("is_dripping", [False, True])
def test_slow_handshake_ends(is_dripping):
    def stall(connection: socket.socket) -> None:
        connection.recv(5000)
        connection.sendall(b"\x16\x03\x03\x40\x00")
        for _ in range(40):
            if is_dripping:
                connection.sendall(b"\x02")
            time.sleep(0.05)

    with Server(pages(ROUTES), on_connect=stall) as server:
        began = time.monotonic()
        assert _fetch(server, _settings()).status is FetchStatus.TIMEOUT
        assert time.monotonic() - began < 1.0
