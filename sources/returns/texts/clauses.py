"""The clauses of a report's prose, so that the warehouse can tell how much of it stood there last year."""

import re

from sources.returns.documents.model import Document
from sources.returns.model import Clause
from sources.returns.texts.sentences import prose, sentences

_BETWEEN = re.compile(r"[,;:!?。]")
# What stands beside menus and buttons on a page, in titles and headings, has none of these.
_IS_PROSE = re.compile(r"[,，;；。]")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[〇○零一二三四五六七八九]{4}(?=年)")
# Shorter ones (同时, 一是) stand in every text.
_SHORTEST = 6
# Whatever is handed in, what is landed of it is bounded.
_LONGEST, _MOST = 200, 4000


def clauses(document: Document) -> list[Clause]:
    """Return the different clauses of the prose, in order; a page may hold its text twice."""
    found: dict[str, Clause] = {}
    for line in prose(document):
        if not _IS_PROSE.search(line.text):
            continue
        for sentence in sentences(line.text):
            for part in _BETWEEN.split(_NUMBER.sub("#", sentence)):
                text = part[:_LONGEST]
                if len(text) >= _SHORTEST and len(found) < _MOST:
                    found.setdefault(text, Clause(text, len(text), line.place))
    return list(found.values())
