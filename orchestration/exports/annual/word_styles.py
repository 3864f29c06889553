"""How the Word file looks: A4, 黑体 headings, 宋体 text."""

from typing import Any

from orchestration.exports.annual.table_xml import FIGURE_STYLE, HEAD_STYLE, LABEL_STYLE

_SONG, _HEI = "宋体", "黑体"
_MARGIN = {"left_margin": 20, "right_margin": 20, "top_margin": 22, "bottom_margin": 20}


def set_up(document: Any) -> None:
    """Set paper and styles of a new document."""
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in _MARGIN.items():
        setattr(section, name, Mm(millimetres))
    styles = document.styles
    _style(styles["Normal"], _SONG, 12, before=0, after=4, line=1.25)
    _style(styles["Title"], _HEI, 20, before=0, after=4, is_centred=True)
    _style(styles["Subtitle"], _SONG, 10, before=0, after=6, is_centred=True)
    _style(styles["Heading 1"], _HEI, 15, before=10, after=6)
    _style(styles["Heading 2"], _HEI, 12, before=10, after=4)
    _style(_new(styles, "Report Notice"), _HEI, 11, before=0, after=2)
    _box(styles["Report Notice"])
    _style(_new(styles, "Report Note"), _SONG, 9, before=2, after=2)
    _style(_new(styles, HEAD_STYLE), _SONG, 9, before=0, after=0, line=1.0, is_centred=True)
    _style(_new(styles, FIGURE_STYLE), _SONG, 8, before=0, after=0, line=1.0, is_centred=True)
    _style(_new(styles, LABEL_STYLE), _SONG, 9, before=0, after=0, line=1.0)
    styles[LABEL_STYLE].paragraph_format.left_indent = Pt(2)
    for name in ("Header", "Footer"):
        _style(styles[name], _SONG, 9, before=0, after=0, is_centred=True)


def add_page_number(paragraph: Any) -> None:
    """Let a paragraph end with the number of its page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run("　第 ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" 页")


def _box(style: Any) -> None:
    """Put paragraphs of a style that follow each other into one frame."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4"/>' for side in ("top", "left", "bottom", "right")
    )
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    style.element.pPr.find(qn("w:spacing")).addprevious(border)


def _new(styles: Any, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    return style


def _style(
    style: Any,
    font: str,
    size: float,
    *,
    before: float,
    after: float,
    line: float = 1.2,
    is_centred: bool = False,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), font)
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]  # a theme's font goes before a named one
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    for border in style.element.pPr.findall(qn("w:pBdr")) if style.element.pPr is not None else ():
        style.element.pPr.remove(border)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(before), Pt(after), line
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
