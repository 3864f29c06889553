"""What one attempt brought, and what an HTTP status means for a crawl."""

import datetime as dt
import email.utils
from typing import NamedTuple

from sources.portals.model import FetchStatus

REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRYABLE = frozenset({FetchStatus.RATE_LIMITED, FetchStatus.SERVER_ERROR})
# 206 answers a question that we did not ask; so does 304 without a condition.
_WHOLE = frozenset({200, 201, 202, 203, 204, 205})


class Answer(NamedTuple):
    """One attempt.

    Attributes:
        status: How it ended; None for a redirect.
        seen_at: When the server had surely seen the request, by the monotonic clock.
        started_at: When the attempt began.
        elapsed_ms: From the first byte sent to the last one read.
        location: Where a redirect leads.
        retry_after: Seconds that the server wants to be left alone.
        is_hung_up: The server had closed a connection that was kept alive; nothing is known of the page.
    """

    status: FetchStatus | None
    seen_at: float
    started_at: dt.datetime
    elapsed_ms: int = 0
    http_status: int | None = None
    content: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    retry_after: float = 0.0
    transferred: int = 0
    detail: str | None = None
    is_hung_up: bool = False


def verdict(code: int, is_conditional: bool) -> tuple[FetchStatus, str | None]:
    """Return what an HTTP status other than a redirect means, with a Chinese detail where it is no success."""
    if code in _WHOLE:
        return FetchStatus.OK, None
    if code == 304 and is_conditional:
        return FetchStatus.NOT_MODIFIED, None
    if code in (404, 410):
        return FetchStatus.GONE, f"页面不存在（HTTP {code}）"
    if code == 429:
        return FetchStatus.RATE_LIMITED, "对方要求减少访问（HTTP 429）"
    if 400 <= code < 500:
        return FetchStatus.REFUSED, f"对方拒绝访问（HTTP {code}）"
    if 500 <= code < 600:
        return FetchStatus.SERVER_ERROR, f"对方服务器出错（HTTP {code}）"
    return FetchStatus.BROKEN_RESPONSE, f"不应有的状态码（HTTP {code}）"


def retry_after(header: str | None) -> float:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3); 0 where it says nothing."""
    text = (header or "").strip()[:64]
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
