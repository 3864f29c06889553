"""What the walk does with each tag, by the parser's number for it.

Asking a node for its number is many times faster than asking for its name.
"""

from functools import cache

INLINE, BLOCK, CELL, LINK, LEAF, SKIPPED, TEXT = range(7)
_TAGS = {
    BLOCK: "p div li ul ol dl dt dd tr table tbody h1 h2 h3 h4 h5 h6 section article header footer nav main aside form"
    " fieldset pre blockquote center address body",
    CELL: "td th",
    LINK: "a",
    LEAF: "area img iframe frame script meta base link br hr title embed",
    SKIPPED: "style noscript textarea select option svg math template object xmp noembed",
}


@cache
def tag_kinds() -> dict[int, tuple[int, str]]:
    """Return number → (kind, name) of the tags that reading knows, and of text; learned from the parser itself."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser("<html><head></head><body>text</body></html>")
    kinds = {
        tree.create_node(name).tag_id: (kind, name) for kind, names in _TAGS.items() for name in names.split()
    }
    assert tree.body is not None and tree.body.first_child is not None
    kinds[tree.body.first_child.tag_id] = (TEXT, "")
    return kinds
