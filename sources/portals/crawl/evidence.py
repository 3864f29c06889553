"""What becomes of a link that a unit gives for a finished task."""

from urllib.parse import urlsplit

from sources.portals.model import Fetch, FetchStatus

_STATUSES = {
    FetchStatus.OK: "reachable",
    FetchStatus.NOT_MODIFIED: "reachable",
    FetchStatus.GONE: "gone",
    FetchStatus.MOVED_AWAY: "moved",
    FetchStatus.PRIVATE_ADDRESS: "private",
    FetchStatus.BAD_ADDRESS: "not_a_link",
}


def evidence_status(fetch: Fetch) -> str:
    """Return reachable, gone, moved, private, not_a_link or unreachable (which may be better tomorrow)."""
    return _STATUSES.get(fetch.status, "unreachable")


def untouched(url: str) -> str:
    """Return what a link is whose host is none of the registry's, and which is not fetched for that."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "not_a_link"
    return "off_topic" if parts.scheme in ("http", "https") and parts.hostname else "not_a_link"
