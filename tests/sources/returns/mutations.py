"""The mutations of the campaign: which file is spoilt how, by number; the same number gives the same bytes."""

import random
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sources.returns.model import Return
from tests.sources.returns.good_files import GoodFile, good_files
from tests.sources.returns.mutated_bytes import BYTES, ZIP, replaced
from tests.sources.returns.mutated_cells import RETYPED, ROWS, respaced, retyped

SEED = "zwgk-2021"
_REPLACED = "member of another file"
Originals = Mapping[str, list[Return]]


class Mutation(NamedTuple):
    """A good file spoilt in one way."""

    number: int
    file: GoodFile
    kind: str
    content: bytes


@cache
def kinds_of(name: str) -> tuple[str, ...]:
    """Return the ways in which a good file can be spoilt."""
    file = good_files()[name]
    kinds = [*BYTES]
    if file.format in ("xlsx", "docx"):
        kinds += [*ZIP, _REPLACED]
    if file.write is not None:
        kinds += ROWS
    if file.write is not None or name in ("template.xlsx", "website.html"):
        kinds += [kind for kind in RETYPED if file.format == "xlsx" or kind != "number as text"]
    return tuple(kinds)


def choice(number: int) -> tuple[GoodFile, str]:
    """Return which file a mutation spoils, and how; every file has its turn, with each turn its next kind."""
    names = list(good_files())
    turn, which = divmod(number, len(names))
    kinds = kinds_of(names[which])
    # Not all files begin with the same kind, so that the first few turns show all kinds already.
    return good_files()[names[which]], kinds[(turn + 3 * which) % len(kinds)]


def mutation(number: int, originals: Originals) -> Mutation:
    """Return a mutation by its number."""
    file, kind = choice(number)
    return Mutation(number, file, kind, _spoilt(file, kind, random.Random(f"{SEED}-{number}"), originals))


def _spoilt(file: GoodFile, kind: str, draw: random.Random, originals: Originals) -> bytes:
    if kind in BYTES:
        return BYTES[kind](file.content, draw)
    if kind in ZIP:
        return ZIP[kind](file.content, draw)
    if kind == _REPLACED:
        return replaced(file.content, draw, _donors(file.name))
    if kind in ROWS:
        return respaced(file, kind, draw)
    figures = [figure for result in originals[file.name] for figure in result.figures]
    return retyped(file, figures, kind, draw)[0]


@cache
def _donors(name: str) -> tuple[bytes, ...]:
    return tuple(f.content for f in good_files().values() if f.format in ("xlsx", "docx") and f.name != name)
