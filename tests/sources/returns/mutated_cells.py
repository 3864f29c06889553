"""Ways to spoil a good return as a person at a unit does: a cell retyped, a row too few or too many, a label cut."""

import random
import re
from collections.abc import Callable

from sources.returns.model import Figure
from tests.sources.returns import official as o
from tests.sources.returns.good_files import GoodFile, website, website_html
from tests.sources.returns.mutated_bytes import members, packed

# Cells that a sum of the form ties to others, so that no other number can stand there unnoticed.
_TIED_TABLES = ("foi_requests", "reviews_litigation")
_TIED_ROWS = (
    *("cases", "cases_natural_person", "cases_legal_person", "interpretations"),
    *("interpretation_materials", "interpretation_products", "interpretation_comments"),
)
_CHARGES = ("disclosures", "charges", "amount")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_XML_CELL = r'<c r="{name}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)'
Retype = Callable[[Figure, random.Random], str]


def _plain(figure: Figure) -> str:
    return f"{figure.value:f}".rstrip("0").rstrip(".") if "." in f"{figure.value:f}" else str(figure.value)


def _with_unit(figure: Figure, draw: random.Random) -> str:
    # An amount in 元 where the form counts in 万元 is another amount, and said so.
    return _plain(figure) + ("万元" if figure[:3] == _CHARGES else draw.choice(("件", "元", "个", " 次")))


def _other_number(figure: Figure, draw: random.Random) -> str:
    return str(int(_plain(figure)) + draw.choice((-2, -1, 1, 2, 10, 100)))


RETYPED: dict[str, Retype] = {
    "number as text": lambda figure, draw: _plain(figure),
    "full width": lambda figure, draw: _plain(figure).translate(_WIDE),
    "thousands separators": lambda figure, draw: f"{figure.value:,f}".rstrip("0").rstrip(".") or "0",
    "with a unit": _with_unit,
    "as a date": lambda figure, draw: draw.choice(("2021-05-03", "2021-10-31")),
    "blank": lambda figure, draw: draw.choice(("", " ", "\u3000")),
    "a slash": lambda figure, draw: draw.choice(("/", "—", "不涉及")),
    "another number": _other_number,
}
# Another number anywhere else is another statement, and so is a slash in place of a zero: nobody can tell.
_ONLY_TIED = ("a slash", "another number")


def retyped(file: GoodFile, figures: list[Figure], kind: str, draw: random.Random) -> tuple[bytes, Figure]:
    """Return the file with one of its figures retyped, and which one."""
    open_to = [f for f in figures if f.value is not None and f.place]
    if kind in _ONLY_TIED:
        open_to = [
            f for f in open_to if f.value and (f.table_code in _TIED_TABLES or f.row_code in _TIED_ROWS)
        ]
    if kind == "thousands separators":
        open_to = [f for f in open_to if f.value is not None and f.value >= 1000]
    figure = draw.choice(open_to)
    return _rewritten(file, figure, RETYPED[kind](figure, draw), kind), figure


def _rewritten(file: GoodFile, figure: Figure, text: str, kind: str) -> bytes:
    if file.format == "xlsx":
        return _in_workbook(file.content, figure.place, text, kind)
    if file.write is None:
        return website_html({**website(), figure[:3]: text})
    return file.write(o.grids({**o.filled(), figure[:3]: text}))


def _in_workbook(content: bytes, place: str, text: str, kind: str) -> bytes:
    sheet, _, name = place.rpartition("!")
    parts = members(content)
    sheets = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    path = f"xl/worksheets/sheet{sheets.index(sheet) + 1}.xml"
    filled = f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if kind == "as a date":
        filled = f' t="d"><v>{text}</v></c>'
    elif kind == "another number":
        filled = f"><v>{text}</v></c>"
    pattern = re.compile(_XML_CELL.format(name=name))
    xml, count = pattern.subn(lambda m: f'<c r="{name}"{m[1] or ""}{filled}', parts[path].decode())
    assert count == 1, place
    return packed({**parts, path: xml.encode()})


def row_removed(grid: o.Grid, row: int) -> o.Grid:
    kept = []
    for span in grid:
        if span.row <= row < span.row + span.rows:
            if span.rows > 1:
                kept.append(span._replace(rows=span.rows - 1))
        else:
            kept.append(span._replace(row=span.row - (span.row > row)))
    return kept


def row_doubled(grid: o.Grid, row: int) -> o.Grid:
    kept = []
    for span in grid:
        if span.row <= row < span.row + span.rows:
            kept += (
                [span, span._replace(row=row + 1)] if span.rows == 1 else [span._replace(rows=span.rows + 1)]
            )
        else:
            kept.append(span._replace(row=span.row + (span.row > row)))
    return kept


def label_cut(grid: o.Grid, draw: random.Random) -> o.Grid:
    """One label loses characters at its beginning or its end."""
    at = draw.choice([n for n, span in enumerate(grid) if re.search(r"[^0-9.]", span.text)])
    text = grid[at].text
    lost = draw.randint(1, min(len(text), 6))
    cut = text[lost:] if draw.random() < 0.5 else text[:-lost]
    return [*grid[:at], grid[at]._replace(text=cut), *grid[at + 1 :]]


ROWS: dict[str, Callable[[o.Grid, random.Random], o.Grid]] = {
    "row removed": lambda grid, draw: row_removed(grid, draw.randrange(o.shape(grid)[0])),
    "row doubled": lambda grid, draw: row_doubled(grid, draw.randrange(o.shape(grid)[0])),
    "label cut": label_cut,
}


def respaced(file: GoodFile, kind: str, draw: random.Random) -> bytes:
    """Return the file with a row or a label of one table spoilt."""
    assert file.write is not None
    grids = o.grids(o.filled())
    at = draw.randrange(len(grids))
    return file.write([*grids[:at], ROWS[kind](grids[at], draw), *grids[at + 1 :]])
