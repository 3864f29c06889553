"""PDFs that lack a part of themselves: what a reader would leave out without a word is refused."""

import re
import zlib
from collections.abc import Callable

import pytest

from sources.returns.documents.pdf import read_pdf
from sources.returns.model import Finding, Rejected
from tests.sources.returns.documents.drawn_pdf import HELVETICA, drawn_pdf, ruled, stream, text
from tests.sources.returns.documents.official_form import content, expected, found

GOOD = content("statistics.pdf")
DAMAGED = ("RET-01", "文件", "PDF 已损坏，内容校验不符")
TABLE = ruled((50, 200, 300), (100, 120, 140)) + text("12", 60, 114)


def refusal(data: bytes) -> Finding:
    with pytest.raises(Rejected) as caught:
        read_pdf(data)
    return caught.value.finding


def changed(old: bytes, new: bytes) -> bytes:
    """The good report with a few bytes, at the first place where they stand, replaced by as many others."""
    assert len(old) == len(new) and old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"/Type/Page/", b"/Type/Pbge/", id="a page is none any more"),
        pytest.param(b"/Contents ", b"/Contemts ", id="a page without its contents"),
        pytest.param(b"/F2 20 0 R", b"/G2 20 0 R", id="a font under another name"),
        pytest.param(b"/F2 20 0 R", b"/F2 99 0 R", id="a font that is not there"),
        pytest.param(b"\n25 0 obj", b"\n25 0 obk", id="an object that is none"),
        pytest.param(b"/ToUnicode 24 0 R", b"/ToUnicode 99 0 R", id="a font without its characters"),
        pytest.param(b"/Filter/FlateDecode", b"/Filter/FlateDecpde", id="packed in no known way"),
        pytest.param(b"/Filter/FlateDecode", b"/Filtes/FlateDecode", id="packed without saying so"),
    ],
)
def test_a_report_that_lost_a_part_is_refused(old: bytes, new: bytes) -> None:
    assert refusal(changed(old, new))[:3] == DAMAGED


def test_a_font_that_lost_the_table_of_its_characters_is_refused() -> None:
    finding = refusal(changed(b"/ToUnicode 24 0 R", b"/ToUnicodf 24 0 R"))
    assert finding.rule_code == "RET-02"
    assert "没有附带文字编码" in finding.found


def test_digits_without_width_are_refused() -> None:
    """They would lie on each other, and be read in any order."""
    widths = b" ".join(b"0" if number == 0x32 else b"556" for number in range(32, 127))
    font = (
        HELVETICA.replace(b"Helvetica", b"Of-its-own")[:-2]
        + b"/FirstChar 32 /LastChar 126 /Widths [ "
        + widths
        + b" ] >>"
    )
    assert refusal(drawn_pdf([TABLE], font=font))[:3] == DAMAGED


def _in_object_streams(data: bytes) -> bytes:
    """The same PDF with its objects in a compressed stream and no plain table of them, as Word writes it."""
    parts = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL)
    }
    inside = {number: body for number, body in parts.items() if b"\nstream\n" not in body}
    head, bodies = b"", b""
    for number, body in inside.items():
        head += b"%d %d " % (number, len(bodies))
        bodies += body + b"\n"
    parts = {number: body for number, body in parts.items() if number not in inside}
    box, table = max((*parts, *inside)) + 1, max((*parts, *inside)) + 2
    parts[box] = stream(head + bodies, b"/Type /ObjStm /N %d /First %d" % (len(inside), len(head)))
    written, rows = b"%PDF-1.5\n", {0: (0, 0, 65535)}
    rows |= {number: (2, box, index) for index, number in enumerate(inside)}
    for number, body in parts.items():
        rows[number] = (1, len(written), 0)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows[table] = (1, len(written), 0)
    lines = b"".join(
        bytes([kind]) + place.to_bytes(4) + generation.to_bytes(2)
        for kind, place, generation in (rows.get(number, (0, 0, 0)) for number in range(table + 1))
    )
    index = stream(lines, b"/Type /XRef /W [ 1 4 2 ] /Root 1 0 R /Size %d" % (table + 1))
    return written + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, index, rows[table][1])


def test_objects_kept_in_streams_are_no_damage() -> None:
    """So Word and WPS save: the reader unpacks such a stream at once and forgets how it was stored."""
    plain, packed = read_pdf(drawn_pdf([TABLE])), read_pdf(_in_object_streams(drawn_pdf([TABLE])))
    assert packed.tables == plain.tables


def test_a_flipped_bit_in_a_stream_of_objects_is_refused() -> None:
    packed = _in_object_streams(drawn_pdf([TABLE]))
    at = packed.index(b"/ObjStm")
    end = packed.index(b"\nendstream", at) - 1
    assert refusal(packed[:end] + bytes([packed[end] ^ 1]) + packed[end + 1 :])[:3] == DAMAGED


def test_the_whole_report_passes() -> None:
    assert found(read_pdf(GOOD).tables) == expected()


@pytest.mark.parametrize("spoil", [lambda data: data, lambda data: data[: len(data) // 2]])
def test_a_stream_that_holds_no_packed_data_need_not_be_packed(spoil: Callable[[bytes], bytes]) -> None:
    """Plain contents are in order; packed ones are recognised however much of them is left."""
    packed = spoil(zlib.compress(TABLE.encode()))
    plain = drawn_pdf([TABLE], objects=[b"<< /Length 3 >>\nstream\nabc\nendstream"])
    assert len(read_pdf(plain).tables) == 1
    bare = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    assert refusal(drawn_pdf([TABLE], objects=[bare]))[:3] == DAMAGED
