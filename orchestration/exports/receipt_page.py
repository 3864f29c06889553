"""The printable page of a receipt (A4). The same receipt gives the same bytes."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.exports.receipt import Receipt, one_line, owed_heading, received, told_together

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "receipt.html"


def receipt_page(receipt: Receipt) -> str:
    """Return the page; whatever came from outside stands in it as text."""
    return _template().render(
        receipt=receipt,
        title="报送回执" if receipt.receipt_id else "报送预检结果",
        received=received(receipt),
        entries=told_together(receipt.findings),
        owed_heading=owed_heading(receipt),
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["one_line"] = one_line
    return environment.get_template(_TEMPLATE)
