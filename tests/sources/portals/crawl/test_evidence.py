"""What becomes of the links that units give."""

import pytest

from sources.portals.crawl.evidence import evidence_status, untouched
from sources.portals.model import Fetch, FetchStatus


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (FetchStatus.OK, "reachable"),
        (FetchStatus.NOT_MODIFIED, "reachable"),
        (FetchStatus.GONE, "gone"),
        (FetchStatus.MOVED_AWAY, "moved"),
        (FetchStatus.PRIVATE_ADDRESS, "private"),
        (FetchStatus.BAD_ADDRESS, "not_a_link"),
        (FetchStatus.TIMEOUT, "unreachable"),
        (FetchStatus.DISALLOWED, "unreachable"),
    ],
)
def test_a_fetched_link(status: FetchStatus, expected: str) -> None:
    assert evidence_status(Fetch("http://a.invalid/", status)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://elsewhere.invalid/x", "off_topic"),
        ("https://elsewhere.invalid", "off_topic"),
        ("见附件", "not_a_link"),
        ("", "not_a_link"),
        ("file:///etc/passwd", "not_a_link"),
        ("http://[broken", "not_a_link"),
        ("http://", "not_a_link"),
    ],
)
def test_a_link_that_is_not_fetched(url: str, expected: str) -> None:
    assert untouched(url) == expected
