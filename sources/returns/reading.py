"""Reads one file, whatever its format and whatever forms it holds: the way from bytes to returns."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry
from sources.returns.documents.formats import open_document
from sources.returns.documents.model import Document, Table
from sources.returns.fees import fees_in_prose
from sources.returns.figures import FigureForm, find_figures, labelled_tables
from sources.returns.model import (
    FORM_NAMES,
    FORM_STATISTICS,
    FORM_TASK_PROGRESS,
    FORM_UNKNOWN,
    FORM_WEBSITE,
    SYNTHETIC_MARK,
    Finding,
    Rejected,
    Return,
)
from sources.returns.prose import prose_findings
from sources.returns.sender import Headings, check_year, sender, unit_of
from sources.returns.task_progress import (
    HEADER_WITHIN,
    ProgressTable,
    find_progress,
    missing_headers,
    read_lines,
)
from sources.returns.texts.clauses import clauses
from sources.returns.texts.rules import text_findings
from sources.safety import MAX_BYTES
from sources.text import key

_FORM_NAMES = Path(__file__).parent / "words" / "form_names.csv"
_FIGURE_FORMS = (FORM_STATISTICS, FORM_WEBSITE)


def read_kept(path: Path, name: str, folder: str, report_year: int, registry: Registry) -> list[Return]:
    """Read a file from where its bytes are kept; those too large are refused before they are in memory.

    Args:
        path: Where the bytes are: the archive, or the file itself before it is handed in.
        name: What the file is called.
        folder: The inbox folder that it lay in.
        report_year: The year of the inbox.
        registry: Resolves unit names.

    Raises:
        OSError: The system does not let us read it.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        found, expected = f"文件有 {size / 2**20:.0f} MB", f"不超过 {MAX_BYTES // 2**20} MB"
        finding = Finding("RET-01", "文件", found, expected, "请删去图片等附件后重新报送")
        unit_id = unit_of(folder, dt.date(report_year, 12, 31), registry)
        return [Return(FORM_UNKNOWN, unit_id, findings=[finding], is_rejected=True)]
    return read_file(path.read_bytes(), name, folder, report_year, registry)


def read_file(
    content: bytes, file_name: str, folder: str, report_year: int, registry: Registry
) -> list[Return]:
    """Read a file; one that cannot be used comes back as one rejected return that says why.

    Args:
        content: The file's bytes.
        file_name: Its name; the extension is a second witness of the format.
        folder: The inbox folder that it lay in; names the unit where the file does not.
        report_year: The year of the inbox that it lay in.
        registry: Resolves unit names, as of the end of the year.

    Returns:
        One return for each form in the file that is filled in, at least one in all.
    """
    day = dt.date(report_year, 12, 31)
    form = _meant_form(file_name)
    try:
        document = open_document(content, file_name)
        progress = find_progress(document)
        labelled = labelled_tables(document)
        figures = [f for name in _FIGURE_FORMS if (f := find_figures(document, name, report_year, labelled))]
        if not progress and not figures:
            raise Rejected(_not_recognised(document))
        form = FORM_TASK_PROGRESS if progress else figures[0].form
        headings = _headings(document, progress, figures)
        check_year(headings, report_year)
        unit_id, doubts = sender(headings, folder, day, registry)
        returns = _returns(document, progress, figures, report_year)
    except Rejected as rejection:
        return [Return(form, unit_of(folder, day, registry), findings=[rejection.finding], is_rejected=True)]
    is_synthetic = _is_synthetic(headings)
    for result in returns:
        result.unit_id, result.is_synthetic = unit_id, is_synthetic
        if result.form == FORM_STATISTICS and not result.is_rejected:
            result.findings += text_findings(document, result, report_year, registry)
            result.clauses = clauses(document)
    returns[0].findings = [*doubts, *returns[0].findings, *_taken_out(document, progress, figures)]
    return returns


def _taken_out(
    document: Document, progress: list[ProgressTable], figures: list[FigureForm]
) -> Iterator[Finding]:
    """Yield what our own template had, by its hidden sheet, and the file has no more."""
    found = {figure.form for figure in figures} | ({FORM_TASK_PROGRESS} if progress else set())
    for form in document.marks.get("forms", "").split():
        if form not in found:
            name = FORM_NAMES.get(form, form)
            remedy = f"请找回{name}各页后重新报送；不需要填的留空"
            yield Finding("RET-17", "下发时的模板", f"模板中有{name}，文件中没有", "模板中的各页齐全", remedy)


def _meant_form(file_name: str) -> str:
    """Return what a file was meant to be, by its name; counts only for a file that is refused unread."""
    name = key(Path(file_name).stem)
    return next((form for word, form in _form_words() if word in name), FORM_UNKNOWN)


@cache
def _form_words() -> list[tuple[str, str]]:
    return [(key(row["word"]), row["form"]) for row in read_rows(_FORM_NAMES, ("word", "form"))]


def _returns(
    document: Document, progress: list[ProgressTable], figures: list[FigureForm], report_year: int
) -> list[Return]:
    """Return what is filled in; a file in which nothing is comes back as what it would have been, rejected."""
    returns = []
    if progress:
        lines, findings = read_lines(progress, report_year)
        if any(line.status_text or line.progress_text or line.completed_on for line in lines):
            returns.append(Return(FORM_TASK_PROGRESS, None, lines=lines, findings=findings))
    for found in figures:
        result = Return(
            found.form,
            None,
            template_version=found.template_version,
            figures=found.figures,
            findings=found.findings,
            is_rejected=found.is_blank,
        )
        if found.form == FORM_STATISTICS and not found.is_blank:
            result.figures += fees_in_prose(
                document.lines, found.template_version, found.figures, report_year
            )
            result.findings += prose_findings(
                document.lines, found.template_version, found.figures, report_year
            )
        returns.append(result)
    filled = [result for result in returns if not result.is_rejected]
    if filled:
        return filled
    place = "、".join(table.name for table in _used(progress, figures))
    blank = Finding("RET-03", place, "表内没有填报内容", "填写后的报表", "请填写后重新报送；没有的填 0")
    if not returns:
        raise Rejected(blank)
    returns[0].findings.insert(0, blank)
    return returns[:1]


def _headings(document: Document, progress: list[ProgressTable], figures: list[FigureForm]) -> Headings:
    tops = [part.table.rows[: part.header] for part in progress]
    tops += [top for found in figures for top in found.tops]
    return Headings(document.marks, document.lines, tops)


def _used(progress: list[ProgressTable], figures: list[FigureForm]) -> list[Table]:
    tables = [part.table for part in progress]
    return tables + [table for found in figures for table in found.tables]


def _not_recognised(document: Document) -> Finding:
    missing = "、".join(missing_headers(document))
    place = "、".join(table.name for table in document.tables[:10]) or "文件"
    if not document.tables:
        found = "文件内没有表格"
    else:
        found = (
            f"没有认得出的报表（任务落实情况表前 {HEADER_WITHIN} 行缺 {missing}；也不是年度统计或网站年度表）"
        )
    expected = "任务落实情况表、年度报告的三张统计表或政府网站年度数据"
    return Finding("RET-03", place, found, expected, "请使用下发的表样")


def _is_synthetic(headings: Headings) -> bool:
    cells = (cell for top in headings.tops for row in top for cell in row if cell)
    return any(SYNTHETIC_MARK in text.text for texts in (headings.lines, cells) for text in texts)
