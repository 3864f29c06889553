"""Splits a unit cell into names and notes: 市司法局(负责市政府规章) ↵ 市大数据委."""

import datetime as dt
import re
from typing import NamedTuple

from sources.registry.registry import Match, Registry, UnknownName
from sources.text import key, shorten

_NOTE = re.compile(r"^(?P<name>.+?)\((?P<note>[^()]*)\)$")
_SEPARATORS = ",、;\n"


class Named(NamedTuple):
    """A name as the notice prints it, what it stands for, and its scope note."""

    printed: str
    match: Match
    scope_note: str


def split_names(text: str) -> list[str]:
    """Split at separators outside brackets; a note on a line of its own stays with its name."""
    pieces, depth, current = list[str](), 0, ""
    for character in text.replace("（", "(").replace("）", ")").replace("，", ",").replace("；", ";"):
        depth += (character == "(") - (character == ")")
        if character in _SEPARATORS and depth <= 0:
            pieces.append(current)
            current = ""
        else:
            current += character
    pieces.append(current)
    names: list[str] = []
    for piece in (piece.strip() for piece in pieces):
        if piece.startswith("(") and names:
            names[-1] += piece
        elif key(piece):
            names.append(piece)
    return names


def read_names(text: str, registry: Registry, day: dt.date, where: str) -> list[Named]:
    """Return the units and classes that a cell names, in its order.

    Raises:
        UnknownName: A name that the registry does not know, or knows twice; or the cell breaks off.
    """
    if text.strip().endswith((",", "，", "、", ";", "；")):
        found = f"“{shorten(text)}”以分隔号结尾"
        raise UnknownName(where, found, "分隔号之后还有名称", "请检查原文是否被截断")
    named = []
    for piece in split_names(text):
        name, note = piece, ""
        if not registry.match(piece, day) and (noted := _NOTE.match(piece)):
            name, note = noted["name"], noted["note"]
        named.append(Named(name, registry.resolve(name, day, where), note))
    return named


def kind_of(text: str, registry: Registry, day: dt.date) -> str | None:
    """Tell whether a text is nothing but names: ``units``, ``class``, or None."""
    matches = []
    for piece in split_names(text):
        noted = _NOTE.match(piece)
        matches.append(registry.match(piece, day) or (noted and registry.match(noted["name"], day)))
    if not matches or not all(matches):
        return None
    return "class" if any(match.group_code for match in matches if match) else "units"
