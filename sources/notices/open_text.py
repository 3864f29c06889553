"""Takes apart a notice copied as plain text, where the table has been flattened to paragraphs.

A line that holds only (non-breaking) blanks stands for an empty cell; an empty line only separates.
Where lead cells end and responsible cells begin is told by what the paragraphs are: prose, unit names,
a blank. A paragraph that fits neither is an error, never a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.errors import SourceError
from sources.notices.model import Cell, KindOf, Line
from sources.notices.words import headers, page_furniture
from sources.text import is_blank, key, shorten, tidy

HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))")
NUMBERED = re.compile(r"^(\d{1,3})[.、]")
_NOTE = re.compile(r"^\(.*\)$", re.DOTALL)


@dataclass
class OpenedText:
    """A plain-text notice: the paragraphs before the table and those of the table."""

    before: list[Line]
    fields: list[str]
    header: list[Cell]
    paragraphs: list[Line]

    def rows(self, kind_of: KindOf) -> list[list[Cell]]:
        """Return header row, heading rows and task rows.

        Raises:
            SourceError: A paragraph cannot be placed, or a task has not all its cells.
        """
        rows, task, expected = [self.header], list[Line](), 1
        for paragraph in [*self.paragraphs, Line("", "文末")]:
            label = key(paragraph.text)
            number = NUMBERED.match(label)
            starts_task = number is not None and int(number[1]) >= expected
            furniture = all(key(line) in page_furniture() for line in paragraph.text.splitlines())
            ends_row = (
                starts_task or HEADING.match(label) or (furniture and label) or paragraph.place == "文末"
            )
            if ends_row and task:
                rows.append(self._row(task, kind_of))
                task = []
            if starts_task and number is not None:
                if int(number[1]) != expected:
                    found = f"任务编号由 {expected - 1} 跳到 {number[1]}"
                    raise SourceError(paragraph.place, found, f"任务 {expected}", "请检查原文是否缺行")
                expected, task = expected + 1, [paragraph]
            elif HEADING.match(label):
                rows.append([Cell(tidy(paragraph.text), paragraph.place)] * len(self.fields))
            elif task:
                task.append(paragraph)
            elif label and not furniture:
                raise SourceError(
                    paragraph.place, f"“{shorten(paragraph.text)}”不属于任何任务", "标题、任务或页脚"
                )
        return rows

    def _row(self, task: list[Line], kind_of: KindOf) -> list[Cell]:
        """Share the paragraphs of one task out to its cells."""
        cells, rest = {"task": task[:1]}, task[1:]
        if "requirement" in self.fields:
            split = _prose_length(rest, kind_of)
            cells["requirement"], rest = rest[:split], rest[split:]
        split = _lead_length(rest, kind_of)
        cells["lead"], rest = rest[:split], rest[split:]
        split = 1 if rest and is_blank(rest[0].text) else _unit_run(rest, kind_of)
        cells["responsible"], rest = rest[:split], rest[split:]
        where = f"任务“{shorten(task[0].text, 20)}”"
        if surplus := [line for line in rest if not is_blank(line.text)]:
            found = f"“{shorten(surplus[0].text)}”放不进{where}的任何一栏"
            raise SourceError(surplus[0].place, found, "名录中的单位名称", "请核对单位名称和栏目次序")
        for name, lines in cells.items():
            if not lines:
                column = self.header[self.fields.index(name)].text
                expected = "、".join(cell.text for cell in self.header)
                found = f"{where}到此没有读到“{column}”一栏"
                raise SourceError(task[-1].place, found, f"{expected} 各占一段", "请检查原文是否被截断")
        return [_join(cells[name]) for name in self.fields]


def open_text(text: str) -> OpenedText:
    """Take apart a plain-text notice.

    Raises:
        SourceError: No table header is found, or it has columns that plain text cannot carry.
    """
    paragraphs = list(_paragraphs(text))
    labels = [headers().get(key(paragraph.text)) for paragraph in paragraphs]
    for start, label in enumerate(labels):
        if label and start + 1 < len(labels) and labels[start + 1]:
            break
    else:
        raise SourceError("全文", "没有找到任务表的表头", "如 工作任务、工作要求、牵头单位、责任单位")
    end = start
    while end < len(labels) and labels[end]:
        end += 1
    fields = [label for label in labels[start:end] if label]
    if [name for name in fields if name != "requirement"] != ["task", "lead", "responsible"]:
        found = "、".join(tidy(paragraph.text) for paragraph in paragraphs[start:end])
        raise SourceError(
            paragraphs[start].place,
            f"表头为 {found}",
            "纯文本只能读 工作任务、（工作要求）、牵头单位、责任单位",
            "请改交网页或 docx",
        )
    before = [
        Line(tidy(line), place) for paragraph in paragraphs[:start] for line, place in _lines(paragraph)
    ]
    header = [Cell(tidy(paragraph.text), paragraph.place) for paragraph in paragraphs[start:end]]
    return OpenedText([line for line in before if line.text], fields, header, paragraphs[end:])


def _paragraphs(text: str) -> Iterator[Line]:
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if lines and (not line or is_blank(line)):
            yield Line("\n".join(lines), f"第{start}行")
            lines = []
        if line and is_blank(line):
            yield Line(" ", f"第{number}行")
        elif line:
            start = start if lines else number
            lines.append(line)


def _lines(paragraph: Line) -> Iterator[tuple[str, str]]:
    first = int(paragraph.place.strip("第行"))
    for offset, line in enumerate(paragraph.text.split("\n")):
        yield line, f"第{first + offset}行"


def _prose_length(lines: list[Line], kind_of: KindOf) -> int:
    """Return how many paragraphs belong to the requirement: one blank, or all the leading prose."""
    if lines and is_blank(lines[0].text):
        return 1
    return next((n for n, line in enumerate(lines) if is_blank(line.text) or kind_of(line.text)), len(lines))


def _lead_length(lines: list[Line], kind_of: KindOf) -> int:
    """Return how many paragraphs belong to the lead cell; 0 where that cannot be told.

    One blank; or the named units before a class of units (市直各有关单位); or one paragraph of units
    before a blank: of two, the second may be the responsible cell and the blank its end.
    """
    if lines and is_blank(lines[0].text):
        return 1
    run = _unit_run(lines, kind_of)
    first_class = next((n for n in range(run) if kind_of(lines[n].text) == "class"), None)
    if first_class is not None:
        return first_class
    names = [line for line in lines[:run] if not _NOTE.match(key(line.text))]
    return run if len(names) == 1 and run < len(lines) and is_blank(lines[run].text) else 0


def _unit_run(lines: list[Line], kind_of: KindOf) -> int:
    """Return how many of the first paragraphs name units, notes in brackets among them."""
    for count, line in enumerate(lines):
        if kind_of(line.text) is None and not (count and _NOTE.match(key(line.text))):
            return count
    return len(lines)


def _join(lines: list[Line]) -> Cell:
    return Cell(tidy("\n".join(line.text for line in lines)), lines[0].place)
