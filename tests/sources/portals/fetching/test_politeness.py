"""Manners, measured where they count: at the server."""

import datetime as dt
import email.utils
import time

import pytest

from sources.portals.fetching import Fetcher, FetchSettings
from sources.portals.model import FetchStatus, Known
from tests.sources.portals.fetching.servers import Server, names, pages, response

S = FetchStatus
AGENT = "zwgk-inspection/1.0 (+https://contact.example)"
DELAY = 0.06
POLITE = FetchSettings(
    AGENT, min_delay=DELAY, read_timeout=2.0, total_seconds=3.0, backoff=0.15, max_backoff=0.4
)
OK = response(body=b"page", ETag='"v1"', Last_Modified="Wed, 09 Jun 2021 00:48:00 GMT")


def robots(text: str) -> bytes:
    return response(body=text.encode(), Content_Type="text/plain")


@pytest.fixture
def site():
    """Start a site from its routes; return its server and a fetcher."""
    running = []

    def start(routes, settings=POLITE, keep=True, **options):
        server = Server(pages(routes, keep)).__enter__()
        place = f"site.test:{server.port}"
        fetcher = Fetcher(place, settings, options.pop("resolver", names()), [place], **options)
        running.extend((fetcher, server))
        return server, fetcher, f"http://{place}"

    yield start
    for thing in running:
        thing.__exit__(None, None, None)


def kept(server: Server, delay: float) -> bool:
    return server.most_at_once == 1 and min(server.gaps()) >= delay


def test_delay_is_kept_between_pages_and_robots_over_one_connection(site):
    server, fetcher, base = site({"/a": OK, "/b": OK, "/none": response("404 Not Found", b"x")})

    got = [fetcher.fetch(base + path) for path in ("/a", "/none", "/b", "/a")]

    assert [fetch.status for fetch in got] == [S.OK, S.GONE, S.OK, S.OK]
    assert server.paths() == ["/robots.txt", "/a", "/none", "/b", "/a"]
    assert kept(server, DELAY) and max(server.gaps()) < 2 * DELAY
    assert server.connections == 1
    assert (got[0].content, got[0].etag, got[0].transferred, got[0].attempts) == (b"page", '"v1"', 4, 1)
    assert server.requests[1].headers["user-agent"] == AGENT
    assert server.requests[1].headers["accept-encoding"] == "gzip, deflate"


def test_delay_is_kept_where_the_server_closes_every_connection(site):
    server, fetcher, base = site({"/a": OK}, keep=False)

    assert [fetcher.fetch(f"{base}/a").status for _ in range(3)] == [S.OK] * 3

    assert kept(server, DELAY) and server.connections == 4


def test_delay_is_kept_after_a_slow_answer(site):
    def slow(request):
        time.sleep(0.3)
        return OK

    server, fetcher, base = site({"/slow": slow, "/a": OK})
    fetcher.fetch(f"{base}/slow")
    fetcher.fetch(f"{base}/a")

    assert server.gaps()[1] >= 0.3 + DELAY


def test_delay_is_kept_over_redirects(site):
    moved = response("301 Moved", b"moved", Location="/b")
    server, fetcher, base = site({"/a": moved, "/b": response("302 Found", Location="c?d=1#e"), "/c?d=1": OK})

    fetch = fetcher.fetch(f"{base}/a")

    assert (fetch.status, fetch.url, fetch.final_url) == (S.OK, f"{base}/a", f"{base}/c?d=1")
    assert server.paths() == ["/robots.txt", "/a", "/b", "/c?d=1"]
    assert kept(server, DELAY)
    assert (fetch.transferred, fetch.attempts) == (len(b"moved") + len(b"page"), 3)


def test_retries_back_off_and_then_succeed(site):
    server, fetcher, base = site({"/a": [response("503 Busy"), response("500 Oops"), OK]})

    fetch = fetcher.fetch(f"{base}/a")

    assert (fetch.status, fetch.http_status, fetch.attempts, fetch.detail) == (S.OK, 200, 3, None)
    assert server.gaps()[1] >= 0.15 and server.gaps()[2] >= 0.3
    assert server.most_at_once == 1


