"""Servers on loopback that take messages, as a mail server and a webhook would."""

import email
import email.message
import email.policy
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

SECRET = "kouling0123456789"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """The mails that a server took, decoded; ``answer`` is what it says to each."""

    def __init__(self, port: int, answer: str = "250 OK") -> None:
        self.port, self.answer = port, answer
        self.mails: list[email.message.EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        assert isinstance(mail, email.message.EmailMessage)
        self.mails.append(mail)
        return self.answer

    def line(self, tag: str, to: str = "office") -> str:
        """The line of ZWGK_NOTIFY that leads here."""
        return f"{tag}=mailto://sender:{SECRET}@127.0.0.1:{self.port}?from=zwgk@office.example&to={to}@office.example"


@contextmanager
def mail_server(port: int | None = None, answer: str = "250 OK") -> Iterator[Mailbox]:
    """A mail server, up while the block lasts."""
    mailbox = Mailbox(port or free_port(), answer)
    # The password goes in the clear: it is a server of the test.
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=mailbox.port,
        auth_require_tls=False,
        authenticator=lambda *_: _accepted(),
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def _accepted() -> Any:
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=True)


class Hook:
    """What a webhook was sent; ``status`` and ``answer`` are what it says, None says nothing and hangs up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.status: int | None = 200
        self.answer: object = {}
        self.hold: threading.Event | None = None
        self.bodies: list[dict[str, Any]] = []

    def line(self, tag: str, path: str = SECRET) -> str:
        """The line of ZWGK_NOTIFY that leads here."""
        return f"{tag}=json://127.0.0.1:{self.port}/{path}"


@contextmanager
def hook_server(port: int = 0) -> Iterator[Hook]:
    """A webhook, up while the block lasts."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if hook.hold:
                hook.hold.wait(30)
            if hook.status is None:
                self.close_connection = True
                return
            self.send_response(hook.status)
            if hook.status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(hook.answer).encode())

        def do_GET(self) -> None:
            """Say yes to whoever follows a redirect."""
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        hook = Hook(server.server_port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield hook
        finally:
            if hook.hold:
                hook.hold.set()
            server.shutdown()
            thread.join()
