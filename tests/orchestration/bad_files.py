"""Files that each have one fault, over all formats and forms; ``bad_files.csv`` says what the receipt says of each.

``python -m tests.orchestration.test_bad_files`` writes that table anew, for a person to read before it is kept.
"""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import xlsxwriter

from tests.sources.returns import good_files as good
from tests.sources.returns import official as o
from tests.sources.returns.documents.drawn_pdf import drawn_pdf

TABLE = Path(__file__).with_name("bad_files.csv")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REQUESTS = "foi_requests"
# Records of an xls workbook: kind, length.
CODE_PAGE, FILE_PASS = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"
# Files that lie in no unit's folder.
UNIT_FOLDER = good.FOLDER
ELSEWHERE = {"two-units-alone": "下载", "nobody": "下载"}


class BadFile(NamedTuple):
    """A file with one fault: what is wrong, in words; its name, its folder, its bytes."""

    fault: str
    file_name: str
    content: bytes
    folder: str


def _official(**changes: object) -> bytes:
    """The good official page with some figures changed; names are table__row__column."""
    values = o.filled()
    for name, value in changes.items():
        values[tuple(name.split("__"))] = value  # type: ignore[index]
    return o.as_xlsx(o.grids(values))


def _page(old: str, new: str, count: int = 1) -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    assert old in page
    return page.replace(old, new, count).encode()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same Office file with a part added, or replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return buffer.getvalue()


def _sheet_edited(old: bytes, new: bytes) -> bytes:
    content, name = good.good_files()["official.xlsx"].content, "xl/worksheets/sheet1.xml"
    part = zipfile.ZipFile(io.BytesIO(content)).read(name)
    assert old in part
    return _with_part(content, name, part.replace(old, new, 1))


def _workbook(*sheets: tuple[str, list[list[object]]], formula: str = "") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        if formula:
            book.worksheets()[0].write_formula(9, 4, formula, None, 3)
    return buffer.getvalue()


def _progress(line: int = 0, column: int = 0, text: str | None = None, header: str | None = None) -> bytes:
    """The good ledger with one cell, or one header, changed; lines and columns from 0."""
    rows = [list(row) for row in good.progress_rows()]
    if text is not None:
        rows[3 + line][column] = text
    if header is not None:
        rows[2][column] = header
    return _workbook(("任务落实情况", rows))  # type: ignore[arg-type]


def _ledger(title: str, unit: str) -> bytes:
    rows = good.progress_rows()
    return _workbook(("任务落实情况", [[title], ["填报单位", unit], *rows[2:]]))  # type: ignore[arg-type]


def _words_alone() -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph("市财政局2021年政务公开工作情况说明：各项工作已按要求落实。")
    document.save(buffer)
    return buffer.getvalue()


def _two_sheets() -> bytes:
    rows = good.progress_rows()
    other = [rows[0], ["填报单位", "市司法局"], *rows[2:]]
    return _workbook(("上半年", rows), ("下半年", other))  # type: ignore[arg-type]


def _website(**changes: int) -> bytes:
    values = good.website() | {("website", row, "value"): value for row, value in changes.items()}
    return good.website_html(values)


def _cut_table(number: int) -> bytes:
    grids = o.grids(o.filled())
    return o.as_docx(grids[:number] + grids[number + 1 :])


def _fixture(name: str) -> bytes:
    return (good.FIXTURES / name).read_bytes()


def _bomb() -> bytes:
    return _with_part(good.good_files()["official.xlsx"].content, "xl/media/a.bin", bytes(30 * 2**20))


def _broken_html() -> bytes:
    page = o.as_html(o.grids(o.filled()))
    return page[: page.index("2.重复申请".encode())]


def _docx_with_template() -> bytes:
    relations = "word/_rels/document.xml.rels"
    content = good.good_files()["official.docx"].content
    part = zipfile.ZipFile(io.BytesIO(content)).read(relations)
    link = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://a.invalid/t.dotm" TargetMode="External"/></Relationships>'
    return _with_part(content, relations, part.replace(b"</Relationships>", link))


