"""Which reader a file goes to: the content says it, the extension is a second witness."""

import io
import zipfile

import pytest

from sources.returns.documents import formats
from sources.returns.documents.formats import open_document, sniff
from sources.returns.model import Finding, Rejected
from tests.sources.returns.documents.official_form import FIXTURES, content, expected, found

PDF, XLS = content("statistics.pdf"), content("statistics.xls")
OLE = XLS[:8]
PAGE = "<html><head><meta charset='utf-8'></head><body><table><tr><td>规章</td></tr></table></body></html>".encode()


def zipped(*names: str, types: str = "", mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, types if name.startswith("[") else "<x/>")
    return file.getvalue()


XLSX = zipped("[Content_Types].xml", "xl/workbook.xml", types="…spreadsheetml.sheet.main+xml")
DOCX = zipped("[Content_Types].xml", "word/document.xml", types="…wordprocessingml.document.main+xml")
XLSM = zipped(
    "[Content_Types].xml", "xl/workbook.xml", types="application/vnd.ms-excel.sheet.macroEnabled.main+xml"
)
DOCM = zipped(
    "[Content_Types].xml", "word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml"
)
SHEET_XML = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook><Title>x</Title></Workbook>'
)


def ole(name: str) -> bytes:
    return OLE + b"\0" * (512 - len(OLE)) + f"{name}\0".encode("utf-16-le").ljust(128, b"\0")


def refusal(data: bytes, name: str) -> Finding:
    with pytest.raises(Rejected) as caught:
        sniff(data, name)
    return caught.value.finding


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (XLSX, "表.xlsx", "xlsx"),
        (XLS, "表.xls", "xls"),
        (DOCX, "表.docx", "docx"),
        (PDF, "表.PDF", "pdf"),
        (PAGE, "表.html", "html"),
        (PAGE, "表.htm", "html"),
        ("列一,列二\n1,2\n".encode(), "表.csv", "csv"),
        ("列一,列二\n1,2\n".encode("gb18030"), "表.csv", "csv"),
        ("\ufeff列一,列二\n".encode(), "表.csv", "csv"),
        ("列一\t列二\n1\t2\n".encode(), "表.tsv", "tsv"),
        ("列一\t列二\n1\t2\n".encode("utf-16"), "表.csv", "tsv"),
        ("只有一列\n1\n".encode(), "表.csv", "csv"),
        ("只有一列\n1\n".encode(), "表.tsv", "tsv"),
        ("MZ编号,件数\n".encode(), "表.csv", "csv"),
        # Old systems, browsers and people name files as they like.
        (PAGE, "导出.xls", "html"),
        (PAGE, "年报.doc", "html"),
        (PAGE, "年报.txt", "html"),
        ("\ufeff<!DOCTYPE html>\n<title>年报</title>".encode(), "年报", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="x"></html>', "年报.xml", "html"),
        ("年报<table><tr>".encode(), "年报.html", "html"),
        ("列一\t列二\n1\t2\n".encode(), "导出.xls", "tsv"),
        ("列一,列二\n1,2\n".encode(), "导出.xlsx", "csv"),
        ("列一\t列二，甲,乙\n".encode(), "表.csv", "csv"),
        (DOCX, "年报.pdf", "docx"),
        (DOCX, "年报.doc", "docx"),
        (XLSX, "表.xls", "xlsx"),
        (XLSX, "表.et", "xlsx"),
        (XLS, "表.xlsx", "xls"),
        (PDF, "年报", "pdf"),
        (PDF, "年报.jpg", "pdf"),
        # Too damaged to tell: the reader that the name asks for will say so.
        (b"PK\3\4 and nothing more", "表.xlsx", "xlsx"),
        (DOCX[:-30], "表.zip", "docx"),
    ],
)
def test_accepted(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind
    assert kind in formats.ACCEPTED


@pytest.mark.parametrize(
    ("data", "name", "called", "way_out"),
    [
        (ole("WordDocument"), "年报.doc", "旧版 Word 文件（.doc）", "另存为 .docx"),
        (ole("WordDocument"), "年报.docx", "旧版 Word 文件（.doc）", "另存为 .docx"),
        (ole("WordDocument"), "年报.wps", "WPS 文字文件（.wps）", "在 WPS 中另存为 .docx"),
        (XLS, "表.et", "WPS 表格文件（.et）", "在 WPS 中另存为 .xlsx"),
        (ole("PowerPoint Document"), "汇报.dps", "WPS 演示文件（.dps）", ".xlsx 表样"),
        (ole("PowerPoint Document"), "汇报.ppt", "演示文稿（.ppt）", ".xlsx 表样"),
        (ole("Anything"), "表.wps", "WPS 文字文件（.wps）", "另存为 .docx"),
        (ole("Anything"), "表.xls", "旧版 Office 文件（不是工作簿，或已损坏）", "另存为 .xlsx"),
        (ole("__properties_version1.0"), "信.msg", "电子邮件（.msg）", "附件"),
        (b"{\\rtf1\\ansi}", "年报.doc", "RTF 文件（.rtf）", "另存为 .docx"),
        (zipped("OFD.xml"), "年报.ofd", "版式文件（.ofd）", "原件"),
        (zipped("OFD.xml"), "年报.pdf", "版式文件（.ofd）", "原件"),
        (XLSM, "表.xlsm", "带宏的工作簿（.xlsm）", "不含宏的 .xlsx"),
        (XLSM, "表.xlsx", "带宏的工作簿（.xlsm）", "不含宏的 .xlsx"),
        (DOCM, "年报.docx", "带宏的 Word 文件（.docm）", "不含宏的 .docx"),
        (zipped("xl/workbook.bin"), "表.xlsb", "二进制工作簿（.xlsb）", "另存为 .xlsx"),
        (zipped("ppt/presentation.xml"), "汇报.pptx", "演示文稿（.pptx）", ".xlsx 表样"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "表.ods",
            "（.ods）",
            "另存为 .xlsx",
        ),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "年报.odt", "（.odt）", "另存为 .docx"),
        (zipped("年报.docx"), "材料.zip", "压缩包（.zip）", "解压后逐个报送"),
        (zipped("年报.docx"), "材料.xlsx", "压缩包（.zip）", "解压后逐个报送"),
        (b"Rar!\x1a\x07\x00", "材料.rar", "压缩包（.rar）", "解压"),
        (b"7z\xbc\xaf\x27\x1c", "材料.7z", "压缩包（.7z）", "解压"),
        (b"\x1f\x8b\x08", "材料.tgz", "压缩包（.gz）", "解压"),
        (b"\xff\xd8\xff\xe0\0", "扫描.jpeg", "图片（.jpg）", "原件"),
        (b"\x89PNG\r\n", "扫描.png", "图片（.png）", "原件"),
        (b"II*\x00", "扫描.tif", "图片（.tif）", "原件"),
        (b"\xff\xd8\xff\xe0\0", "年报.pdf", "图片（.jpg）", "原件"),
        (b"BM\0\0", "扫描.bmp", "图片（.bmp）", "原件"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/mixed\n", "信.eml", "电子邮件（.eml）", "附件"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
            "年报.doc",
            "单文件网页（.mht）",
            "仅 HTML",
        ),
        (b"MZ\x90\0", "表.xlsx", "可执行程序（.exe）", "中毒"),
        (b"\x7fELF\0", "表.csv", "可执行程序（.exe）", "中毒"),
        (SHEET_XML, "表.xls", "（.xml）", "另存为 .xlsx"),
        (b'<?xml version="1.0"?><a/>', "表.xml", "（.xml）", "另存为 .xlsx"),
        ("规章 3 件".encode(), "年报.txt", "纯文本（.txt）", ".xlsx 表样"),
        ("规章 3 件".encode(), "年报", "纯文本（.txt）", ".xlsx 表样"),
        ("规章,3".encode(), "年报.docx", "纯文本（.txt）", ".xlsx 表样"),
        (b"\1\2\0\3", "年报.wps", "WPS 文字文件（.wps）", "另存为 .docx"),
        (b"\1\2\0\3", "年报.xlsx", "认不出格式的文件", "另存为 .xlsx 或 .docx"),
        (b"\1\2\0\3", "年报.abc", "认不出格式的文件", "另存为 .xlsx 或 .docx"),
    ],
)
def test_refused_with_a_way_out(data: bytes, name: str, called: str, way_out: str) -> None:
    finding = refusal(data, name)
    assert (finding.rule_code, finding.place) == ("RET-02", "文件")
    assert called in finding.found and finding.found.endswith("不受理")
    assert way_out in finding.remedy


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b"\xef\xbb\xbf\r\n \t"])
def test_an_empty_file(data: bytes) -> None:
    finding = refusal(data, "表.xlsx")
    assert (finding.rule_code, finding.found) == ("RET-01", "文件是空的，没有内容")


