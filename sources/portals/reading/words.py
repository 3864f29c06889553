"""The vocabulary of page reading, read from ``words/`` once."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows

_FOLDER = Path(__file__).parent / "words"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z]+")


class Tag(NamedTuple):
    """An official page tag.

    Attributes:
        name: In the official spelling.
        required_on: Types of page that must have it.
        pattern: What its whole value must look like; None where anything goes.
        is_date: Whether its value must be a possible date too.
        differs_from: The tag that it must not merely repeat; empty where there is none.
    """

    name: str
    required_on: frozenset[str]
    pattern: re.Pattern[str] | None
    is_date: bool
    differs_from: str


class Mark(NamedTuple):
    """How to find a footer mark: in the ``text`` of the footer, or in a ``source`` (link, image, script)."""

    mark: str
    where: str
    pattern: re.Pattern[str]


@cache
def limits() -> dict[str, int]:
    """Return name → limit; units stand in the file."""
    return {row["name"]: row.integer("value") for row in read_rows(_FOLDER / "limits.csv", ("name", "value"))}


@cache
def page_tags() -> dict[str, Tag]:
    """Return the official page tags by their lower-case names (国办发〔2017〕47号, 网页设计规范)."""
    types = ("home", "column", "article")
    rows = read_rows(_FOLDER / "page_tags.csv", ("name", *types, "pattern", "is_date", "differs_from"))
    return {
        row["name"].lower(): Tag(
            row["name"],
            frozenset(name for name in types if row[name] == "yes"),
            re.compile(row["pattern"], re.ASCII) if row["pattern"] else None,
            row["is_date"] == "yes",
            row["differs_from"],
        )
        for row in rows
    }


@cache
def empty_values() -> frozenset[str]:
    """Return what templates write into a tag when they have nothing to write."""
    return frozenset({"", *(row["value"] for row in read_rows(_FOLDER / "empty_values.csv", ("value",)))})


@cache
def extensions() -> dict[str, str]:
    """Return extension → ``attachment``, ``image`` or ``resource``."""
    return {
        row["extension"]: row["kind"] for row in read_rows(_FOLDER / "extensions.csv", ("extension", "kind"))
    }


@cache
def no_link_prefixes() -> tuple[str, ...]:
    """Return beginnings of what stands in ``href`` without being an address."""
    return tuple(row["prefix"] for row in read_rows(_FOLDER / "no_links.csv", ("prefix",)))


@cache
def _container_words() -> list[tuple[str, str, str]]:
    rows = read_rows(_FOLDER / "containers.csv", ("role", "match", "word"))
    return [(row["role"], row["match"], row["word"]) for row in rows]


@lru_cache(maxsize=8192)
def role_of(names: str) -> str:
    """Return what an element is by its class and id: ``content_1``, ``content_2``, ``menu``, ``footer``, …

    Args:
        names: Class and id, parted by blanks; empty gives an empty role.
    """
    items = [_NOT_WORD.sub(" ", _CAMEL.sub(" ", name).lower()).split() for name in names[:500].split()]
    squashed = ["".join(words) for words in items]
    tokens = {word for words in items for word in words}
    for role, match, word in _container_words():
        if match == "exact":
            is_found = word in squashed
        elif match == "token":
            is_found = word in tokens or word in squashed
        else:
            is_found = any(word in name for name in squashed)
        if is_found:
            return role
    return ""


@cache
def date_labels(side: str) -> tuple[str, ...]:
    """Return the words that stand ``before`` or ``after`` a date of publication, the most telling first."""
    rows = read_rows(_FOLDER / "date_labels.csv", ("word", "side"))
    return tuple(row["word"] for row in rows if row["side"] == side)


@cache
def date_addresses() -> tuple[re.Pattern[str], ...]:
    """Return patterns of dates in addresses, with groups ``y``, ``m`` and ``d``."""
    rows = read_rows(_FOLDER / "date_addresses.csv", ("pattern",))
    return tuple(re.compile(row["pattern"], re.ASCII) for row in rows)


@cache
def paging(kind: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of one kind of paging: ``call``, ``count``, ``current``, ``name``, ``link``, ``number``."""
    rows = read_rows(_FOLDER / "paging.csv", ("kind", "pattern"))
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows if row["kind"] == kind)


@cache
def deleted_phrases() -> tuple[str, ...]:
    """Return what a page says whose content was removed."""
    return tuple(row["phrase"] for row in read_rows(_FOLDER / "deleted.csv", ("phrase",)))


@cache
def footer_marks() -> tuple[Mark, ...]:
    """Return how to find the marks that a footer must have; several patterns of one mark in order."""
    rows = read_rows(_FOLDER / "footer_marks.csv", ("mark", "where", "pattern"))
    return tuple(Mark(row["mark"], row["where"], re.compile(row["pattern"])) for row in rows)


@cache
def personal_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (kind, pattern) of numbers of persons."""
    rows = read_rows(_FOLDER / "personal_numbers.csv", ("kind", "pattern"))
    return tuple((row["kind"], re.compile(row["pattern"], re.ASCII)) for row in rows)


@cache
def id_regions() -> frozenset[str]:
    """Return the first two digits that an identity-card number can have."""
    return frozenset(row["code"] for row in read_rows(_FOLDER / "id_regions.csv", ("code",)))


@cache
def volatile_texts() -> tuple[re.Pattern[str], ...]:
    """Return patterns of text that changes at every fetch."""
    rows = read_rows(_FOLDER / "volatile.csv", ("kind", "pattern"))
    return tuple(re.compile(row["pattern"]) for row in rows if row["kind"] == "text")


@cache
def volatile_parameters() -> frozenset[str]:
    """Return names of query parameters that change at every fetch, in lower case."""
    rows = read_rows(_FOLDER / "volatile.csv", ("kind", "pattern"))
    return frozenset(row["pattern"] for row in rows if row["kind"] == "query")