def _unsafe() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Name → fault, file name, content: files that nobody should open, or that cannot be opened."""
    xlsx, docx = good.good_files()["official.xlsx"].content, good.good_files()["official.docx"].content
    csv_text, tsv = good.good_files()["utf8.csv"].content, good.good_files()["gb18030.csv"].content
    return {
        "empty": ("空文件", "a.xlsx", lambda: b""),
        "truncated": ("工作簿只传了一半", "a.xlsx", lambda: xlsx[: len(xlsx) // 2]),
        "bit-flip": ("工作簿中一个字节损坏", "a.xlsx", lambda: xlsx[:900] + bytes([xlsx[900] ^ 4]) + xlsx[901:]),
        "encrypted-xlsx": ("工作簿有打开密码", "a.xlsx", lambda: _ole_with("EncryptedPackage")),
        "macro": ("工作簿含宏", "a.xlsx", lambda: _with_part(xlsx, "xl/vbaProject.bin", b"x")),
        "climbing-part": ("部件名指到文件之外", "a.xlsx", lambda: _with_part(xlsx, "../../evil.txt", b"x")),
        "docm": ("启用宏的 Word", "a.docm", lambda: _with_part(docx, "word/vbaProject.bin", b"x")),
        "xlsm": ("启用宏的工作簿", "a.xlsm", lambda: _with_part(xlsx, "xl/vbaProject.bin", b"x")),
        "external-link": ("引用其他工作簿", "a.xlsx", lambda: _with_part(xlsx, "xl/externalLinks/externalLink1.xml", b"<x/>")),
        "connection": ("外部数据连接", "a.xlsx", lambda: _with_part(xlsx, "xl/connections.xml", b"<x/>")),
        "embedded": ("嵌入的对象", "a.xlsx", lambda: _with_part(xlsx, "xl/embeddings/oleObject1.bin", b"x")),
        "formula": ("单元格是公式", "a.xlsx", lambda: _workbook(("表1", good.progress_rows()), formula="=SUM(A1:A9)")),  # type: ignore[arg-type]
        "entity": ("部件中声明实体", "a.xlsx", lambda: _sheet_edited(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')),
        "zip-bomb": ("压缩炸弹", "a.xlsx", _bomb),
        "far-cell": ("最后一行最后一列有内容", "a.xlsx", lambda: _sheet_edited(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
        "too-many-sheets": ("一百多张工作表", "a.xlsx", lambda: _workbook(*((f"表{n}", [["x"]]) for n in range(101)))),
        "doc": ("旧版 Word", "a.doc", lambda: _ole_with("WordDocument")),
        "wps": ("WPS 文字", "a.wps", lambda: _ole_with("WordDocument")),
        "et": ("WPS 表格", "a.et", lambda: _fixture("statistics.xls")),
        "ofd": ("版式文件", "a.ofd", lambda: _with_part(_empty_zip(), "OFD.xml", b"<x/>")),
        "rtf": ("RTF", "a.rtf", lambda: rb"{\rtf1 a}"),
        "jpg": ("照片", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(200)),
        "png-named-pdf": ("图片改名为 PDF", "a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200)),
        "zip": ("压缩包", "a.zip", lambda: _with_part(_empty_zip(), "a.txt", b"x")),
        "eml": ("邮件", "a.eml", lambda: b"Received: from a\r\nMIME-Version: 1.0\r\nSubject: b\r\n\r\nc"),
        "txt": ("纯文本", "a.txt", lambda: "本单位无变化。".encode()),
        "scan": ("扫描件", "a.pdf", lambda: _fixture("scan.pdf")),
        "encrypted-pdf": ("PDF 有密码", "a.pdf", lambda: _fixture("encrypted.pdf")),
        "cut-pdf": ("PDF 只传了一半", "a.pdf", lambda: _fixture("statistics.pdf")[:20000]),
        "pdf-script": ("PDF 带脚本", "a.pdf", lambda: drawn_pdf([""], b"/OpenAction << /S /JavaScript /JS (x) >>")),
        "pdf-part-lost": ("PDF 丢了一种字体", "a.pdf", lambda: _fixture("statistics.pdf").replace(b"\n25 0 obj", b"\n25 0 obk")),
        "xls-cut": ("旧版工作簿只传了一半", "a.xls", lambda: _fixture("statistics.xls")[:6000]),
        "xls-encrypted": ("旧版工作簿有密码", "a.xls", lambda: _fixture("statistics.xls").replace(CODE_PAGE, FILE_PASS, 1)),
        "xls-formula": ("旧版工作簿含公式", "a.xls", lambda: _fixture("formulas.xls")),
        "docx-template": ("Word 引用外部模板", "a.docx", _docx_with_template),
        "docx-embedded": ("Word 嵌入对象", "a.docx", lambda: _with_part(docx, "word/embeddings/oleObject1.bin", b"x")),
        "html-broken-off": ("网页在表格中间中断", "a.html", _broken_html),
        "html-span-bomb": ("网页的合并单元格过大", "a.html", lambda: _page("rowspan='3' colspan='3'", "rowspan='9000' colspan='900'")),
        "csv-encoding": ("编码混乱的 CSV", "a.csv", lambda: csv_text[:60] + b"\xff\xfe\x81" + csv_text[60:]),
        "csv-quote": ("引号没有成对的 CSV", "a.csv", lambda: tsv.replace(b"\r\n", b'\r\n"', 1)),
        "csv-nul": ("含空字符的 CSV", "a.csv", lambda: csv_text[:80] + b"\x00" + csv_text[80:]),
    }  # fmt: skip


def _ole_with(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(4096)


def _empty_zip() -> bytes:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    return buffer.getvalue()


def _wrong() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Files that open, but are not this unit's, not this year's, or no report."""
    title = f"{good.YEAR}年政务公开工作主要任务落实情况表"
    return {
        "year-in-title": ("表题是去年的", "a.xlsx", lambda: _ledger(title.replace("2021", "2020"), "市财政局")),
        "year-of-report": ("年度报告是去年的", "a.html", lambda: o.as_html(o.grids(o.filled()), 2020)),
        "unit-and-folder": ("填报单位与文件夹不符", "a.xlsx", lambda: _ledger(title, "市司法局")),
        "template-of-another": ("别的单位的模板", "a.xlsx", lambda: good.template(("福州市司法局", "shi-sifaju"))),
        "template-of-another-year": ("别的年度的模板", "a.xlsx", _template_of_last_year),
        "two-units-alone": ("没有单位文件夹，两张工作表是两个单位", "a.xlsx", _two_sheets),
        "nobody": ("没有单位文件夹，也没有填报单位", "a.xlsx", lambda: _ledger(title, "")),
        "title-unit": ("标题里的单位写错", "a.html", lambda: o.as_html(o.grids(o.filled()), title="市财政居{year}年政府信息公开工作年度报告")),
        "two-units": ("两张工作表是两个单位", "a.xlsx", _two_sheets),
        "unknown-unit": ("填报单位写错", "a.xlsx", lambda: _ledger(title, "市财政居")),
        "class-of-units": ("填报单位是一类单位", "a.xlsx", lambda: _ledger(title, "市直各有关单位")),
        "nothing-known": ("无关的工作簿", "a.xlsx", lambda: _workbook(("通讯录", [["姓名", "电话"], ["略", "略"]]))),
        "no-table": ("只有文字的 Word", "a.docx", _words_alone),
        "blank-form": ("空白的官方表样", "a.docx", lambda: _fixture("official_form_30.docx")),
        "blank-ledger": ("只有表头的任务表", "a.xlsx", lambda: _workbook(("任务落实情况", good.progress_rows()[:3]))),  # type: ignore[arg-type]
        "header-missing": ("缺“落实情况”一列", "a.xlsx", lambda: _progress(column=6, header="说明")),
    }  # fmt: skip


