"""The HTTP server of the demo portal: keeps connections open, numbers them, records what was asked."""

import itertools
import socket
import socketserver
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from sources.demo.portal.model import Answer
from sources.demo.portal.wire import on_the_wire

LOOPBACK = "127.0.0.1"


class Request(NamedTuple):
    """One request as the server saw it.

    Attributes:
        at: When its head had been read, on the clock of ``time.monotonic``.
        host: The Host header without port, in lower case.
        path: With the query.
        connection_id: Counts the connections from 1.
        status: What was answered.
        bytes_sent: Of the body, as it went over the wire.
        headers: As received; names in lower case.
    """

    at: float
    host: str
    path: str
    connection_id: int
    status: int
    bytes_sent: int
    headers: dict[str, str]


class PortalServer(ThreadingHTTPServer):
    """Listens on a free port of loopback, a thread for each connection.

    Args:
        answer: Host and path → page.
        record: Takes each request.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, answer: Callable[[str, str], Answer], record: Callable[[Request], None]) -> None:
        self.answer, self.record = answer, record
        self.numbers = itertools.count(1)
        self.open: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), _Handler)

    def server_bind(self) -> None:
        """Take the port."""
        # HTTPServer's own looks the name of the machine up, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def close_connections(self) -> None:
        """Hang up on every client."""
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is none of the server's troubles."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: no waiting for an acknowledgement between them
    server: PortalServer

    def setup(self) -> None:
        super().setup()
        self.connection_id = next(self.server.numbers)
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        at = time.monotonic()
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").lower().rsplit(":", 1)[0]
        answer = self.server.answer(host, self.path)
        sent = on_the_wire(answer, headers)
        bytes_sent = 0 if self.command == "HEAD" else len(sent.body)
        # Kept before it goes out: whoever has the answer finds the request in the record.
        self.server.record(Request(at, host, self.path, self.connection_id, sent.status, bytes_sent, headers))
        self.send_response(sent.status)
        for name, value in sent.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(sent.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass
