"""What the parts of the inspection hand to each other: sites, fetches, pages."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class FetchStatus(StrEnum):
    """How one fetch ended. What is permanent will not mend itself; what is passing may be better tomorrow."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    MOVED_AWAY = "moved_away"  # redirected to a host that is none of the site's
    REDIRECT_LOOP = "redirect_loop"
    GONE = "gone"  # 404, 410
    REFUSED = "refused"  # any other 4xx
    DISALLOWED = "disallowed"  # robots.txt says no
    BAD_ADDRESS = "bad_address"  # not http(s), no host, or not a URL at all
    PRIVATE_ADDRESS = "private_address"
    TOO_LARGE = "too_large"
    ROBOTS_UNAVAILABLE = "robots_unavailable"  # nobody knows whether we may: not now
    RATE_LIMITED = "rate_limited"  # 429 to the last attempt
    SERVER_ERROR = "server_error"  # 5xx to the last attempt
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # no such name, nobody listens, reset
    TLS_ERROR = "tls_error"
    BROKEN_RESPONSE = "broken_response"  # not HTTP, more headers than sense, a body that does not unpack

    @property
    def is_good(self) -> bool:
        """Whether the page is there."""
        return self in (FetchStatus.OK, FetchStatus.NOT_MODIFIED)

    @property
    def is_permanent(self) -> bool:
        """Whether asking again on another day will hardly help."""
        return self in _PERMANENT


_PERMANENT = frozenset(
    {
        FetchStatus.MOVED_AWAY,
        FetchStatus.REDIRECT_LOOP,
        FetchStatus.GONE,
        FetchStatus.REFUSED,
        FetchStatus.DISALLOWED,
        FetchStatus.BAD_ADDRESS,
        FetchStatus.PRIVATE_ADDRESS,
        FetchStatus.TOO_LARGE,
    }
)


class Known(NamedTuple):
    """What an earlier crawl knows of a page, for a conditional request."""

    etag: str | None
    last_modified: str | None
    sha256: str
    content_type: str | None = None


class Fetch(NamedTuple):
    """One URL asked for, with all its redirects and attempts.

    Attributes:
        url: What was asked for.
        status: How it ended.
        http_status: The last HTTP status seen, None where there was none.
        final_url: Where the body came from, after redirects; else where it ended.
        fetched_at: When the last attempt began, local time without a zone (Asia/Shanghai).
        elapsed_ms: From the first byte sent to the last one read, of the last attempt.
        content: The body, unpacked; empty unless the status is ok.
        content_type: The header, as sent.
        etag: The header, as sent.
        last_modified: The header, as sent.
        transferred: Bytes of bodies that came over the wire, all attempts and redirects.
        attempts: Requests sent for this URL itself, retries included.
        detail: What a person should know of a failure, in Chinese.
    """

    url: str
    status: FetchStatus
    http_status: int | None = None
    final_url: str = ""
    fetched_at: dt.datetime | None = None
    elapsed_ms: int = 0
    content: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    transferred: int = 0
    attempts: int = 0
    detail: str | None = None


class Link(NamedTuple):
    """A link on a page, absolute and without fragment.

    Attributes:
        url: Where it leads; any scheme, for the caller to judge.
        text: What it says, on one line.
        kind: ``page``, ``attachment`` (by its extension), ``resource`` (image, frame, style sheet, script).
        in_menu: Whether it stands in a menu, a header or a footer, which repeat on every page.
    """

    url: str
    text: str
    kind: str
    in_menu: bool


class Item(NamedTuple):
    """An entry of a list page: a link with the date printed beside it."""

    url: str
    title: str
    listed_on: dt.date | None
    position: int


class TagProblem(NamedTuple):
    """An official page tag that is not as it should be: ``missing``, ``empty`` or ``malformed``."""

    name: str
    problem: str
    value: str


class PersonalDatum(NamedTuple):
    """A number of a person left on a page; only ever masked.

    Attributes:
        kind: ``id_card`` or ``mobile``.
        masked: ``3501**********0012``, ``138****5678``.
        context: Some characters of the text around it, itself masked.
    """

    kind: str
    masked: str
    context: str


@dataclass
class Page:
    """What a page says.

    Attributes:
        encoding: What it was read as.
        encoding_basis: ``header``, ``meta``, ``bom`` or ``content``.
        page_type: ``home``, ``column``, ``article`` or ``other``: by its tags, else by its shape.
        title: ArticleTitle, else the heading, else ``<title>``.
        published_at: When it says it was published.
        published_basis: ``tag``, ``text``, ``url``; None where nothing says it.
        content_source: 来源, by tag or text.
        tags: Official tags as written, by their official names.
        tag_problems: What is wrong with the tags that a page of this type must have.
        links: Its links, in order, each once.
        items: Its entries, where it is a list.
        next_pages: Further pages of the same list.
        text: The text of the article, else of the body, without menus.
        content_hash: sha256 of what stays the same when only clocks, counters and tokens change.
        is_deleted: It says of itself that the content was removed.
        marks: Footer mark → what stands there; only those found.
        personal_data: Numbers of persons.
    """

    encoding: str
    encoding_basis: str
    page_type: str = "other"
    title: str = ""
    published_at: dt.datetime | None = None
    published_basis: str | None = None
    content_source: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    tag_problems: list[TagProblem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    next_pages: list[str] = field(default_factory=list)
    text: str = ""
    content_hash: str = ""
    is_deleted: bool = False
    marks: dict[str, str] = field(default_factory=dict)
    personal_data: list[PersonalDatum] = field(default_factory=list)


class Address(NamedTuple):
    """Where a name leads: an IP address and a port."""

    ip: str
    port: int
