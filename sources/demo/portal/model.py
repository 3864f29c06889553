"""What the demo portal is made of: answers, sites, and what is planted in them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

# Names of this domain lead nowhere on any network (RFC 6761).
DOMAIN = ".demo.invalid"


class Answer(NamedTuple):
    """What the server says to a request.

    Attributes:
        body: The bytes, not yet packed.
        content_type: The header, exactly as sent; it may lie about the charset or say nothing of it.
        status: The HTTP status.
        modified: The day for Last-Modified; None for a page without it, which then has no ETag either.
        location: Where a redirect leads.
        waits: Whether the server is slow with it.
    """

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    modified: dt.date | None = None
    location: str | None = None
    waits: bool = False


class Hit(NamedTuple):
    """A request as a page sees it.

    Attributes:
        nth: How many requests for this path came before, since the server began.
        query: What stands after the question mark.
    """

    nth: int
    query: str


# A page that is not the same at every request.
Builder = Callable[[Hit], Answer]


@dataclass(frozen=True)
class Column:
    """A column of the sites, as ``words/columns.csv`` says it; ``update_days`` is None where it has no period."""

    code: str
    name: str
    path: str
    column_type: str
    description: str
    keywords: str
    update_days: int | None
    is_required: bool


@dataclass
class DemoSite:
    """One synthetic site.

    Attributes:
        site_id: The same as ``unit_id``.
        unit_id: Whose site it is.
        name: Its name, as SiteName says it.
        home_url: ``http://<unit_id>.demo.invalid/``.
        site_id_code: Its synthetic SiteIDCode.
        role: What it is there to show; see ``words/roles.csv``.
        pages: Path without query → what is served there.
        columns: The columns that must be there, also one that is planted as missing.
        names: Addresses that hang on the day: name → path; ``planted.csv`` refers to them as ``@name``.
    """

    site_id: str
    unit_id: str
    name: str
    home_url: str
    site_id_code: str
    role: str
    pages: dict[str, Answer | Builder] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Return the address of a path on this site."""
        return self.home_url + path.removeprefix("/")


class Planted(NamedTuple):
    """A defect that an inspection must find.

    Attributes:
        rule_code: Of ``expectations/rules.csv``.
        site_id: Where.
        where: An absolute URL, a column code, the name of a tag or mark, or ``task:<no>``.
    """

    rule_code: str
    site_id: str
    where: str