def test_retries_end(site):
    server, fetcher, base = site({"/a": response("429 Slow down"), "/b": response("404 Not Found")})

    assert (fetcher.fetch(f"{base}/a").status, fetcher.fetch(f"{base}/b").status) == (S.RATE_LIMITED, S.GONE)

    assert server.paths() == ["/robots.txt", "/a", "/a", "/a", "/b"]


def test_timeouts_are_not_retried(site):
    def silent(request):
        time.sleep(0.5)
        return OK

    impatient = FetchSettings(AGENT, min_delay=0.0, read_timeout=0.2, total_seconds=1.0)
    server, fetcher, base = site({"/a": silent, "/b": OK}, impatient)

    assert [fetcher.fetch(base + path).status for path in ("/a", "/b")] == [S.TIMEOUT, S.OK]
    assert server.paths() == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize("is_date", [False, True])
def test_retry_after_is_kept(site, is_date):
    # A date has whole seconds; two from now is more than one away.
    later = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    busy = response("503 Busy", Retry_After=later if is_date else "1")
    patient = FetchSettings(AGENT, min_delay=0.0, backoff=0.01, max_backoff=2.5)
    server, fetcher, base = site({"/a": [busy, OK]}, patient)

    assert fetcher.fetch(f"{base}/a").status is S.OK

    assert server.gaps()[1] >= (0.9 if is_date else 1.0)


def test_retry_after_beyond_our_patience_means_no_retry_but_a_pause(site):
    server, fetcher, base = site({"/a": response("429 No", Retry_After="3600"), "/b": OK})

    first, second = fetcher.fetch(f"{base}/a"), fetcher.fetch(f"{base}/b")

    assert (first.status, first.attempts, second.status) == (S.RATE_LIMITED, 1, S.OK)
    assert server.gaps()[1] >= POLITE.max_backoff


def test_idle_connection_that_was_closed_is_no_failure(site):
    """A server that shuts a kept connection only when the next request has come."""
    calls = []

    def leave(request):
        calls.append(request)
        if len(calls) == 1:
            raise OSError("closed")
        return OK

    server, fetcher, base = site({"/a": OK, "/b": leave})
    fetcher.fetch(f"{base}/a")

    fetch = fetcher.fetch(f"{base}/b")

    assert (fetch.status, fetch.attempts) == (S.OK, 2)
    assert kept(server, DELAY)


def test_connection_that_closes_twice_is_a_failure(site):
    def leave(request):
        raise OSError("closed")

    server, fetcher, base = site({"/a": OK, "/b": leave})
    fetcher.fetch(f"{base}/a")

    assert fetcher.fetch(f"{base}/b").status is S.UNREACHABLE
    assert server.paths().count("/b") == 2


def test_unchanged_page_is_not_sent_again(site):
    def conditional(request):
        is_known = request.headers.get("if-none-match") == '"v1"'
        return response("304 Not Modified", Content_Length=None, ETag='"v1"') if is_known else OK

    server, fetcher, base = site({"/a": conditional})
    first = fetcher.fetch(f"{base}/a")

    second = fetcher.fetch(f"{base}/a", Known(first.etag, first.last_modified, "0" * 64))

    assert (second.status, second.http_status, second.content, second.transferred) == (
        S.NOT_MODIFIED,
        304,
        b"",
        0,
    )
    assert server.requests[2].headers["if-modified-since"] == first.last_modified
    assert fetcher.fetch(f"{base}/a", Known('"v0"', None, "")).status is S.OK
    assert server.connections == 1


def test_nothing_harmful_that_is_known_is_sent_back(site):
    server, fetcher, base = site({"/a": OK})
    for known in (
        Known("", "", ""),
        Known(None, None, ""),
        Known('"a"\r\nX: y', " Wed", ""),
        Known("e" * 9000, "é", ""),
    ):
        assert fetcher.fetch(f"{base}/a", known).status is S.OK
    assert not any(
        "if-none-match" in request.headers or "x" in request.headers for request in server.requests
    )


def test_no_cookies_are_kept(site):
    server, fetcher, base = site({"/a": response(body=b"x", Set_Cookie="id=1; Path=/"), "/b": OK})
    fetcher.fetch(f"{base}/a")
    fetcher.fetch(f"{base}/b")
    assert not any("cookie" in request.headers for request in server.requests)


