"""The way of one fetch: its redirects and attempts, and the record that comes of them."""

from sources.portals.fetching.answers import Answer
from sources.portals.model import Fetch, FetchStatus


class Refused(Exception):
    """We do not go there; nobody was asked.

    Args:
        status: How the fetch ends.
        detail: Why, in Chinese.
    """

    def __init__(self, status: FetchStatus, detail: str | None) -> None:
        self.status, self.detail = status, detail
        super().__init__(detail)


class Trail:
    """Where a fetch has been.

    Attributes:
        here: The URL it has come to.
        hops: Redirects followed.
        retries: Retries made, of all URLs on the way.
    """

    def __init__(self, url: str, max_retries: int) -> None:
        self._url, self.here = url, url
        self._max_retries = max_retries
        self._visited: set[str] = set()
        self._answer: Answer | None = None
        self._attempts = self._transferred = 0
        self.hops = self.retries = 0

    def visit(self, url: str, max_redirects: int) -> None:
        """Enter a URL.

        Raises:
            Refused: It was visited before, or there were too many redirects.
        """
        if url in self._visited:
            raise Refused(FetchStatus.REDIRECT_LOOP, "循环跳转")
        if self.hops > max_redirects:
            raise Refused(FetchStatus.REDIRECT_LOOP, f"跳转超过 {max_redirects} 次")
        self._visited.add(url)
        self.here = url

    def follow(self, url: str) -> None:
        """Go on to where a redirect leads."""
        self.here = url
        self.hops += 1

    def note(self, answer: Answer) -> None:
        """Add an attempt."""
        self._answer = answer
        self._attempts += 1
        self._transferred += answer.transferred

    def take_retry(self) -> bool:
        """Tell whether one more retry is due, and count it."""
        if self.retries >= self._max_retries:
            return False
        self.retries += 1
        return True

    def ended(self, status: FetchStatus, detail: str | None) -> Fetch:
        """Return the record."""
        fetch = Fetch(
            self._url,
            status,
            final_url=self.here,
            transferred=self._transferred,
            attempts=self._attempts,
            detail=detail,
        )
        if (last := self._answer) is None:
            return fetch
        return fetch._replace(
            http_status=last.http_status,
            fetched_at=last.started_at,
            elapsed_ms=last.elapsed_ms,
            content=last.content if status is FetchStatus.OK else b"",
            content_type=last.content_type,
            etag=last.etag,
            last_modified=last.last_modified,
        )
