"""Opens a Word document (docx): its tables, those within others too, and its paragraphs."""

from typing import TYPE_CHECKING

from sources.grids import word_grid
from sources.pieces import text_lines
from sources.returns.documents.model import Document, Line
from sources.returns.documents.placing import is_layout, tables_of
from sources.returns.documents.word_safety import RESAVE, damaged, main_part
from sources.word_xml import name_of, pieces, visible

if TYPE_CHECKING:
    from lxml.etree import _Element


def open_word(content: bytes) -> Document:
    """Open a Word document, its tracked changes accepted.

    The markup is read directly and not through python-docx: that leaves out what stands in content controls and
    what was inserted while changes were tracked, and from each row of a vertical merge climbs to its top again
    (17 s for one of 800 rows, an error for 2,000).

    Raises:
        Rejected: The document is damaged, encrypted, beyond the limits, or carries what it may not.
    """
    body = _body(main_part(content))
    try:
        elements = [node for event, name, node in visible(body) if event == "start" and name == "tbl"]
        tables = tables_of(elements, word_grid, RESAVE)
    except ValueError as error:  # a width that is no number
        raise damaged() from error
    data = {table for table in elements if not is_layout(table)}
    lines = [Line(text, f"第{number}段") for text, number in text_lines(pieces(body, without=data))]
    return Document("docx", tables, lines)


def _body(root: "_Element") -> "_Element":
    body = next((node for node in root if name_of(node) == "body"), None)
    if name_of(root) != "document" or body is None:
        raise damaged()
    return body
