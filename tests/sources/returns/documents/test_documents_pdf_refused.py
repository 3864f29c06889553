"""PDFs that are refused: scans, passwords, scripts, what is too large, what is damaged."""

import pytest

from sources.returns.documents import pdf_grid, pdf_safety
from sources.returns.documents.pdf import read_pdf
from sources.returns.model import Finding, Rejected
from tests.sources.returns.documents.drawn_pdf import drawn_pdf, ruled, stream, text
from tests.sources.returns.documents.official_form import content

PICTURE = stream(
    b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
)
WHOLE_PAGE = "q 600 0 0 800 0 0 cm /P Do Q\n"
TABLE = ruled((50, 200, 300), (100, 120, 140)) + text("1", 60, 114)


def refusal(content: bytes) -> Finding:
    with pytest.raises(Rejected) as caught:
        read_pdf(content)
    return caught.value.finding


def test_a_scan_has_a_way_out() -> None:
    finding = refusal(content("scan.pdf"))
    assert (finding.rule_code, finding.place) == ("RET-02", "文件")
    assert finding.found == "扫描件没有文字层，表里的数字读不出来"
    assert "Word 或 Excel 原件" in finding.remedy and "带文字的 PDF" in finding.remedy


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(
            [WHOLE_PAGE + text("Recognised by a machine, perhaps 13 or 18", 60, 114)], id="recognised"
        ),
        pytest.param([text("A cover with words", 60, 114), WHOLE_PAGE], id="words on the cover only"),
        pytest.param([""], id="nothing at all"),
        pytest.param([ruled((50, 600), (100, 120))], id="rules only"),
    ],
)
def test_a_scan_is_a_scan_with_some_text_as_well(pages: list[str]) -> None:
    assert refusal(drawn_pdf(pages, picture=PICTURE)).rule_code == "RET-02"


def test_a_picture_beside_a_ruled_table_does_no_harm() -> None:
    stamp = "q 100 0 0 100 400 100 cm /P Do Q\n"
    pages = [WHOLE_PAGE + TABLE, TABLE + stamp, stamp]
    assert len(read_pdf(drawn_pdf(pages, picture=PICTURE)).tables) == 2


def test_a_password() -> None:
    finding = refusal(content("encrypted.pdf"))
    assert (finding.rule_code, finding.found) == ("RET-01", "PDF 有密码，打不开")
    assert finding.remedy == "请去掉密码后另存为 PDF，再重新报送"


@pytest.mark.parametrize(
    ("catalog", "thing", "called"),
    [
        (b"/OpenAction 10 0 R", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "脚本"),
        (b"/Names << /JavaScript << /Names [ (a) 10 0 R ] >> >>", b"<< >>", "脚本"),
        (b"", b"<< /Type /Annot /AA << /E << /JS (x) >> >> >>", "脚本"),
        (b"/OpenAction << /S /Launch /F (x.exe) >>", b"<< >>", "启动其他程序"),
        (b"", b"<< /S /Launch /Win << /F (cmd.exe) >> >>", "启动其他程序"),
        (b"/Names << /EmbeddedFiles << /Names [ (a) 10 0 R ] >> >>", b"<< >>", "嵌入的文件"),
        (b"", stream(b"MZ", b"/Type /EmbeddedFile"), "嵌入的文件"),
        (b"", b"[ [ [ << /Subtype /RichMedia >> ] ] ]", "多媒体"),
        (b"/OpenAction << /S /L#61unch >>", b"<< >>", "启动其他程序"),
    ],
)
def test_what_acts_or_carries_files(catalog: bytes, thing: bytes, called: str) -> None:
    finding = refusal(drawn_pdf([TABLE], catalog, [thing]))
    assert finding.rule_code == "RET-01"
    assert called in finding.found
    assert finding.expected == "只有文字和表格的 PDF"


def test_words_about_scripts_are_no_scripts() -> None:
    page = TABLE + text("/JS /JavaScript /Launch /EmbeddedFile", 60, 300)
    assert len(read_pdf(drawn_pdf([page], b"/Note (/JS /Launch)")).tables) == 1


def test_too_many_pages() -> None:
    assert len(read_pdf(drawn_pdf([TABLE] * pdf_safety.MAX_PAGES)).tables) == pdf_safety.MAX_PAGES
    finding = refusal(drawn_pdf([TABLE] * (pdf_safety.MAX_PAGES + 1)))
    assert (finding.rule_code, finding.found) == ("RET-01", "文件超过 60 页")


def test_too_many_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_safety, "MAX_OBJECTS", 20)
    assert "20 个对象" in refusal(drawn_pdf([TABLE], objects=[b"null"] * 20)).expected


def test_too_many_values_in_one_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_safety, "MAX_VALUES", 500)
    assert refusal(drawn_pdf([TABLE], objects=[b"[" + b"1 " * 500 + b"]"])).found == "文件内部对象过多"


def test_a_stream_that_unpacks_to_too_much() -> None:
    finding = refusal(drawn_pdf([TABLE], objects=[stream(b"0" * (pdf_safety.MAX_DECODED + 1))]))
    assert (finding.rule_code, finding.found) == ("RET-01", "文件解压后超过 100 MB")


def test_a_table_larger_than_any_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_grid, "MAX_COLUMNS", 20)
    assert len(read_pdf(drawn_pdf([ruled(range(20, 210, 10), (100, 120)) + text("1", 24, 114)])).tables) == 1
    page = ruled(range(20, 240, 10), (100, 120)) + text("1", 24, 114)
    assert refusal(drawn_pdf([page])).found == "表格过大"


def test_a_font_without_its_characters() -> None:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [ 10 0 R ] >>"
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    glyphs = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X " + system + b" >>"
    finding = refusal(drawn_pdf([TABLE + text("1234", 60, 134)], objects=[glyphs], font=font))
    assert (finding.rule_code, finding.place) == ("RET-02", "第1页")
    assert "没有附带文字编码" in finding.found


def test_one_flipped_bit_in_a_compressed_stream() -> None:
    good = content("statistics.pdf")
    at = good.index(b"stream") + 400
    finding = refusal(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    assert (finding.rule_code, finding.found) == ("RET-01", "PDF 已损坏，内容校验不符")


@pytest.mark.parametrize(
    "bad", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"no pdf at all", drawn_pdf([TABLE])[:300]]
)
def test_damaged(bad: bytes) -> None:
    assert refusal(bad).rule_code in ("RET-01", "RET-02")
