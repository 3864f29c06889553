"""The printable page of a receipt (A4). The same receipt gives the same bytes."""

from pathlib import Path

from orchestration.exports.pages import page_template
from orchestration.exports.receipt import Receipt, owed_heading, received, told_together
from sources.text import one_line

_TEMPLATE = Path(__file__).with_name("receipt.html")


def receipt_page(receipt: Receipt) -> str:
    """Return the page; whatever came from outside stands in it as text."""
    return page_template(_TEMPLATE, one_line=one_line).render(
        receipt=receipt,
        title="报送回执" if receipt.receipt_id else "报送预检结果",
        received=received(receipt),
        entries=told_together(receipt.findings),
        owed_heading=owed_heading(receipt),
    )
