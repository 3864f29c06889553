"""Reads a notice file, whatever its format, into one :class:`Notice`."""

import datetime as dt
import re
from pathlib import Path

from sources.errors import SourceError
from sources.notices.body import read_directives, read_passport
from sources.notices.model import Notice, Opened
from sources.notices.names import kind_of
from sources.notices.open_docx import open_docx
from sources.notices.open_html import open_html
from sources.notices.open_text import open_text
from sources.notices.table import TableReader
from sources.registry.registry import Registry


def read_notice(path: Path, registry: Registry, task_count: int | None = None) -> Notice:
    """Read a notice to its end.

    Args:
        path: A .txt, .html/.htm or .docx file.
        registry: Resolves the names of units and classes, as of the day of the notice.
        task_count: The control total that the office recorded, if it did.

    Raises:
        SourceError: The notice cannot be read to its end; the message says where and why.
    """
    try:
        return _read(_open(path), registry, task_count)
    except SourceError as error:
        raise SourceError(f"{path.name} {error.where}", error.found, error.expected, error.remedy) from error


def _read(opened: Opened, registry: Registry, task_count: int | None) -> Notice:
    passport = read_passport(opened.before)
    day = passport.issued_on or dt.date(passport.report_year, 12, 31)
    table = TableReader(registry, passport.report_year, day)
    table.read(opened.rows(lambda text: kind_of(text, registry, day)))
    if task_count is not None and len(table.tasks) != task_count:
        last = table.tasks[-1]
        found = f"读到 {len(table.tasks)} 项任务，最后一项为任务 {last.task_no}"
        raise SourceError(
            last.place, found, f"登记的任务数 {task_count}", "请检查原文是否被截断，或更正 notices.csv"
        )
    directives, oddities = read_directives(passport.body, passport.report_year, registry, day)
    return Notice(
        document_no=passport.document_no,
        title=passport.title,
        issuer=passport.issuer,
        index_no=passport.index_no,
        report_year=passport.report_year,
        issued_on=passport.issued_on,
        published_on=passport.published_on,
        tasks=table.tasks,
        assignments=table.assignments,
        milestones=table.milestones,
        directives=directives,
        oddities=oddities + table.oddities,
    )


def _open(path: Path) -> Opened:
    content = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return open_docx(content)
    if suffix in (".html", ".htm"):
        return open_html(_decode(content))
    if suffix == ".txt":
        return open_text(_decode(content).replace("\r\n", "\n"))
    raise SourceError("文件", f"不认识的格式“{suffix}”", ".txt、.html、.docx", "请另存为其中一种")


def _decode(content: bytes) -> str:
    """Decode by byte-order mark, then UTF-8, then what an older page declares (GBK family)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            place, found = f"第{content.count(10) + 1}行", "文件在一个汉字的中间中断"
            raise SourceError(place, found, "完整的文件", "请重新下载或另存") from None
        if re.search(rb"charset\s*=\s*[\"']?(gb|GB)", content[:2048]) or b"\x00" not in content[:2048]:
            try:
                return content.decode("gb18030")
            except UnicodeDecodeError:
                pass
        raise SourceError(
            f"第{error.start}字节", "不是 UTF-8 或 GB18030 编码的文字", remedy="请另存为 UTF-8"
        ) from None