def test_an_encrypted_office_file() -> None:
    finding = refusal(ole("EncryptedPackage"), "表.xlsx")
    assert (finding.rule_code, finding.found) == ("RET-01", "文件有密码（已加密）")
    assert "去掉打开密码" in finding.remedy


def test_a_name_deep_in_a_text_is_no_directory() -> None:
    assert sniff(XLS + b"\0" + "WordDocument\0".encode("utf-16-le"), "表.xls") == "xls"


def test_every_kind_that_can_be_refused_has_its_words() -> None:
    listed = formats._refused_formats()
    kinds = {kind for _, kind in formats._MAGIC} | {
        "xml",
        "mht",
        "eml",
        "txt",
        "unknown",
        "pptx",
        "msg",
        "doc",
    }
    members = {member for family in formats._FAMILIES.values() for member in family}
    assert kinds | members | {"xlsm", "docm", "xlsb", "ofd", "ods", "odt"} <= listed.keys()
    assert all(called and remedy for called, remedy in listed.values())


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_BYTES", 2**20)
    with pytest.raises(Rejected) as caught:
        open_document(b"%PDF-" + b"\0" * 2**20, "年报.pdf")
    assert (caught.value.finding.rule_code, caught.value.finding.found) == ("RET-01", "文件有 1 MB")


@pytest.mark.parametrize(
    "name", ["statistics.pdf", "split_label.pdf", "printed_sheets.pdf", "statistics.xls"]
)
def test_each_fixture_opens_under_any_accepted_name(name: str) -> None:
    apart = open_document(content(name), name)
    assert apart.format == name.rpartition(".")[2]
    assert open_document(content(name), "没有扩展名") == apart


def test_figures_come_through() -> None:
    assert found(open_document(PDF, "年报.pdf").tables) == expected()
    assert found(open_document(XLS, "表.xls").tables, top=2) == expected()


def test_no_fixture_is_larger_than_need_be() -> None:
    assert max(path.stat().st_size for path in FIXTURES.iterdir() if path.is_file()) < 150_000


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (PAGE, "导出.xls", "html"),
        ("列一\t列二\n1\t2\n".encode(), "表.tsv", "csv"),
        ("列一,列二\n1,2\n".encode(), "表.csv", "csv"),
    ],
)
def test_the_other_readers_are_called(data: bytes, name: str, format_: str) -> None:
    document = open_document(data, name)
    assert document.format == format_
    assert len(document.tables) == 1
