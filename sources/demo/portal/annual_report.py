"""The annual report that a site publishes: as a page, as Word, as PDF; in time or late; whole or not."""

import datetime as dt
import io
from collections.abc import Callable, Mapping
from functools import cache, partial

from sources.demo.figures import Figures
from sources.demo.portal.draft import Draft, Entry, article_path, columns, prose
from sources.demo.portal.facts import fact
from sources.demo.portal.model import DOMAIN, Answer, Hit
from sources.demo.portal.pdf_report import Part, pdf_report

# The tables as cells and the clockless docx are needed here too; the two names should lose their underscore.
from sources.demo.reports import html_report, report_tables, without_clock, word_report
from sources.demo.unit_figures import unit_statistics
from sources.returns.model import SYNTHETIC_MARK

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The figure that a misprinted report has one too many of; it is a part of no sum.
MISPRINTED = ("disclosures", "licences", "decisions")
_CODE = "annual_report"
_OVERVIEW, _PROBLEMS, _OTHER = "一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"
_TEXTS = {
    _OVERVIEW: "本报告依照《中华人民共和国政府信息公开条例》编制，统计期限自{year}年1月1日起至{year}年12月31日止。"
    "主动公开、依申请公开、政府信息管理、平台建设和监督保障均按要求开展，年度政务公开工作要点已逐项落实。",
    _PROBLEMS: "解读形式还不够丰富，下一步将增加图解和问答。",
    _OTHER: "本年度没有收取信息处理费。没有其他需要报告的事项。",
}


def add_reports(
    draft: Draft,
    *,
    form: str = "page",
    late: bool = False,
    sections: int = 6,
    is_misprinted: bool = False,
    figures: Mapping[int, Figures] | None = None,
) -> None:
    """Put the reports of the year and of the year before into their column.

    Args:
        draft: The site.
        form: ``page``, ``docx`` (the list leads to the file) or ``pdf`` (a page that leads to the file).
        late: Published in February instead of January.
        sections: How many of the six sections the page has.
        is_misprinted: Whether one figure of the year is not what the unit reported.
        figures: Year → what its report says, for the years that have one; None: what the unit reports.
    """
    year = draft.report_year
    said = {one: figures_of(draft, one) for one in (year, year - 1)} if figures is None else figures
    published = dt.date(year + 1, 2, 10) if late else dt.date(year + 1, 1, 18)
    if published <= draft.day and year in said:
        printed = dict(said[year])
        if is_misprinted:
            printed[MISPRINTED] += 1
        draft.entries[_CODE] = [_entry(draft, published, form, sections, printed)]
    if year - 1 in said:
        title = f"{draft.unit_name}{year - 1}年政府信息公开工作年度报告"
        body = _page(draft.unit_name, year - 1, said[year - 1])
        draft.add(_CODE, title, dt.date(year, 1, 20), body)


def _entry(draft: Draft, published: dt.date, form: str, sections: int, figures: Figures) -> Entry:
    year = draft.report_year
    title = f"{draft.unit_name}{year}年政府信息公开工作年度报告"
    path = article_path(_CODE, published)
    draft.names["report"] = path
    if form == "page":
        return Entry(title, path, published, _page(draft.unit_name, year, figures, sections))
    file_path = f"{columns()[_CODE].path}{published:%Y%m}/P0{published:%Y%m%d}.{form}"
    make = _word if form == "docx" else _pdf
    draft.specials[file_path] = _made_once(
        partial(make, draft.unit_name, year, figures),
        WORD if form == "docx" else "application/pdf",
        published,
    )
    if form == "docx":
        draft.names["report"] = file_path
        return Entry(title, file_path, published)
    link = f'附件下载：<a href="{file_path}">{title}.{form}</a>'
    return Entry(
        title, path, published, prose(f"现将{year}年政府信息公开工作年度报告予以公布，全文见附件。", link)
    )


def figures_of(draft: Draft, year: int) -> Figures:
    """Return what the unit reports of a year; 规章 in force as the facts say, where it has any."""
    rules = fact("rules_in_force") if "rules" in draft.entries else 0
    return unit_statistics(draft.host.removesuffix(DOMAIN), year, rules=rules)


def _page(unit_name: str, year: int, figures: Figures, sections: int = 6) -> str:
    whole = html_report(unit_name, year, figures).decode()
    tables = whole[whole.index("<h2>") : whole.index("</body>")]
    opening, *closing = _prose_parts(year)
    parts = [opening, *closing[: sections - 4]]
    texts = [f"<h2>{heading}</h2>\n<p>{text}</p>\n" for heading, text in parts]
    return texts[0] + tables + "".join(texts[1:]) + prose()


def _word(unit_name: str, year: int, figures: Figures) -> bytes:
    import docx

    content = word_report(unit_name, year, figures)
    document = docx.Document(io.BytesIO(content))
    opening, *closing = _prose_parts(year)
    first = next(one for one in document.paragraphs if one.style and one.style.name == "Heading 1")
    first.insert_paragraph_before(opening[0], style="Heading 1")
    first.insert_paragraph_before(opening[1])
    for heading, text in closing:
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_clock(buffer.getvalue())


def _pdf(unit_name: str, year: int, figures: Figures) -> bytes:
    title = f"{unit_name}{year}年政府信息公开工作年度报告（{SYNTHETIC_MARK}）"
    opening, *closing = _prose_parts(year)
    tables = [Part(heading, (), places, texts) for heading, places, texts in report_tables(figures, year)]
    ends = [part for heading, text in closing for part in (heading, text)]
    return pdf_report([Part(title, opening), *tables, Part(ends[0], ends[1:])])


def _prose_parts(year: int) -> list[tuple[str, str]]:
    return [(heading, text.format(year=year)) for heading, text in _TEXTS.items()]


def _made_once(make: Callable[[], bytes], content_type: str, published: dt.date) -> Callable[[Hit], Answer]:
    """A file is written when somebody asks for it: python-docx takes a while to load."""
    made = cache(make)
    return lambda hit: Answer(made(), content_type, modified=published)
