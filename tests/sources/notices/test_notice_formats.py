"""The same notice in other formats and encodings, and notices with other columns."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sources.errors import SourceError
from sources.notices.model import Notice
from sources.notices.reader import read_notice
from sources.registry.registry import Registry

Read = Callable[..., Notice]
Said = Callable[[Notice], dict[str, list[dict[str, object]]]]


@pytest.mark.parametrize("file_name", ["notice_2021.html", "notice_2021.docx"])
def test_page_and_document_say_what_the_text_says(
    notice: Notice, registry: Registry, fixtures: Path, said: Said, file_name: str
) -> None:
    other = read_notice(fixtures / file_name, registry, 37)
    assert said(other) == said(notice)
    for name in ("document_no", "title", "issuer", "index_no", "report_year", "issued_on", "published_on"):
        assert getattr(other, name) == getattr(notice, name)


def test_places_are_lines_in_a_page_and_rows_in_a_document(registry: Registry, fixtures: Path) -> None:
    page = read_notice(fixtures / "notice_2021.html", registry, 37)
    document = read_notice(fixtures / "notice_2021.docx", registry, 37)
    assert re.fullmatch(r"第\d+行（表格第4行第1列）", page.tasks[0].place)
    assert document.tasks[0].place == "表1第4行第1列"


@pytest.mark.parametrize(
    ("variant", "suffix"),
    [
        ("columns_3", ".html"),
        ("columns_number_deadline", ".html"),
        ("columns_number_deadline", ".docx"),
        ("theme_in_column", ".html"),
    ],
)
def test_other_columns_read_to_the_same_rows(
    registry: Registry, fixtures: Path, variant: str, suffix: str
) -> None:
    with (fixtures / "variants.csv").open(encoding="utf-8", newline="") as handle:
        expected = [row for row in csv.DictReader(handle) if row["variant"] == variant]
    notice = read_notice(fixtures / f"{variant}{suffix}", registry, len(expected))
    for row, task in zip(expected, notice.tasks, strict=True):
        read = [str(task.task_no), task.theme, task.title, task.requirement]
        assert read == [row[name] for name in ("task_no", "theme", "title", "requirement")]
        for role in ("lead", "responsible"):
            named = [one for one in notice.assignments if (one.task_no, one.role) == (task.task_no, role)]
            text = "".join(
                one.assigned_as + (f"({one.scope_note})" if one.scope_note else "") for one in named
            )
            assert text == re.sub(r"[,、\n]", "", row[role])
        steps = [one.due_words for one in notice.milestones if one.task_no == task.task_no]
        assert steps == ([row["deadline"]] if row["deadline"].endswith("前") else [])


def test_a_deadline_column_sets_the_dates(registry: Registry, fixtures: Path) -> None:
    notice = read_notice(fixtures / "columns_number_deadline.html", registry)
    due = {one.task_no: (str(one.due_date), one.milestone) for one in notice.milestones}
    assert due == {
        1: ("2021-12-31", "公开重大建设项目清单"),
        2: ("2021-06-30", "公开部门预算和决算"),
        3: ("2021-09-15", "清理行政规范性文件"),
        6: ("2021-12-31", "编制政府信息公开年度报告"),
    }


@pytest.mark.parametrize(
    ("printed", "flagged"), [("6月30日", True), ("6月", True), ("持续推进", False), ("&nbsp;", False)]
)
def test_a_deadline_cell_that_holds_a_number_but_no_date_is_flagged(
    read: Read, fixtures: Path, printed: str, flagged: bool
) -> None:
    page = (fixtures / "columns_number_deadline.html").read_text(encoding="utf-8")
    notice = read(page.replace("<td>6月底前</td>", f"<td>{printed}</td>"), ".html", 6)
    flags = [(one.task_no, one.found) for one in notice.oddities if one.rule_code == "NTC-06"]
    assert ((2, printed) in flags) is flagged
    assert 2 not in {one.task_no for one in notice.milestones}


def test_variants_in_document_and_page_are_equal(registry: Registry, fixtures: Path, said: Said) -> None:
    page = read_notice(fixtures / "columns_number_deadline.html", registry)
    document = read_notice(fixtures / "columns_number_deadline.docx", registry)
    assert said(page) == said(document)


@pytest.mark.parametrize("suffix", [".txt", ".html"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_older_encodings_read_the_same(
    read: Read, said: Said, notice: Notice, notice_text: str, notice_page: str, suffix: str, encoding: str
) -> None:
    source = notice_text if suffix == ".txt" else notice_page.replace('charset="utf-8"', 'charset="gb2312"')
    assert said(read(source.encode(encoding), suffix)) == said(notice)


def test_windows_line_ends_read_the_same(read: Read, said: Said, notice: Notice, notice_text: str) -> None:
    assert said(read(notice_text.replace("\n", "\r\n"))) == said(notice)


def test_a_page_that_declares_xml_reads_the_same(
    read: Read, said: Said, notice: Notice, notice_page: str
) -> None:
    page = '<?xml version="1.0" encoding="gb2312"?>\n' + notice_page
    assert said(read(page, ".html")) == said(notice)


def test_a_table_inside_a_layout_table_is_found(
    read: Read, said: Said, notice: Notice, notice_page: str
) -> None:
    page = notice_page.replace("<table", "<table><tr><td>栏目</td><td><table", 1)
    page = page.replace("</table>", "</table></td></tr></table>", 1)
    assert said(read(page, ".html")) == said(notice)


@pytest.mark.parametrize(
    ("content", "suffix", "found"),
    [
        (b"", ".txt", "没有找到任务表的表头"),
        (b"", ".html", "没有内容"),
        (b"<!-- -->", ".html", "没有内容"),
        (b"<html><body><p>x</p></body></html>", ".html", "没有找到任务表"),
        (b"", ".docx", "文件已损坏"),
        (b"%PDF-1.4", ".pdf", "不认识的格式“.pdf”"),
        (b"\x00\xff\xfe\x00" * 9, ".txt", "不是 UTF-8 或 GB18030 编码的文字"),
    ],
)
def test_what_is_no_notice_is_refused_by_name(read: Read, content: bytes, suffix: str, found: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(content, suffix)
    assert str(caught.value).startswith(f"通知{suffix} ")
    assert found in caught.value.found
