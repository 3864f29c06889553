"""What is still to be fetched of a site, in the order in which it was found, within the caps."""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from sources.portals.registry import Site


@dataclass(frozen=True)
class Caps:
    """How much of a site is looked at in one crawl.

    Attributes:
        pages: Pages at most.
        depth: Clicks from the home page at most.
        seconds: Time at most.
        variants: Addresses at most that differ in their query alone: calendars and searches have no end.
    """

    pages: int = 3000
    depth: int = 8
    seconds: float = 3600
    variants: int = 60


class Target(NamedTuple):
    """A page to be fetched.

    Attributes:
        url: Its address.
        depth: Clicks from the home page.
        referrer: The page that it was first found on.
        is_on_home: Whether it stands on the home page.
        column_code: The column whose list it stands in, or of which it is a page itself.
        is_list: Whether it is the first or a further page of that column, and no entry.
    """

    url: str
    depth: int
    referrer: str | None = None
    is_on_home: bool = False
    column_code: str | None = None
    is_list: bool = False


class Frontier:
    """The pages of a site that were found and not fetched yet.

    Attributes:
        capped_by: Which cap held first: ``pages``, ``depth``, ``variants``; None where all was looked at.
        capped_at: The first address that was left out.
    """

    def __init__(self, site: Site, others: list[Site], caps: Caps) -> None:
        self._caps = caps
        self._seen: set[str] = set()
        self._waiting: OrderedDict[str, Target] = OrderedDict()
        self._variants: Counter[str] = Counter()
        self._own = site.scopes
        self._foreign = tuple(scope for other in others if other is not site for scope in other.scopes)
        self.capped_by: str | None = None
        self.capped_at: str | None = None

    def owns(self, url: str) -> bool:
        """Tell whether an address lies in the site, and not deeper in another site of the host."""
        parts = urlsplit(url)
        place = parts.netloc.lower() + (parts.path or "/")
        own = max((len(scope) for scope in self._own if place.startswith(scope)), default=0)
        return own > max((len(scope) for scope in self._foreign if place.startswith(scope)), default=0)

    def add(self, target: Target) -> None:
        """Queue a page, unless it was found before or a cap holds."""
        if target.url in self._seen:
            self._learn(target)
            return
        path, _, query = target.url.partition("?")
        if len(self._seen) >= self._caps.pages:
            self.cap("pages", target.url)
        elif target.depth > self._caps.depth:
            self.cap("depth", target.url)
        elif query and self._variants[path] >= self._caps.variants:
            self.cap("variants", target.url)
        else:
            self._variants[path] += 1 if query else 0
            self._seen.add(target.url)
            self._waiting[target.url] = target

    def next(self) -> Target | None:
        """Return the next page, None where nothing is left."""
        return self._waiting.popitem(last=False)[1] if self._waiting else None

    def hurry(self, url: str) -> None:
        """Take a page next: the lists of a column come before the entries, so that these are known as such."""
        if url in self._waiting:
            self._waiting.move_to_end(url, last=False)

    def _learn(self, target: Target) -> None:
        """Add what another find tells of a page that still waits: its column, and that the home page has it."""
        before = self._waiting.get(target.url)
        if before is None:
            return
        if before.column_code is None and target.column_code is not None:
            before = before._replace(column_code=target.column_code, is_list=target.is_list)
        if target.is_on_home and not before.is_on_home:
            before = before._replace(is_on_home=True, referrer=target.referrer, depth=target.depth)
        self._waiting[target.url] = before

    def cap(self, cap: str, url: str) -> None:
        """Note that a cap held; the first time counts."""
        if self.capped_by is None:
            self.capped_by, self.capped_at = cap, url
