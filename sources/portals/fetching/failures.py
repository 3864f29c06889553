"""What went wrong below us, told in the terms of ``FetchStatus``."""

import errno
import http.client
import socket
import ssl
import zlib
from collections.abc import Iterator

import requests
import urllib3.exceptions as urllib3

from sources.portals.fetching.addresses import PrivateAddress
from sources.portals.fetching.body import BrokenBody, TooLarge
from sources.portals.fetching.budget import Budget
from sources.portals.model import FetchStatus
from sources.text import shorten

Failure = tuple[FetchStatus, str]
_BROKEN = FetchStatus.BROKEN_RESPONSE
_NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
# The first that fits any error of the chain; the libraries wrap what the socket said two or three times.
_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], FetchStatus, str], ...] = (
    (TimeoutError, FetchStatus.TIMEOUT, "等待超时"),
    (ssl.SSLCertVerificationError, FetchStatus.TLS_ERROR, "证书未通过验证"),
    (ssl.SSLError, FetchStatus.TLS_ERROR, "安全连接（TLS）未能建立"),
    (socket.gaierror, FetchStatus.UNREACHABLE, "域名无法解析"),
    (ConnectionRefusedError, FetchStatus.UNREACHABLE, "对方拒绝连接"),
    (http.client.RemoteDisconnected, FetchStatus.UNREACHABLE, "对方未作答复即断开"),
    ((ConnectionError, socket.herror), FetchStatus.UNREACHABLE, "连接被对方中断"),
    (http.client.LineTooLong, FetchStatus.BROKEN_RESPONSE, "响应头过长"),
    ((http.client.BadStatusLine, http.client.UnknownProtocol), FetchStatus.BROKEN_RESPONSE, "答复不是 HTTP"),
    (
        (http.client.IncompleteRead, urllib3.IncompleteRead, urllib3.InvalidChunkLength),
        FetchStatus.BROKEN_RESPONSE,
        "正文不完整或分块有误",
    ),
    ((requests.exceptions.InvalidURL, urllib3.LocationParseError), FetchStatus.BAD_ADDRESS, "网址不合规范"),
    (zlib.error, FetchStatus.BROKEN_RESPONSE, "压缩内容无法解开"),
)


def judge(error: Exception, budget: Budget, has_headers: bool) -> Failure:
    """Return status and Chinese detail of an error that ended an attempt.

    Args:
        error: What was raised; anything, since a bad server can make the libraries stumble in many ways.
        budget: That of the attempt: what it ran out of matters more than how that was reported.
        has_headers: Whether the headers had come.
    """
    if budget.is_spent == "time":
        return FetchStatus.TIMEOUT, "超过单次请求的总时限"
    if budget.is_spent == "bytes":
        return (FetchStatus.TOO_LARGE, "正文超过限度") if has_headers else (_BROKEN, "响应头过长")
    if isinstance(error, PrivateAddress):
        return FetchStatus.PRIVATE_ADDRESS, str(error)
    if isinstance(error, TooLarge):
        return FetchStatus.TOO_LARGE, "正文超过限度"
    if isinstance(error, BrokenBody):
        return _BROKEN, str(error)
    return _by_chain(list(_chain(error)))


def is_hung_up(error: Exception) -> bool:
    """Tell whether the other side closed the connection, as servers do with one kept alive for long."""
    return any(isinstance(link, ConnectionError | ssl.SSLEOFError) for link in _chain(error))


def _by_chain(chain: list[BaseException]) -> Failure:
    for kind, status, detail in _KINDS:
        for link in chain:
            if isinstance(link, kind):
                reason = getattr(link, "verify_message", "")
                return status, f"{detail}（{shorten(reason)}）" if reason else detail
    if any(isinstance(link, OSError) and link.errno in _NO_WAY for link in chain):
        return FetchStatus.UNREACHABLE, "网络不可达"
    if any(isinstance(link, UnicodeError) for link in chain):
        return FetchStatus.BAD_ADDRESS, "域名不合规范"
    # The kind only: what an error quotes are the server's words.
    return _BROKEN, f"答复无法读取（{type(chain[-1]).__name__}）"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it wraps, by whatever means, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        link = waiting.pop(0)
        if not isinstance(link, BaseException) or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [*link.args, getattr(link, "reason", None), link.__cause__, link.__context__]
