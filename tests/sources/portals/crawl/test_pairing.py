"""Which interpretation belongs to which policy, and how much of it is copied."""

import pytest

from sources.portals.crawl.frontier import Target
from sources.portals.crawl.pairing import Pair, Papers, copied_share, pairs
from sources.portals.model import Link, Page

BASE = "http://a.invalid/"
POLICY_TEXT = "为进一步规范政府信息公开工作，现就有关事项通知如下：各单位应当在二十个工作日内答复申请人。"


def page(title: str, text: str, *links: str, in_menu: bool = False) -> Page:
    found = [Link(BASE + url, "", "page", in_menu) for url in links]
    return Page("utf-8", "header", title=title, text=text, links=found)


def of(*papers: tuple[str, str, Page]) -> list[Pair]:
    kept = Papers()
    for column, url, one in papers:
        kept.add(Target(BASE + url, 2, None, False, column), one)
    return list(pairs(kept))


POLICY = ("policy", "p", page("关于规范信息公开的通知", POLICY_TEXT))


@pytest.mark.parametrize(
    ("policy_links", "links", "title", "expected"),
    [
        (["i"], ["p"], "图解", ("link", True, True)),
        ([], ["p"], "图解", ("link", False, True)),
        (["i"], [], "图解", ("link", True, False)),
        ([], [], "一图读懂《关于规范信息公开的 通知》", ("title", False, False)),
    ],
)
def test_a_pair_is_told_by_links_or_by_the_title_named(
    policy_links: list[str], links: list[str], title: str, expected: tuple[str, bool, bool]
) -> None:
    (pair,) = of(
        ("policy", "p", page("关于规范信息公开的通知", POLICY_TEXT, *policy_links)),
        ("interpretation", "i", page(title, "解读文字另写", *links)),
    )
    assert (pair.policy_url, pair.interpretation_url) == (BASE + "p", BASE + "i")
    assert (pair.basis, pair.is_linked_from_policy, pair.is_linked_to_policy) == expected


def test_a_policy_without_interpretation_is_alone() -> None:
    other = ("interpretation", "i", page("解读《另一份文件的通知》", "文字"))
    assert of(POLICY, other) == [Pair(BASE + "p")]
    menu = ("interpretation", "i", page("", "文字", "p", in_menu=True))
    assert of(POLICY, menu) == [Pair(BASE + "p")]


def test_lists_deleted_pages_and_other_columns_are_no_papers() -> None:
    deleted = page("关于规范信息公开的通知", "该页面已删除")
    deleted.is_deleted = True
    kept = Papers()
    kept.add(Target(BASE + "list", 1, None, False, "policy", True), page("政策文件", ""))
    kept.add(Target(BASE + "d", 2, None, False, "policy"), deleted)
    kept.add(Target(BASE + "n", 2, None, False, "news"), page("动态", ""))
    kept.add(Target(BASE + "o", 2), page("别处", ""))
    assert list(pairs(kept)) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (POLICY_TEXT, 1.0, 1.0),
        ("", 0.0, 0.0),
        ("本文件要求什么？申请人最关心的是多久能收到答复，答案是二十个工作日。", 0.0, 0.0),
        (POLICY_TEXT + "这样规定，是因为以前各单位做法不一，群众意见较大，需要统一起来。", 0.5, 0.7),
    ],
)
def test_the_copied_share_is_what_stands_word_for_word_in_the_policy(
    text: str, low: float, high: float
) -> None:
    assert low <= copied_share(POLICY_TEXT, text) <= high
