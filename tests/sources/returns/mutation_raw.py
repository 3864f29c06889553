"""What the bytes of a spoilt file say at one place, read by other means than the readers under test."""

import csv
import io
import re
import struct
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser

from olefile import OleFileIO

from tests.sources.returns.good_files import GoodFile
from tests.sources.returns.mutation_verdict import Silent

_SPOT = re.compile(r"第(\d+)行第(\d+)列")
_NUMBER, _RK, _MULRK, _BOUNDSHEET, _BOF = 0x0203, 0x027E, 0x00BD, 0x0085, 0x0809


def says_so(file: GoodFile, content: bytes, silent: Silent) -> bool:
    """Tell whether the file itself, and not only its reader, says the other figure."""
    if not silent.raw.strip():
        return False
    if file.format == "html":
        now, before = (_texts(some)[_plain(silent.raw)] for some in (content, file.content))
        return now > before
    if file.format == "xls":
        numbers = _numbers(content).get(silent.place, set())
        texts = (silent.raw.encode("utf-16-le"), silent.raw.encode("latin-1", "replace"))
        return Decimal(silent.raw) in numbers if numbers else any(text in content for text in texts)
    match = _SPOT.fullmatch(silent.place)
    assert match is not None
    line = _decoded(content).splitlines()[int(match[1]) - 1]
    fields = next(csv.reader([line], delimiter="\t" if file.format == "tsv" else ","))
    return fields[int(match[2]) - 1] == silent.raw


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


class _Cells(HTMLParser):
    """Collects the texts of the cells."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "td":
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def _texts(content: bytes) -> Counter[str]:
    cells = _Cells()
    cells.feed(content.decode())
    return Counter(_plain(text) for text in cells.texts)


def _plain(text: str) -> str:
    return "".join(text.split())


def _numbers(content: bytes) -> dict[str, set[Decimal]]:
    """Return place → numbers of the cells of a BIFF8 workbook."""
    with OleFileIO(io.BytesIO(content)) as ole:
        stream = ole.openstream("Workbook").read()
    sheets: dict[int, str] = {}
    found: dict[str, set[Decimal]] = {}
    name, at = "", 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == _BOUNDSHEET:
            wide = body[7] == 1
            sheets[struct.unpack_from("<I", body)[0]] = body[8:].decode("utf-16-le" if wide else "latin-1")
        elif kind == _BOF:
            name = sheets.get(at, "")
        for row, column, number in _numbers_of(kind, body):
            place = f"{name}!{chr(65 + column)}{row + 1}" if column < 26 else ""
            found.setdefault(place, set()).add(number)
        at += 4 + length
    return found


def _numbers_of(kind: int, body: bytes) -> list[tuple[int, int, Decimal]]:
    if kind not in (_NUMBER, _RK, _MULRK):
        return []
    row, column = struct.unpack_from("<HH", body)
    if kind == _NUMBER:
        return [(row, column, Decimal(repr(struct.unpack_from("<d", body, 6)[0])))]
    packed = [body[6:10]] if kind == _RK else [body[n + 2 : n + 6] for n in range(4, len(body) - 2, 6)]
    return [(row, column + n, _unpacked(rk)) for n, rk in enumerate(packed)]


def _unpacked(rk: bytes) -> Decimal:
    bits = struct.unpack("<i", rk)[0]
    upper = bytes(4) + struct.pack("<i", bits & ~3)
    value = Decimal(bits >> 2) if bits & 2 else Decimal(repr(struct.unpack("<d", upper)[0]))
    return value / 100 if bits & 1 else value
