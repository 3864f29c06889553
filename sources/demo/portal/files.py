"""The files that pages link to, and the pictures and styles: small, real, always the same."""

import datetime as dt
import io
import zipfile

from sources.demo.portal.annual_report import WORD
from sources.demo.portal.model import Answer
from sources.demo.portal.pdf_report import Part, pdf_report
from sources.returns.model import SYNTHETIC_MARK

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000000030001"
    "5a4d7fd50000000049454e44ae426082"
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"


def files(modified: dt.date) -> dict[str, Answer]:
    """Return path → file of every file that pages of any site may link to."""
    word, sheet = Answer(_word(), WORD, modified=modified), Answer(_sheet(), _SHEET, modified=modified)
    pdf = Answer(pdf_report([Part("附件", (SYNTHETIC_MARK,))]), "application/pdf", modified=modified)
    picture = Answer(_PNG, "image/png", modified=modified)
    style = Answer(
        f"/* {SYNTHETIC_MARK} */\n.nav li {{ display: inline; }}\n".encode(), "text/css", modified=modified
    )
    return {
        "/files/shenqingbiao.docx": word,
        "/files/guizhang.docx": word,
        "/files/fujian.docx": word,
        "/files/liuchengtu.pdf": pdf,
        "/files/fujian.pdf": pdf,
        "/files/fujian.xlsx": sheet,
        "/files/yujuesuan.xlsx": sheet,
        "/images/dangzheng.png": picture,
        "/images/jiucuo.png": picture,
        "/css/site.css": style,
    }


def _word() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:body><w:p><w:r><w:t>附件（{SYNTHETIC_MARK}）</w:t></w:r></w:p></w:body>"
    return _package(
        "word/document.xml",
        f"{_MAIN}.wordprocessingml.document.main+xml",
        f"<w:document {space}>{body}</w:document>",
    )


def _sheet() -> bytes:
    space = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
    book = f'<workbook {space}><sheets><sheet name="附件" sheetId="1" r:id="rId1"/></sheets></workbook>'
    cell = f'<c r="A1" t="inlineStr"><is><t>附件（{SYNTHETIC_MARK}）</t></is></c>'
    sheet = f'<worksheet {space}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="sheet1.xml"/>'
    more = {
        "xl/sheet1.xml": (f"{_MAIN}.spreadsheetml.worksheet+xml", sheet),
        "xl/_rels/workbook.xml.rels": (
            "",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>',
        ),
    }
    return _package("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml", book, more)


def _package(
    main: str, content_type: str, body: str, more: dict[str, tuple[str, str]] | None = None
) -> bytes:
    """Return an Office file of one main part and others."""
    parts = {main: (content_type, body), **(more or {})}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items() if kind
    )
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>',
        **{name: text for name, (_, text) in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), (_XML + text).encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
