"""What the walk over a page notes: one text, and places in it.

Every note gives its place as offsets into :attr:`Scan.text`, so that what stands in a link, a row, a menu or an
article is a slice of it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of the text."""

    start: int
    end: int


class RawLink(NamedTuple):
    """A link as written; ``tag`` is the element it stands on."""

    tag: str
    href: str
    title: str
    span: Span
    in_menu: bool
    in_pages: bool


class Row(NamedTuple):
    """An element that may be an entry of a list; ``links`` is its range in :attr:`Scan.links`."""

    group: tuple[int, str, str]
    span: Span
    links: Span


@dataclass
class Scan:
    """What the walk noted.

    Attributes:
        text: All text of the body; blocks are lines, cells are parted by tabs, blanks are single.
        links: In the order in which they close.
        rows: In the order in which they close: inner ones before the outer ones.
        metas: (name, content) in order.
        contents: (role, place) of the containers of articles.
        scripts: Addresses and texts of scripts.
    """

    text: str = ""
    title: str = ""
    base: str | None = None
    links: list[RawLink] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    menus: list[Span] = field(default_factory=list)
    footers: list[Span] = field(default_factory=list)
    contents: list[tuple[str, Span]] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
