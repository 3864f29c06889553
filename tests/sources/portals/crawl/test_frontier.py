"""What is looked at of a site, in which order, and where it ends."""

from sources.portals.crawl.frontier import Caps, Frontier, Target
from sources.portals.registry import Column, Site

HOME = "http://a.invalid/"


def site(home: str, *columns: str) -> Site:
    found = tuple(Column("news", "动态", "政务动态", url, 14, True, False, False) for url in columns)
    return Site(home, "unit", "合成站点", home, "", 0.0, True, found)


def fill(frontier: Frontier, *urls: str, depth: int = 1) -> list[str]:
    for url in urls:
        frontier.add(Target(url, depth))
    found = []
    while target := frontier.next():
        found.append(target.url)
    return found


def test_a_page_is_queued_once_in_the_order_in_which_it_was_found() -> None:
    frontier = Frontier(site(HOME), [], Caps())
    assert fill(frontier, HOME + "b", HOME + "a", HOME + "b") == [HOME + "b", HOME + "a"]
    assert fill(frontier, HOME + "a") == []
    assert frontier.capped_by is None


def test_pages_depth_and_endless_queries_are_capped_and_the_first_cap_is_told() -> None:
    frontier = Frontier(site(HOME), [], Caps(pages=3))
    assert len(fill(frontier, *(f"{HOME}{n}" for n in range(5)))) == 3
    assert (frontier.capped_by, frontier.capped_at) == ("pages", HOME + "3")

    frontier = Frontier(site(HOME), [], Caps(depth=2))
    assert fill(frontier, HOME + "deep", depth=3) == []
    assert (frontier.capped_by, frontier.capped_at) == ("depth", HOME + "deep")

    frontier = Frontier(site(HOME), [], Caps(variants=2))
    months = [f"{HOME}calendar?month={n}" for n in range(4)]
    assert fill(frontier, *months, HOME + "other?page=1") == [*months[:2], HOME + "other?page=1"]
    assert (frontier.capped_by, frontier.capped_at) == ("variants", months[2])


def test_a_page_belongs_to_the_site_whose_folder_is_deepest() -> None:
    whole, part = site(HOME), site("http://a.invalid/units/tax/", "http://a.invalid/open/tax/news/")
    both = [whole, part]
    city, tax = Frontier(whole, both, Caps()), Frontier(part, both, Caps())
    for url in ("http://a.invalid/units/tax/x.htm", "http://a.invalid/open/tax/news/index.htm"):
        assert (city.owns(url), tax.owns(url)) == (False, True)
    for url in (HOME, "http://a.invalid/units/other/", "http://A.invalid/open/tax/"):
        assert (city.owns(url), tax.owns(url)) == (True, False)
    assert not city.owns("http://b.invalid/") and not city.owns("https://b.invalid/units/tax/")


def test_a_column_on_another_host_is_not_a_reason_to_leave_the_scheme_aside() -> None:
    frontier = Frontier(site(HOME), [], Caps())
    assert frontier.owns("https://a.invalid/x") and frontier.owns("http://a.invalid")


def test_what_a_later_find_tells_of_a_page_that_waits_is_kept() -> None:
    frontier = Frontier(site(HOME), [], Caps())
    frontier.add(Target(HOME + "a", 2, HOME + "map.xml"))
    frontier.add(Target(HOME + "a", 1, HOME, True))
    frontier.add(Target(HOME + "a", 2, HOME + "list", False, "news"))
    frontier.add(Target(HOME + "a", 3, HOME + "other", False, "notice"))
    assert frontier.next() == Target(HOME + "a", 1, HOME, True, "news")
    frontier.add(Target(HOME + "a", 2, HOME + "list", False, "notice"))
    assert frontier.next() is None


def test_the_lists_of_a_column_come_before_what_waits() -> None:
    frontier = Frontier(site(HOME), [], Caps())
    for url in ("a", "b"):
        frontier.add(Target(HOME + url, 2))
    for url in reversed(("index_1", "index_2")):
        frontier.add(Target(HOME + url, 1, None, False, "news", True))
        frontier.hurry(HOME + url)
    frontier.hurry(HOME + "unknown")
    assert [frontier.next().url for _ in range(4)] == [HOME + url for url in ("index_1", "index_2", "a", "b")]  # type: ignore[union-attr]