def test_environment_leads_nowhere_else(site, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine site.test login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server, fetcher, base = site({"/a": OK})

    assert fetcher.fetch(f"{base}/a").status is S.OK
    assert "authorization" not in server.requests[1].headers


def test_disallow_is_kept_also_behind_redirects(site):
    rules = robots(
        "User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: other\nDisallow: /\n"
    )
    into = response("302 Found", Location="/private/x")
    server, fetcher, base = site({"/robots.txt": rules, "/a": OK, "/into": into, "/private/open": OK})

    got = [
        fetcher.fetch(base + path) for path in ("/a", "/private/x", "/into", "/private/open", "/%70rivate/x")
    ]

    assert [fetch.status for fetch in got] == [S.OK, S.DISALLOWED, S.DISALLOWED, S.OK, S.DISALLOWED]
    assert (got[1].attempts, got[1].http_status, got[2].final_url) == (0, None, f"{base}/private/x")
    assert server.paths() == ["/robots.txt", "/a", "/into", "/private/open"]
    assert fetcher.fetch(f"{base}/private/x", ignore_robots=True).status is S.GONE


def test_rules_for_us_by_name_come_first(site):
    rules = robots("User-agent: *\nDisallow: /\n\nUser-agent: zwgk-inspection\nDisallow: /x\n")
    _, fetcher, base = site({"/robots.txt": rules, "/a": OK})
    assert [fetcher.fetch(base + path).status for path in ("/a", "/x")] == [S.OK, S.DISALLOWED]


def test_crawl_delay_is_kept_from_robots_on(site):
    rules = robots("User-agent: *\nCrawl-delay: 0.3\nSitemap: http://site.test/map.xml\n")
    server, fetcher, base = site({"/robots.txt": rules, "/a": OK})

    assert [fetcher.fetch(f"{base}/a").status for _ in range(2)] == [S.OK, S.OK]

    assert kept(server, 0.3)
    assert (fetcher.robots.crawl_delay, fetcher.robots.sitemaps) == (0.3, ("http://site.test/map.xml",))


def test_crawl_delay_beyond_our_time_means_not_now(site):
    server, fetcher, base = site({"/robots.txt": robots("User-agent: *\nCrawl-delay: 3600\n"), "/a": OK})

    fetch = fetcher.fetch(f"{base}/a")

    assert (fetch.status, fetch.attempts) == (S.ROBOTS_UNAVAILABLE, 0)
    assert "3600" in fetch.detail
    assert server.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", ["400 Bad", "404 Not Found", "410 Gone", "418 Teapot"])
def test_no_robots_means_allowed(site, status):
    _, fetcher, base = site({"/robots.txt": response(status), "/a": OK})
    assert fetcher.fetch(f"{base}/a").status is S.OK
    assert fetcher.robots.refusal is None


@pytest.mark.parametrize(
    "answer",
    [
        response("401 Unauthorized"),
        response("403 Forbidden"),
        response("429 Too Many"),
        response("500 Oops"),
        response("302 Found", Location="http://elsewhere.test/"),
        response("302 Found", Location="/robots.txt"),
        response("302 Found", Location="http://127.0.0.1/robots.txt"),
        response(Content_Length=100),
        b"not http\r\n\r\n",
    ],
)
def test_robots_that_cannot_be_known_mean_not_now(site, answer):
    quick = FetchSettings(AGENT, min_delay=0.0, read_timeout=0.3, backoff=0.01, total_seconds=1.0)
    server, fetcher, base = site({"/robots.txt": answer, "/a": OK}, quick)

    got = [fetcher.fetch(f"{base}/a") for _ in range(2)]

    assert {fetch.status for fetch in got} == {S.ROBOTS_UNAVAILABLE}
    assert got[0].detail.startswith("robots.txt 无法读取")
    assert "/a" not in server.paths() and len(server.paths()) <= 3
    assert not fetcher.robots.allows(f"{base}/a")


def test_robots_behind_a_redirect_counts(site):
    moved = response("301 Moved", Location="/rules.txt")
    _, fetcher, base = site(
        {"/robots.txt": moved, "/rules.txt": robots("User-agent: *\nDisallow: /x\n"), "/a": OK}
    )
    assert [fetcher.fetch(base + path).status for path in ("/a", "/x")] == [S.OK, S.DISALLOWED]


@pytest.mark.parametrize(
    ("body", "is_allowed"),
    [
        (b"", True),
        (b"\n\n", True),
        (b"  <html><body>User-agent: *\nDisallow: /\n</body></html>", True),
        (b"<!DOCTYPE html>\nUser-agent: *\nDisallow: /\n", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n", False),
        (b"# \xb9\xab\xbf\xaa\nUSER-AGENT:*\nDISALLOW:/\n", False),
        (b"\x00\xff\xfe binary", True),
        (b"User-agent: *\nCrawl-delay: soon\nDisallow: /y\n", True),
        (b"User-agent: *\nDisallow: /a\n" + b"Disallow: /b\n" * 60_000, False),
        # The limit cuts in the middle of a line, which would allow all.
        (b"User-agent: *\nDisallow: /\n" + b"#" * 973 + b"\nAllow: /aa\n" * 100_000, False),
    ],
)
def test_robots_as_they_come(site, body, is_allowed):
    settings = FetchSettings(AGENT, min_delay=0.0, max_robots_bytes=1007)
    _, fetcher, base = site({"/robots.txt": response(body=body), "/a": OK}, settings)
    assert (fetcher.fetch(f"{base}/a").status is S.OK) is is_allowed


def test_each_host_of_a_site_has_its_own_rules_and_delay():
    there = {"/robots.txt": robots("User-agent: *\nDisallow: /x\nCrawl-delay: 0.3\n"), "/a": OK}
    with Server(pages(there)) as other:
        away = f"other.test:{other.port}"
        here = {
            "/a": response("301 Moved", Location=f"http://{away}/a"),
            "/b": response("301 Moved", Location=f"http://{away}/x"),
        }
        with Server(pages(here)) as server:
            place = f"site.test:{server.port}"
            with Fetcher(place, POLITE, names(), [place, away], [away]) as fetcher:
                got = [fetcher.fetch(f"http://{place}{path}") for path in ("/a", "/b", "/a")]
                direct = fetcher.fetch(f"http://{away}/a")
            assert kept(server, DELAY)
        assert kept(other, 0.3)
    assert [fetch.status for fetch in (*got, direct)] == [S.OK, S.DISALLOWED, S.OK, S.OK]
    assert got[0].final_url == f"http://{away}/a"
    assert other.paths() == ["/robots.txt", "/a", "/a", "/a"]


def test_chinese_addresses_and_headers_arrive(site):
    # GBK in a Location header: the bytes stay what they are.
    routes = {
        "/%E5%85%AC%E5%BC%80?a=%20b": OK,
        "/gbk": response("302 Found").replace(b"\r\n\r\n", b"\r\nLocation: /\xb9\xab\r\n\r\n"),
        "/%B9%AB": OK,
    }
    _, fetcher, base = site(routes)
    assert fetcher.fetch(f"{base}/公开?a= b#段").final_url == f"{base}/%E5%85%AC%E5%BC%80?a=%20b"
    assert fetcher.fetch(f"{base}/gbk").final_url == f"{base}/%B9%AB"
    assert fetcher.fetch(f"{base.upper().replace('HTTP', 'http')}/%B9%AB").status is S.OK


def test_time_is_recorded_and_sleep_may_end_the_crawl(site):
    class Stop(Exception):
        pass

    def stop(seconds):
        raise Stop

    moment = dt.datetime(2022, 2, 15, 8, 0)
    server, fetcher, base = site({"/a": OK}, now=lambda: moment, sleep=stop)
    fetch = fetcher.fetch(f"{base}/a", ignore_robots=True)
    assert (fetch.fetched_at, fetch.status) == (moment, S.OK)
    assert 0 <= fetch.elapsed_ms < 1000
    with pytest.raises(Stop):
        fetcher.fetch(f"{base}/a", ignore_robots=True)
    assert len(server.requests) == 1
