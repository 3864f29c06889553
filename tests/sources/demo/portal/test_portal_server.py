"""The server of the demo portal, asked over real connections."""

import datetime as dt
import http.client
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sources.demo.portal.model import Answer, DemoSite
from sources.demo.portal.portal import Served, serve
from tests.sources.demo.portal.conftest import SLOW, Get, Roles

HTML = {"Host": "a.demo.invalid"}


def tiny(**pages: Answer) -> DemoSite:
    site = DemoSite("a", "a", "甲", "http://a.demo.invalid/", "", "")
    site.pages = {f"/{name}": page for name, page in pages.items()}
    return site


def test_a_site_is_told_by_its_host(roles: Roles, get: Get) -> None:
    for role in ("gazette", "endless"):
        assert roles[role].name in get(roles[role].home_url).text


def test_host_names_have_no_case_and_a_port_does_not_matter(roles: Roles, get: Get) -> None:
    url = roles["gazette"].home_url
    assert get(url, Host="SHI-FUBAN.demo.invalid:80").content == get(url).content


@pytest.mark.parametrize("url", ["http://nobody.demo.invalid/", "http://example.com/", "http://x/"])
def test_an_unknown_host_has_no_pages(get: Get, url: str) -> None:
    assert get(url).status_code == 404


def test_an_unchanged_page_is_not_sent_again(roles: Roles, get: Get) -> None:
    url = roles["budget"].home_url
    first = get(url)
    by_tag = get(url, If_None_Match=first.headers["ETag"])
    by_time = get(url, If_Modified_Since=first.headers["Last-Modified"])
    assert [(one.status_code, one.content) for one in (by_tag, by_time)] == [(304, b"")] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"other"'},
        {"If_Modified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_Modified_Since": ""},
        {"If_None_Match": '"other"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_a_page_that_the_client_has_not_is_sent(roles: Roles, get: Get, headers: dict[str, str]) -> None:
    assert get(roles["budget"].home_url, **headers).status_code == 200


def test_pages_are_packed_where_the_client_can_unpack(roles: Roles, get: Get, served: Served) -> None:
    url = roles["gazette"].home_url
    plain, packed = get(url, Accept_Encoding="identity"), get(url, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content
    before, after = (one.bytes_sent for one in served.requests[-2:])
    assert after < before / 2
    assert before == len(plain.content)


def test_requests_are_recorded_as_they_came(roles: Roles, get: Get, served: Served) -> None:
    began = time.monotonic()
    get(roles["endless"].url("/rili/?month=202203"), User_Agent="tester")
    last = served.requests[-1]
    assert (last.host, last.path, last.status) == ("gaoxinqu.demo.invalid", "/rili/?month=202203", 200)
    assert last.headers["user-agent"] == "tester"
    assert began <= last.at <= time.monotonic()


def test_a_connection_is_kept_and_a_second_one_counts() -> None:
    with serve([tiny(x=Answer(b"1"))]) as served:
        for count in (2, 1):
            connection = http.client.HTTPConnection(*served.address, timeout=5)
            for _ in range(count):
                connection.request("GET", "/x", headers=HTML)
                assert connection.getresponse().read() == b"1"
            connection.close()
        assert [one.connection_id for one in served.requests] == [1, 1, 2]


def test_nothing_is_slow_but_slow_pages() -> None:
    with serve([tiny(x=Answer(b"1"), slow=Answer(b"2", waits=True))], slow_seconds=0.4) as served:
        connection = http.client.HTTPConnection(*served.address, timeout=5)
        for path, least, most in (("/x", 0.0, 0.2), ("/slow", 0.4, 1.0), ("/x", 0.0, 0.2)):
            began = time.monotonic()
            connection.request("GET", path, headers=HTML)
            connection.getresponse().read()
            assert least <= time.monotonic() - began < most
        connection.close()


def test_the_portal_ends_at_once_whatever_is_open() -> None:
    with serve([tiny(slow=Answer(b"2", waits=True))], slow_seconds=60) as served:
        waiting = http.client.HTTPConnection(*served.address, timeout=5)
        waiting.request("GET", "/slow", headers=HTML)
        idle = socket.create_connection(served.address, timeout=5)
        time.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert idle.recv(1) == b""
    idle.close()
    waiting.close()
    with pytest.raises(OSError):
        socket.create_connection(served.address, timeout=1)


def test_no_thread_outlives_the_portal() -> None:
    before = threading.active_count()
    with serve([tiny(x=Answer(b"1"))]) as served:
        idle = socket.create_connection(served.address, timeout=5)
    idle.close()
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before


def test_many_ask_at_once(roles: Roles, get: Get, served: Served) -> None:
    before = len(served.requests)
    url = roles["gazette"].home_url
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: get(url).content, range(200)))
    assert len(set(answers)) == 1
    assert len(served.requests) == before + 200


def test_head_has_no_body(served: Served, roles: Roles) -> None:
    connection = http.client.HTTPConnection(*served.address, timeout=5)
    for _ in range(2):
        connection.request("HEAD", "/", headers={"Host": "shi-fuban.demo.invalid"})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
    connection.close()


def test_names_of_the_demo_lead_to_the_server_and_others_nowhere(served: Served) -> None:
    assert (
        served.resolver("x.demo.invalid", 80) == served.resolver("X.Demo.Invalid.", 443) == [served.address]
    )
    for host in ("example.com", "demo.invalid.example.com", "10.0.0.8", ""):
        with pytest.raises(socket.gaierror):
            served.resolver(host, 80)


def test_pages_without_a_day_have_no_validators() -> None:
    with serve([tiny(x=Answer(b"1"), y=Answer(b"1", modified=dt.date(2022, 1, 1)))]) as served:
        connection = http.client.HTTPConnection(*served.address, timeout=5)
        found = {}
        for path in ("/x", "/y"):
            connection.request("GET", path, headers=HTML)
            answer = connection.getresponse()
            answer.read()
            found[path] = (answer.getheader("ETag") is None, answer.getheader("Last-Modified"))
        connection.close()
    assert found == {"/x": (True, None), "/y": (False, "Sat, 01 Jan 2022 01:00:00 GMT")}


def test_the_slow_page_of_the_demo_is_slow(roles: Roles, get: Get) -> None:
    began = time.monotonic()
    get(roles["dead_links"].url("/slow.htm"))
    assert time.monotonic() - began >= SLOW
