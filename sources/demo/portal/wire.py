"""From a page to what goes over the wire: 304 where the client has it, packed where it may be."""

import datetime as dt
import gzip
import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple

from sources.demo.portal.model import Answer

_PACKED = ("text/", "application/xml")


class Sent(NamedTuple):
    """Status, headers and body of a response."""

    status: int
    headers: dict[str, str]
    body: bytes


def on_the_wire(answer: Answer, asked: dict[str, str]) -> Sent:
    """Return what goes over the wire: 304 where the client has the page, packed where it may be."""
    headers = {"Content-Type": answer.content_type}
    if answer.location is not None:
        headers["Location"] = answer.location
    if answer.modified is not None and answer.status == 200:
        moment = dt.datetime.combine(answer.modified, dt.time(1), dt.UTC)
        headers["ETag"] = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
        if _is_known(headers["ETag"], moment, asked):
            del headers["Content-Type"]
            return Sent(304, headers, b"")
    body = answer.body
    if "gzip" in asked.get("accept-encoding", "") and answer.content_type.startswith(_PACKED):
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        body = gzip.compress(body, 6, mtime=0)
    headers["Content-Length"] = str(len(body))
    return Sent(answer.status, headers, body)


def _is_known(etag: str, modified: dt.datetime, asked: dict[str, str]) -> bool:
    """If-None-Match decides where it is sent (RFC 9110, 13.2.2), else If-Modified-Since."""
    if tags := asked.get("if-none-match"):
        return etag in tags or tags.strip() == "*"
    try:
        return parsedate_to_datetime(asked.get("if-modified-since", "")) >= modified
    except (TypeError, ValueError):
        return False
