"""Servers on loopback that behave as told, badly for the most part, and remember who came."""

import contextlib
import datetime as dt
import ipaddress
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sources.portals.model import Address

Handler = Callable[[socket.socket, "Request"], None]


class Request(NamedTuple):
    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """Hands each request to a handler; a handler that returns True keeps the connection.

    Attributes:
        requests: All that came, by the monotonic clock.
        connections: How many were accepted.
        most_at_once: How many were open at the same time.
    """

    handler: Callable[[socket.socket, Request], object]
    tls: ssl.SSLContext | None = None
    family: int = socket.AF_INET
    on_connect: Callable[[socket.socket], None] | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    most_at_once: int = 0
    _open: int = 0

    def __enter__(self) -> "Server":
        self._lock = threading.Lock()
        self._is_closed = False
        host = "::1" if self.family == socket.AF_INET6 else "127.0.0.1"
        self._listener = socket.create_server((host, 0), family=self.family)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def gaps(self) -> list[float]:
        moments = [request.at for request in self.requests]
        return [later - earlier for earlier, later in itertools.pairwise(moments)]

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        connection.settimeout(20)
        with contextlib.suppress(OSError, ValueError):
            if self.on_connect:
                self.on_connect(connection)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            elif connection.recv(1, socket.MSG_PEEK) == b"\x16":
                connection.sendall(response("400 Bad Request"))  # As nginx greets TLS on a plain port.
                raise ValueError("TLS")
            with connection.makefile("rb") as lines:
                while (request := _read_request(lines)) is not None:
                    with self._lock:
                        self.requests.append(request)
                    if not self.handler(connection, request):
                        break
        with self._lock:
            self._open -= 1
        connection.close()


def _read_request(lines) -> Request | None:
    first = lines.readline()
    at = time.monotonic()
    if not first:
        return None
    headers = {}
    while (line := lines.readline().strip()) and line:
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    parts = first.decode("latin-1").split(" ")
    return Request(at, parts[1] if len(parts) > 1 else "", headers)


def response(status: str = "200 OK", body: bytes = b"", **headers: object) -> bytes:
    """Bytes of a sound answer; header names with _ for -; None leaves a header out."""
    lines = {"Content-Type": "text/html", "Content-Length": len(body)}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


NO_ROBOTS = response("404 Not Found", b"none")


def pages(routes: dict[str, object], keep: bool = True) -> Handler:
    """Answer by path: bytes, or a function of the request, or a list that is used up from the front."""

    def handle(connection: socket.socket, request: Request) -> bool:
        answer = routes.get(request.path, NO_ROBOTS)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer = answer(request)
        connection.sendall(answer)
        return keep

    return handle


def badly(behave: Callable[[socket.socket], object], path: str | None = None) -> Handler:
    """Misbehave at every page (or one), with an honest robots.txt, so that pages are asked for at all."""

    def handle(connection: socket.socket, request: Request) -> None:
        if request.path == "/robots.txt":
            connection.sendall(response("404 Not Found", b"", Connection="close"))
        else:
            behave(connection)

    return handle


def says(*pieces: bytes, every: float = 0.0, times: int = 1) -> Handler:
    """Send pieces, again and again, with pauses."""

    def behave(connection: socket.socket) -> None:
        for _ in range(times):
            for piece in pieces:
                connection.sendall(piece)
                if every:
                    time.sleep(every)

    return badly(behave)


def drips(head: bytes, body: bytes, every: float = 0.05) -> Handler:
    """Send ``head``, then ``body`` byte by byte."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        for byte in body:
            connection.sendall(bytes([byte]))
            time.sleep(every)

    return badly(behave)


def resets(after: bytes) -> Handler:
    """Send something, then reset the connection."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(after)
        time.sleep(0.1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    return badly(behave)


def redirects(location: str | bytes, status: str = "302 Found") -> Handler:
    """Send everybody elsewhere."""
    place = location.encode("latin-1") if isinstance(location, str) else location
    return says(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: ".encode() + place + b"\r\n\r\n")


def names(known: dict[str, list[list[str]]] | None = None) -> Callable[[str, int], list[Address]]:
    """Resolve names of the test, each with its answers in turn; every other name is loopback's.

    Numbers are resolved as the system does it, which needs no network.
    """
    turns = {name: list(answers) for name, answers in (known or {}).items()}

    def resolve(host: str, port: int) -> list[Address]:
        answers = turns.get(host)
        if answers is None:
            return [Address("127.0.0.1", port)]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [Address(ip, port) for ip in answer]

    return resolve


def certificate(folder: Path, name: str) -> Path:
    """Write a self-signed certificate with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    alternative: list[x509.GeneralName] = [x509.DNSName(name)]
    with contextlib.suppress(ValueError):
        alternative = [x509.IPAddress(ipaddress.ip_address(name))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    return path


def tls_server_context(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
