"""The Word file of a report without its values: built once for each version of the form, then only filled."""

import datetime as dt
import io
import zipfile
from functools import cache
from typing import Any

from orchestration.exports.annual.grids import grids, headings
from orchestration.exports.annual.slots import Pieces, lines_slot, slot, take_apart
from orchestration.exports.annual.table_xml import table_xml
from orchestration.exports.annual.word_styles import add_page_number, set_up

_MADE = dt.datetime(2000, 1, 1)
_NOT_NEEDED = "docProps/thumbnail.jpeg"  # the library's own picture
# What people write; no figure tells it.
_TOPICS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_PROSE = {
    1: [
        f"（{ordinal}）{topic}：【请填写：{topic}情况】"
        for ordinal, topic in zip("一二三四五", _TOPICS, strict=True)
    ],
    5: ["【请填写：存在的主要问题】", "【请填写：改进情况】"],
    6: ["【请填写：其他需要报告的事项；没有的写“无”】"],
}
# Sentences that figures fill, before the prose (one and six) or below the table.
_STATEMENTS = {1: "period", 3: "requests", 4: "reviews", 6: "fees"}
_APPENDICES = ("revisions", "notes", "gaps")


@cache
def skeleton(version: str) -> dict[str, bytes | Pieces]:
    """Return the members of the file in their order; those with slots taken apart."""
    document = _document(version)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as members:
        return {name: _member(members.read(name)) for name in members.namelist() if name != _NOT_NEEDED}


def _member(content: bytes) -> bytes | Pieces:
    try:
        pieces = take_apart(content.decode().replace(f"{_MADE.isoformat()}Z", slot("made")))
    except UnicodeDecodeError:
        return content
    return content if len(pieces) == 1 else pieces


def _document(version: str) -> Any:
    import docx
    from docx.oxml import parse_xml
    from docx.shared import Pt

    document = docx.Document()
    set_up(document)
    drop_thumbnail(document)
    _name(document.core_properties)
    section = document.sections[0]
    section.header.paragraphs[0].text = slot("running_head")
    section.footer.paragraphs[0].text = slot("running_foot")
    add_page_number(section.footer.paragraphs[0])
    document.add_paragraph(slot("title"), "Title")
    document.add_paragraph(slot("subtitle"), "Subtitle")
    for name in ("synthetic", "draft", "reasons"):
        document.add_paragraph(lines_slot(name), "Report Notice")
    tables = {grid.table_code: grid for grid in grids(version)}
    for number, (heading, table_code) in enumerate(headings().items(), start=1):
        paragraph = document.add_heading(heading, level=1)
        # The long table of this section has a page to itself.
        paragraph.paragraph_format.page_break_before = table_code == "foi_requests"
        if table_code:
            document.element.body.insert(-1, parse_xml(table_xml(tables[table_code])))
            document.add_paragraph(lines_slot(f"partial.{table_code}"), "Report Note")
        if number in _STATEMENTS:
            document.add_paragraph(slot(_STATEMENTS[number])).paragraph_format.space_before = Pt(4)
        for text in _PROSE.get(number, ()):
            document.add_paragraph(text)
    for name in _APPENDICES:
        document.add_paragraph(lines_slot(f"{name}_heading"), "Heading 2")
        document.add_paragraph(lines_slot(name))
    return document


def _name(properties: Any) -> None:
    for name in ("title", "subject", "comments", "category", "keywords", "identifier", "version"):
        setattr(properties, name, slot(f"property.{name}"))
    properties.content_status = slot("property.status")
    properties.author = properties.last_modified_by = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = _MADE


def drop_thumbnail(document: Any) -> None:
    """Take away the library's own picture."""
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]
