"""Nothing that a portal sends makes reading raise or hang."""

import random
import time

import pytest

from sources.portals.model import Page
from sources.portals.reading.page import read_page
from tests.sources.portals.reading.samples import ADDRESSES, content

NAMES = tuple(ADDRESSES)
SCRAPS = (
    *(
        b"<",
        b">",
        b'"',
        b"'",
        b"<!--",
        b"-->",
        b"<script>",
        b"</div>",
        b"<table>",
        b"<a href=",
        b"\x00",
        b"\xff\xfe",
    ),
    *(
        b"<title>",
        b"<div class='menu'>",
        b"&#x110000;",
        b"{{",
        b"2021-02-30",
        b"<base href='http://[::1'>",
        b"\xd5\xfe",
    ),
)
MB = 1024 * 1024


def mutated(seed: int) -> tuple[bytes, str]:
    """A fixture page with pieces cut out, doubled, overwritten and put in."""
    draw = random.Random(seed)
    name = NAMES[seed % len(NAMES)]
    page = bytearray(content(name))
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(page) + 1)
        length = draw.choice((1, 3, 50, 500))
        kind = draw.randrange(5)
        if kind == 0:
            del page[at : at + length]
        elif kind == 1:
            page[at:at] = page[at : at + length] * draw.choice((1, 5))
        elif kind == 2:
            page[at:at] = draw.choice(SCRAPS) * draw.choice((1, 20))
        elif kind == 3:
            page[at : at + 3] = draw.randbytes(3)
        elif at > 100:
            del page[at:]
    return bytes(page), ADDRESSES[name]


def timed(page: bytes, url: str = "http://www.example.gov.cn/a/") -> tuple[Page, float]:
    """Processor time, so that a busy machine fails no test."""
    start = time.process_time()
    read = read_page(page, url, "text/html")
    return read, time.process_time() - start


def test_three_hundred_mutations_are_read_in_no_time() -> None:
    for name in NAMES:  # word lists and patterns are loaded once
        read_page(content(name), ADDRESSES[name], None)
    read_page(b"caf\xe9 \xff\xff", "", None)
    slow = []
    for seed in range(300):
        _, seconds = timed(*mutated(seed))
        if seconds > 0.05:
            slow.append((seed, seconds))
    assert not slow


PATHOLOGICAL = {
    "deep": b"<div>" * MB,
    "deep and closed": b"<div>" * (MB // 2) + b"</div>" * (MB // 2),
    "deep and unknown": b"<x-y>" * MB,
    "formatting": b"".join(b"<b id=%d><p>" % n for n in range(400_000)),
    "attributes": b"<a " + b" ".join(b"a%d" % n for n in range(600_000)) + b">",
    "attributes of html": b"".join(b"<html a%d>" % n for n in range(400_000)),
    "options": b"<select>" + b"<option>" * 600_000,
    "list ends": b"<div>" * 3000 + b"</li>" * MB,
    "tables": b"<table><tr><td>" * 350_000,
    "links": b"<li><a href=t%d.htm>x</a>2021-06-09</li>" * 120_000,
    "comments": b"<!--" * MB + b"-->",
    "tag ends": b"</" * (2 * MB),
    "tag starts": b"<a " * MB + b"<a '\"" * 1000,
    "menus": b"<div class=nav><a href=a>x</a></div><p>y" * 120_000,
    "contents": b"<div class=zoom>text " * 250_000,
    "line": b"x" * (10 * MB),
    "chinese line": "政务公开".encode() * (10 * MB // 12),
    "digits": b"1" * (5 * MB),
    "digits apart": b"1 " * (2 * MB),
    "mobiles": b"19900000000," * (400_000),
    "dates": b"2021-06-09 " * 450_000,
    "nul": b"\0" * (5 * MB),
    "zip": b"PK\x03\x04" + random.Random(1).randbytes(5 * MB),
    "weather": ("晴" * 49 + "\n").encode() * 30_000,
    "scripts": b"<script>createPage" + b" " * 20_000 + b"</script>" + b"<script>page_count=" * 200_000,
    "words": "发布时间：".encode() * 300_000,
    "braces": b"{{" * (2 * MB),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_pathological_page_of_five_megabytes_ends_in_time(name: str) -> None:
    page, seconds = timed(PATHOLOGICAL[name])
    assert page.encoding
    assert seconds < 2


SMALL = {
    "deep": b"<div>" * 2500,
    "formatting": b"".join(b"<b id=%d><p>" % n for n in range(1250)),
    "attributes": b"<a " + b" ".join(b"a%d" % n for n in range(9_000)) + b">",
    "nested with text": b"<div class=zoom><a href=x>y</a>" * 1200 + b"z" * 20_000,
}


@pytest.mark.parametrize("name", SMALL)
def test_a_page_that_is_small_enough_to_be_parsed_as_it_is_ends_in_time(name: str) -> None:
    assert timed(SMALL[name])[1] < 2


@pytest.mark.parametrize(
    "page", [b"", b" ", b"\xef\xbb\xbf", b"\xff\xfe", b"<", b"<!DOCTYPE html>", b"\x00", b"%PDF-1.7\n"]
)
@pytest.mark.parametrize(
    "url", ["", "http://", "x", "http://[::1", "http://a.gov.cn/%zz", "//", "http://a.gov.cn/\udcff"]
)
def test_next_to_nothing(page: bytes, url: str) -> None:
    read = read_page(page, url, None)
    assert (read.links, read.items, read.next_pages, read.personal_data, read.is_deleted) == (
        [],
        [],
        [],
        [],
        False,
    )


def test_an_ordinary_page_costs_milliseconds() -> None:
    """About 3 ms measured on this machine (of which the parser 0.7 ms); the limit leaves room for a busy one."""
    entries = "".join(
        f'<li><a href="./202106/t20210609_{n}.htm" title="关于第{n}号的通知全文">关于第{n}号…</a><span>2021-06-09</span></li>'
        for n in range(100)
    )
    page = f"<meta charset=utf-8><ul class=list>{entries}</ul>{'<p>正文<span>内容</span></p>' * 300}".encode()
    timed(page)
    assert 20_000 < len(page) < 40_000
    assert min(timed(page)[1] for _ in range(20)) < 0.02
