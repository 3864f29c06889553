"""What one attempt may cost, in time and bytes; the sockets keep to it."""

import time

# Headers, interim responses included; http.client alone would take 100 lines of 64 KB.
HEADER_BYTES = 256 * 1024


class TooMuch(OSError):
    """More came over the wire than the attempt may cost."""


class Budget:
    """Time and bytes left for the attempt that is under way; one for all attempts of a fetcher.

    Attributes:
        is_spent: None, ``time`` or ``bytes``: what ran out, however the libraries dress up the error.
        is_new_connection: Whether the attempt had to connect.
        sent_at: When the request began to leave, by the monotonic clock.
        first_byte_at: When the first byte came back. By then the server has surely seen the request.
    """

    def __init__(self, seconds: float, read_timeout: float) -> None:
        self._seconds, self._read_timeout = seconds, read_timeout
        self.start()

    def start(self) -> None:
        """Begin an attempt."""
        self.started_at = time.monotonic()
        self._deadline = self.started_at + self._seconds
        self._bytes_left = HEADER_BYTES
        self.is_spent: str | None = None
        self.is_new_connection = False
        self.sent_at: float | None = None
        self.first_byte_at: float | None = None

    def allow(self, size: int) -> None:
        """Let ``size`` more bytes come: the headers are in, the body follows."""
        self._bytes_left += size

    def shorten(self, seconds: float) -> None:
        """End in ``seconds`` at the latest: what follows is not worth more."""
        self._deadline = min(self._deadline, time.monotonic() + seconds)

    def wait(self, limit: float | None = None) -> float:
        """Return how long the next operation may take, in seconds.

        Raises:
            TimeoutError: No time is left.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            self.is_spent = "time"
            raise TimeoutError("the attempt's time is up")
        return min(left, self._read_timeout if limit is None else limit)

    def sends(self) -> None:
        """Note that the request leaves."""
        if self.sent_at is None:
            self.sent_at = time.monotonic()

    def took(self, size: int) -> None:
        """Charge bytes that came.

        Raises:
            TooMuch: They are more than was left.
        """
        if self.first_byte_at is None and size:
            self.first_byte_at = time.monotonic()
        self._bytes_left -= size
        if self._bytes_left < 0:
            self.is_spent = "bytes"
            raise TooMuch("more bytes than the attempt may cost")
