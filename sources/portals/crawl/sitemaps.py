"""Reads the sitemaps that a host's robots.txt names."""

from collections.abc import Iterator

from sources.portals.crawl.host import Host

_MOST_MAPS = 20
_MOST_PAGES = 20_000


def listed_pages(host: Host) -> Iterator[tuple[str, str]]:
    """Yield (page, sitemap that lists it); an index leads to further maps."""
    waiting, seen, count = list(host.fetcher.robots.sitemaps), set[str](), 0
    while waiting and len(seen) < _MOST_MAPS:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        recorded = host.fetch(url)
        if not recorded.fetch.status.is_good:
            continue
        is_index, places = _places(recorded.fetch.content)
        if is_index:
            waiting += places
            continue
        for place in places:
            count += 1
            if count > _MOST_PAGES:
                return
            yield place, url


def _places(content: bytes) -> tuple[bool, list[str]]:
    """Return whether a sitemap is an index, and the addresses that it holds; none where it is no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False, []
    places = [(place.text or "").strip() for place in root.iter("{*}loc")]
    return str(root.tag).endswith("sitemapindex"), [place for place in places if place]