def _lines() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Ledgers with one wrong cell."""
    return {
        "status-unknown": ("完成状态写错字", "a.xlsx", lambda: _progress(0, 4, "己完成")),
        "date-unreadable": ("完成时间不是日期", "a.xlsx", lambda: _progress(0, 5, "去年十月")),
        "date-impossible": ("不存在的日期", "a.xlsx", lambda: _progress(0, 5, "2021-02-30")),
        "task-of-another-year": ("任务编号是别的年度", "a.xlsx", lambda: _progress(0, 0, "2020-01")),
        "task-number-text": ("任务编号是文字", "a.xlsx", lambda: _progress(0, 0, "第一项")),
        "kind-unknown": ("事项类别不在选项中", "a.xlsx", lambda: _progress(0, 2, "季度小结")),
        "column-unknown": ("多出一列表样没有的内容", "a.xlsx", lambda: _progress(header="附加说明", column=7)),
        "line-short": ("一行没有填全", "a.csv", lambda: good.progress_csv([*good.progress_rows(), ["13", "公开第13类信息"]])),
        "line-twice": ("同一事项填了两行", "a.xlsx", lambda: _progress(1, 0, "1")),
    }  # fmt: skip


def _figures() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Statistics with one wrong figure, row or table."""
    filled = o.filled()
    more = int(str(filled[REQUESTS, "granted", "natural_person"])) + 1
    total = int(str(filled[REQUESTS, "new", "total"])) + 1
    results = int(str(filled[REQUESTS, "total", "natural_person"])) - 1
    return {
        "text-figure": ("数字格写“减3”", "a.xlsx", lambda: _official(disclosures__licences__decisions="减3")),
        "unit-figure": ("件数格写金额", "a.xlsx", lambda: _official(disclosures__licences__decisions="251000元")),
        "word-none": ("数字格写“无”", "a.xlsx", lambda: _official(disclosures__rules__issued="无")),
        "two-numbers": ("一格两个数", "a.xlsx", lambda: _official(disclosures__normative__in_force="69 3")),
        "negative": ("负数", "a.xlsx", lambda: _official(disclosures__normative__repealed="-1")),
        "fraction": ("件数有小数", "a.xlsx", lambda: _official(disclosures__normative__repealed="1.5")),
        "empty-cell": ("一格空白", "a.xlsx", lambda: _official(disclosures__charges__amount="")),
        "control-character": ("数字里夹着控制符", "a.csv", lambda: _csv(",1234,", ",12\x1f34,")),
        "slash-in-sum": ("有件数的格填了斜杠", "a.xlsx", lambda: _official(foi_requests__partial__natural_person="/")),
        "results-by-one": ("办理结果总计少一件", "a.xlsx", lambda: _official(foi_requests__total__natural_person=results)),
        "sheet-gone": ("模板里的一页被删去", "a.xlsx", lambda: _template_without("政府网站年度数据")),
        "extra-cell": ("一行多一格", "a.html", lambda: _page("2.重复申请</td>", "2.重复申请</td><td>5</td>")),
        "granted-by-one": ("予以公开多一件", "a.xlsx", lambda: _official(foi_requests__granted__natural_person=more)),
        "total-by-one": ("新收总计多一件", "a.xlsx", lambda: _official(foi_requests__new__total=total)),
        "review-by-one": ("复议总计少一件", "a.xlsx", lambda: _official(reviews_litigation__review__total=5)),
        "table-missing": ("缺复议诉讼表", "a.docx", lambda: _cut_table(2)),
        "row-missing": ("缺“重复申请”一行", "a.html", _row_cut),
        "label-mistyped": ("行名写错", "a.html", lambda: _page("2.重复申请", "2.反复申请")),
        "short-row": ("一行少一格", "a.html", _cell_cut),
        "merged-figures": ("两格合并成一格", "a.html", _cells_merged),
        "table-twice": ("同一张表两处数字不同", "a.html", _twice),
        "older-form": ("2021 年用旧版表样", "a.html", lambda: o.as_html(o.grids(o.filled("60"), "60"))),
        "website-sum": ("办件总数不等于分项", "a.html", lambda: _website(cases=236)),
        "website-more-closed": ("办结多于收到", "a.html", lambda: _website(messages_received=1)),
        "website-text": ("访问量写约数", "a.html", lambda: _page_of_website("90000", "约9万")),
    }  # fmt: skip


