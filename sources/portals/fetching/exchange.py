"""One request and its answer. Whatever the server does, an ``Answer`` comes of it."""

import datetime as dt
import re
import time
from collections.abc import Callable

import requests

from sources.portals.fetching.addresses import Resolver
from sources.portals.fetching.answers import REDIRECTS, Answer, retry_after, verdict
from sources.portals.fetching.body import BodyReader
from sources.portals.fetching.budget import Budget
from sources.portals.fetching.connection import OneConnection
from sources.portals.fetching.failures import is_hung_up, judge
from sources.portals.fetching.settings import FetchSettings
from sources.portals.fetching.sockets import Dialer
from sources.portals.model import FetchStatus, Known

# Chunks carry their own lengths, in the worst case six bytes for one of content.
_FRAMING = 64 * 1024
# Reading the rest of an error page keeps the connection; a longer or slower one is not worth it.
_DRAIN_BYTES = 64 * 1024
_DRAIN_SECONDS = 2.0
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
_SENDABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,510}[\x21-\x7e])?")


class Exchange:
    """Asks, over one connection at a time.

    Args:
        settings: Limits and agent.
        resolver: Leads from names to addresses.
        may_be_private: Whether a host (and port) may live at a private address.
        now: Local time, for the record.
    """

    def __init__(
        self,
        settings: FetchSettings,
        resolver: Resolver,
        may_be_private: Callable[[str, int], bool],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._settings, self._now = settings, now
        self._budget = Budget(settings.total_seconds, settings.read_timeout)
        dialer = Dialer(resolver, may_be_private, self._budget, settings.connect_timeout)
        self._adapter = OneConnection(dialer, settings.ca_bundle)
        self._timeouts = (settings.connect_timeout, settings.read_timeout)

    def close(self) -> None:
        """Close the connection."""
        self._adapter.close()

    def ask(self, url: str, known: Known | None, limit: int, keep_first: bool = False) -> Answer:
        """Make one attempt.

        Args:
            url: Checked by ``urls.parse``.
            known: What makes the request conditional.
            limit: Bytes of the body.
            keep_first: Take the first ``limit`` bytes of a longer body instead of refusing it.
        """
        started_at = self._now()
        self._budget.start()
        headers = self._headers(known)
        answer = Answer(None, 0.0, started_at)
        # Every error that hostile bytes can provoke in four libraries is nobody's list; hence Exception.
        try:
            request = requests.Request("GET", url, headers=headers).prepare()
            response = self._adapter.send(request, stream=True, timeout=self._timeouts)
        except Exception as error:
            is_stale = not self._budget.is_new_connection and self._budget.first_byte_at is None
            status, detail = judge(error, self._budget, has_headers=False)
            answer = answer._replace(status=status, detail=detail, is_hung_up=is_stale and is_hung_up(error))
        else:
            self._budget.allow(2 * limit + _FRAMING)
            is_conditional = not _CONDITIONS.isdisjoint(headers)
            answer = self._read(response, answer, is_conditional, limit, keep_first)
        ended = time.monotonic()
        began = self._budget.sent_at or self._budget.started_at
        seen_at = self._budget.first_byte_at or ended
        return answer._replace(seen_at=seen_at, elapsed_ms=round((ended - began) * 1000))

    def _headers(self, known: Known | None) -> dict[str, str]:
        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }
        # They were a server's words once, and are sent back only if they are harmless.
        if known and known.etag and _SENDABLE.fullmatch(known.etag):
            headers["If-None-Match"] = known.etag
        if known and known.last_modified and _SENDABLE.fullmatch(known.last_modified):
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _read(
        self, response: requests.Response, answer: Answer, is_conditional: bool, limit: int, keep_first: bool
    ) -> Answer:
        code, headers, reader = response.status_code, response.headers, BodyReader(response.raw)
        status, detail = verdict(code, is_conditional)
        answer = answer._replace(
            status=None if code in REDIRECTS else status,
            detail=None if code in REDIRECTS else detail,
            http_status=code,
            content_type=headers.get("content-type"),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            location=headers.get("location"),
            retry_after=retry_after(headers.get("retry-after")),
        )
        try:
            if answer.status is FetchStatus.OK and code not in (204, 205):
                answer = answer._replace(content=reader.read(limit, keep_first))
            else:
                self._drain(reader)
        except Exception as error:
            status, detail = judge(error, self._budget, has_headers=True)
            answer = answer._replace(status=status, detail=detail)
        finally:
            response.close()
        return answer._replace(transferred=reader.transferred)

    def _drain(self, reader: BodyReader) -> None:
        self._budget.shorten(_DRAIN_SECONDS)
        try:
            reader.drain(_DRAIN_BYTES)
        except Exception:
            self._budget.is_spent = None  # Whatever the rest is, the answer stood in the headers.
