"""Finds for each policy of a site the page that interprets it, and how much of that is copied.

国办发〔2016〕80号 [M]: policy and interpretation are linked both ways; the notice's task on quality: an
interpretation does not merely repeat the policy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sources.portals.crawl.frontier import Target
from sources.portals.model import Page
from sources.text import key

_GRAM = 12  # characters that must be the same in a row to count as copied
_NAMED = re.compile("《([^《》]{4,200})》")


class _Paper(NamedTuple):
    url: str
    title: str
    links: frozenset[str]
    text: str


class Pair(NamedTuple):
    """A policy and its interpretation; ``basis`` is link or title."""

    policy_url: str
    interpretation_url: str | None = None
    basis: str | None = None
    is_linked_from_policy: bool = False
    is_linked_to_policy: bool = False
    copied_share: float | None = None


@dataclass
class Papers:
    """The policies and interpretations of a site."""

    policies: list[_Paper] = field(default_factory=list)
    interpretations: list[_Paper] = field(default_factory=list)

    def add(self, target: Target, page: Page) -> None:
        """Keep a page that is an entry of either column."""
        kept = {"policy": self.policies, "interpretation": self.interpretations}.get(target.column_code or "")
        if kept is None or target.is_list or page.is_deleted:
            return
        links = frozenset(link.url for link in page.links if link.kind == "page" and not link.in_menu)
        kept.append(_Paper(target.url, page.title, links, page.text[:100_000]))


def pairs(papers: Papers) -> Iterator[Pair]:
    """Yield every policy with its interpretations, or alone."""
    by_url = {paper.url: paper for paper in papers.interpretations}
    by_title = {key(policy.title): policy.url for policy in papers.policies if policy.title}
    leading: dict[str, set[str]] = {}
    naming: dict[str, set[str]] = {}
    for paper in papers.interpretations:
        for url in paper.links:
            leading.setdefault(url, set()).add(paper.url)
        for title in _NAMED.findall(paper.title):
            if named := by_title.get(key(title)):
                naming.setdefault(named, set()).add(paper.url)
    for policy in papers.policies:
        forth = policy.links & by_url.keys()
        back, by_name = leading.get(policy.url, set()), naming.get(policy.url, set())
        for url in sorted(forth | back | by_name):
            basis = "link" if url in forth or url in back else "title"
            share = copied_share(policy.text, by_url[url].text)
            yield Pair(policy.url, url, basis, url in forth, url in back, share)
        if not (forth or back or by_name):
            yield Pair(policy.url)


def copied_share(policy: str, interpretation: str) -> float:
    """Return the share of an interpretation that stands word for word in the policy, 0 to 1."""
    source, text = key(policy), key(interpretation)
    if len(text) < _GRAM:
        return 0.0
    grams = {source[start : start + _GRAM] for start in range(len(source) - _GRAM + 1)}
    copied = bytearray(len(text))
    for start in range(len(text) - _GRAM + 1):
        if text[start : start + _GRAM] in grams:
            copied[start : start + _GRAM] = b"\x01" * _GRAM
    return sum(copied) / len(text)
