"""One walk over a page: the parser's tree on one side, the notes on the other."""

from typing import TYPE_CHECKING

from sources.portals.reading.notes import Scan
from sources.portals.reading.tag_kinds import INLINE, LEAF, SKIPPED, TEXT, tag_kinds
from sources.portals.reading.walker import Open, Walker

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNKNOWN = (INLINE, "")


def scan(tree: "LexborHTMLParser") -> Scan:
    """Walk over a parsed page once, without recursion: pages nest deeper than Python does."""
    walker = Walker()
    tags = tag_kinds()
    node = tree.root
    path: list[tuple[LexborNode, Open | None]] = []
    while node is not None:
        kind, name = tags.get(node.tag_id, _UNKNOWN)
        if kind == TEXT:
            walker.text(node.text_content or "")
        elif kind == LEAF:
            walker.leaf(node, name)
        elif kind != SKIPPED:
            opened = walker.enter(node, name, kind) if kind != INLINE else None
            child = node.first_child
            if child is not None:
                path.append((node, opened))
                node = child
                continue
            if opened is not None:
                walker.leave(opened)
        node = node.next or _climbed(path, walker)
    return walker.finished()


def _climbed(path: list[tuple["LexborNode", Open | None]], walker: Walker) -> "LexborNode | None":
    """Return the node after the elements that end here, and leave these."""
    while path:
        node, opened = path.pop()
        if opened is not None:
            walker.leave(opened)
        following = node.next
        if following is not None:
            return following
    return None