def _csv(old: str, new: str) -> bytes:
    text = good.good_files()["utf8.csv"].content.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def _template_without(sheet: str) -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(good.template()))
    del book[sheet]
    book.save(buffer)
    return buffer.getvalue()


def _template_of_last_year() -> bytes:
    """Only the hidden sheet says so."""
    name = "xl/sharedStrings.xml"
    part = zipfile.ZipFile(io.BytesIO(good.template())).read(name)
    return _with_part(good.template(), name, part.replace(b"<t>2021</t>", b"<t>2020</t>"))


def _row_cut() -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    at = page.rindex("<tr>", 0, page.index("2.重复申请"))
    return (
        (page[:at] + page[page.index("</tr>", at) + 5 :])
        .replace("rowspan='5' colspan='1'>（五）", "rowspan='4' colspan='1'>（五）")
        .replace("rowspan='22'", "rowspan='21'")
        .encode()
    )


def _cell_cut() -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    at = page.index("<td", page.index("2.重复申请"))
    return (page[:at] + page[page.index("</td>", at) + 5 :]).encode()


def _cells_merged() -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    first = page.index("<td", page.index("2.重复申请"))
    second = page.index("<td", first + 1)
    wide = page[first:second].replace("colspan='1'", "colspan='2'")
    return (page[:first] + wide + page[page.index("</td>", second) + 5 :]).encode()


def _twice() -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    other = o.as_html(
        [o.disclosures_30({**o.filled(), ("disclosures", "licences", "decisions"): 999})]
    ).decode()
    table = other[other.index("<table>") : other.rindex("</table>") + 8]
    return page.replace("</body>", f"{table}</body>").encode()


def _page_of_website(old: str, new: str) -> bytes:
    page = good.website_html().decode()
    assert f">{old}<" in page
    return page.replace(f">{old}<", f">{new}<").encode()


@cache
def bad_files() -> dict[str, BadFile]:
    """Return all bad files by name."""
    groups = (_unsafe(), _wrong(), _lines(), _figures())
    return {
        name: BadFile(fault, file_name, make(), ELSEWHERE.get(name, UNIT_FOLDER))
        for group in groups
        for name, (fault, file_name, make) in group.items()
    }
