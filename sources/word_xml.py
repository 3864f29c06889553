"""What a person reads in the markup of a Word document, with its tracked changes accepted.

Inserted text is there, deleted text is not; content controls are read through; a prompt that nobody replaced
says nothing.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sources.pieces import BREAK
from sources.text import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted, moved away, and the small print above a character.
_UNSEEN = frozenset({"del", "moveFrom", "rt"})
_PROPERTIES = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})
_MOST_COLUMNS = 1_000_000  # a number of columns that no limit allows; beyond it nobody need count


class Shape(NamedTuple):
    """How a cell stands in the grid.

    Attributes:
        span: Number of grid columns.
        is_mergeable: Whether it is part of a vertical merge.
        continues_above: Whether it goes on with the cell above.
        continues_left: Whether it goes on with the cell to its left (as old versions of Word merge).
        is_undecided: Whether its deletion or merge is a tracked change.
    """

    span: int
    is_mergeable: bool
    continues_above: bool
    continues_left: bool
    is_undecided: bool


def name_of(element: "_Element") -> str:
    """Return the tag without its namespace (the strict and the usual one differ); "" for a comment."""
    return _local(element.tag)


@lru_cache(maxsize=1024)  # tags repeat; those of a hostile file need not be kept
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def visible(
    element: "_Element", without: "Container[_Element]" = ()
) -> Iterator[tuple[str, str, "_Element"]]:
    """Yield ("start" or "end", name, node) of what a reader sees, in document order."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = name_of(node)
        if event == "start" and (node in without or _is_unseen(name, node)):
            walk.skip_subtree()
        else:
            yield event, name, node


def pieces(element: "_Element", without: "Container[_Element]" = ()) -> Iterator[tuple[str, int]]:
    """Yield the text piece by piece, each with the number of its paragraph."""
    paragraph = 0
    for event, name, node in visible(element, without):
        if event == "end":
            if name == "p" and not _has(node, "pPr", "rPr", "del"):  # else it runs on into the next paragraph
                yield BREAK, paragraph
            continue
        if name == "p":
            paragraph += 1
        elif name == "t" and node.text:
            text = " ".join(node.text.splitlines())
            raised = _child(_child(node.getparent(), "rPr"), "vertAlign")
            yield (text if raised is None else text.translate(RAISED)), paragraph
        elif name in _CHARACTERS:
            yield _CHARACTERS[name], paragraph
        elif name == "sym":
            yield _symbol(node), paragraph
        elif name in ("txbxContent", "tbl"):
            yield BREAK, paragraph


def rows_of(table: "_Element") -> Iterator["_Element"]:
    """Yield the rows of a table that are not deleted."""
    return (row for row in nearest(table, {"tr"}, "tbl") if not _is_unseen("tr", row))


def cells_of(row: "_Element") -> Iterator["_Element"]:
    """Yield the cells of a row."""
    return nearest(row, {"tc"}, "tbl")


def omitted(row: "_Element") -> tuple[int, int]:
    """Return the number of grid columns that a row leaves out before its first and after its last cell.

    Raises:
        ValueError: The document states no number.
    """
    properties = _child(row, "trPr")
    return _number(properties, "gridBefore", 0), _number(properties, "gridAfter", 0)


def shape_of(cell: "_Element") -> Shape:
    """Return how a cell stands in the grid.

    Raises:
        ValueError: The document states no number of columns.
    """
    properties = _child(cell, "tcPr")
    down, across = _child(properties, "vMerge"), _child(properties, "hMerge")
    return Shape(
        span=max(_number(properties, "gridSpan", 1), 1),
        is_mergeable=down is not None,
        continues_above=down is not None and _value(down) != "restart",
        continues_left=across is not None and _value(across) != "restart",
        is_undecided=any(_child(properties, name) is not None for name in ("cellDel", "cellMerge")),
    )


def nearest(element: "_Element", names: Container[str], wall: str) -> Iterator["_Element"]:
    """Yield the nearest descendants of these names, whatever stands between, but none from behind a wall."""
    waiting = list(element)[::-1]
    while waiting:
        node = waiting.pop()
        name = name_of(node)
        if name in names:
            yield node
        elif name != wall:
            waiting += list(node)[::-1]


def _is_unseen(name: str, node: "_Element") -> bool:
    if name == "r":
        return _has(node, "rPr", "vanish")
    if name == "tr":
        return _has(node, "trPr", "del")
    if name == "sdt":
        return _has(node, "sdtPr", "showingPlcHdr")
    if name == "Fallback":  # shown instead to programs that do not know the choice before it
        return node.getprevious() is not None
    return name in _UNSEEN or name in _PROPERTIES


def _has(node: "_Element", *path: str) -> bool:
    """Tell whether a property is there and not switched off."""
    found: _Element | None = node
    for name in path:
        found = _child(found, name)
    return found is not None and _value(found) not in _OFF


def _child(element: "_Element | None", name: str) -> "_Element | None":
    return None if element is None else next((node for node in element if name_of(node) == name), None)


def _value(element: "_Element") -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == "val"), "")


def _number(properties: "_Element | None", name: str, default: int) -> int:
    found = _child(properties, name)
    return default if found is None else min(max(int(_value(found)), 0), _MOST_COLUMNS)


def _symbol(node: "_Element") -> str:
    """Return a character of a symbol font: which one, the font decides, but something stands there."""
    code = next((str(value) for key, value in node.items() if str(key).rpartition("}")[2] == "char"), "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
