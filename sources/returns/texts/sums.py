"""Parts that a sentence names behind 其中 and their whole; silent wherever the parts may not be of one kind."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from sources.returns.documents.model import Line
from sources.returns.model import Finding
from sources.returns.texts.sentences import excerpt

_MEASURE = r"余?[条件篇次份期个项场宗幅部]"
_NUMBER = re.compile(
    rf"(?<![0-9.])(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]{{1,9}})(?![0-9.])(?P<measure>{_MEASURE})?"
)
_SHARE = re.compile(r"(?:占比?|约?占)?[^,;、0-9]{0,6}[0-9.]+%")
_BRACKETS = re.compile(r"\([^()]*\)")
_PERIOD = re.compile(r"[0-9]+(?:年|月|日|号)|第[0-9]+")
# Behind one of these come parts of another whole, or a comparison.
_ENDS = re.compile(r"[;；]|其中|[较比]|同比|同期|上年|去年|另|此外|平均|累计|以来")
# Ways to divide the same things: parts of two of them overlap.
_KINDS = (
    re.compile(r"网络|网上|在线|信函|邮寄|当面|现场|窗口|传真|电子邮件"),
    re.compile(r"自然人|公民|个人|法人|企业|社会组织|其他组织"),
    re.compile(r"予以公开|部分公开|不予|无法提供|其他处理|答复|办结|已办|按时|结转|采纳"),
    re.compile(r"新收|上年结转"),
)
# Then the parts need not be all.
_SOME = re.compile(r"主要|重点|等|包括|超过|以上")


class _Said(NamedTuple):
    whole: int
    parts: list[int]
    is_whole_list: bool
    match: re.Match[str]


def broken_sums(sentences: Iterable[Line]) -> Iterator[Finding]:
    """Yield a finding for each whole whose parts are more than it, or all but miss it.

    Parts behind 其中 need not be all. They are too few only where three or more are listed and less is missing
    than the smallest of them.
    """
    for sentence in sentences:
        for said in _divided(sentence.text):
            total = sum(said.parts)
            gap = said.whole - total
            is_short = said.is_whole_list and len(said.parts) > 2 and 0 < gap < min(said.parts)
            if gap < 0 or is_short:
                sums = "＋".join(map(str, said.parts))
                found = f"“{excerpt(said.match, 60)}”：分项 {sums}＝{total}，总数 {said.whole}"
                remedy = "请核对总数和各分项"
                yield Finding("TXT-04", sentence.place, found, "分项之和等于总数", remedy, Decimal(-gap))


def _divided(sentence: str) -> Iterator[_Said]:
    for match in re.finditer("其中", sentence):
        whole = _whole(sentence[: match.start()])
        rest = _masked(sentence[match.end() :])
        end = _ENDS.search(rest)
        listed = rest[: end.start()] if end else rest
        parts = list(_NUMBER.finditer(listed))
        is_of_one_kind = sum(kind.search(listed) is not None for kind in _KINDS) < 2
        if whole and parts and is_of_one_kind and {part["measure"] for part in parts} <= {None, whole[1]}:
            yield _Said(whole[0], [_value(part) for part in parts], not _SOME.search(listed), match)


def _whole(before: str) -> tuple[int, str] | None:
    """Return the number that 其中 divides, with its measure; of two of one kind nobody knows which it is."""
    said = re.split("[;。]", before.rstrip(";。"))[-1]
    numbers = [number for number in _NUMBER.finditer(_masked(said)) if number["measure"]]
    if not numbers or [number["measure"] for number in numbers].count(numbers[-1]["measure"]) > 1:
        return None
    return _value(numbers[-1]), numbers[-1]["measure"]


def _value(number: re.Match[str]) -> int:
    return int(number["number"].replace(",", ""))


def _masked(text: str) -> str:
    """Return the text with what counts nothing blotted out: shares, brackets, dates; its length stays."""
    for pattern in (_BRACKETS, _SHARE, _PERIOD):
        text = pattern.sub(lambda found: "※" * len(found[0]), text)
    return text
