"""Words that should not stand in a report: bases no longer in force, blanks left for a number, words of nobody."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Line
from sources.returns.model import Finding
from sources.returns.texts.sentences import excerpt

_WORDS = Path(__file__).parents[1] / "words"
# Who says that a document was replaced does not go by it.
_REPLACED = re.compile(r"废止|失效|替代|代替|取代|不再")
# What may stand where a number was to be filled in.
_GAP = r"(?:\s+|_+|[xX×*]{1,4}|[□○]+|\(\s*\))"
# Vague words count where the sentence is about the work itself, not about what was published.
_WORK = re.compile(r"公开|解读|政务|回应|认识")


class _Document(NamedTuple):
    pattern: re.Pattern[str]
    name: str
    superseded_from: int
    replaced_by: str


def superseded_documents(sentences: Iterable[Line], report_year: int) -> Iterator[Finding]:
    """Yield a finding for each basis cited that was no longer in force for the report's year."""
    for sentence in sentences:
        for document in _superseded():
            match = document.pattern.search(sentence.text)
            if match and report_year >= document.superseded_from and not _REPLACED.search(sentence.text):
                found = f"“{excerpt(match)}”：{document.name}自 {document.superseded_from} 年度起已被替代"
                expected, remedy = document.replaced_by, "请改引现行文件，并核对是否按其格式编制"
                yield Finding("TXT-01", sentence.place, found, expected, remedy)


def blank_numbers(lines: Iterable[Line]) -> Iterator[Finding]:
    """Yield a finding for each place where a number was to stand and none does; blanks count, so lines are given."""
    for line in lines:
        text = unicodedata.normalize("NFKC", line.text)
        for pattern in _blanks():
            for match in pattern.finditer(text):
                remedy = "请补上数字；没有的写 0，或删去这一句"
                yield Finding("TXT-03", line.place, f"“{excerpt(match)}”：没有填数字", "写明数字", remedy)


def vague_words(sentences: Iterable[Line], unit_type: str | None) -> Iterator[Finding]:
    """Yield one finding for all words that speak of others than the reporting unit, with the first sentence."""
    found: dict[str, tuple[Line, re.Match[str]]] = {}
    for sentence in sentences:
        for word, may_be_said_by in _vague():
            if unit_type not in may_be_said_by and _WORK.search(sentence.text):
                match = re.search(re.escape(word), sentence.text)
                if match and word not in found:
                    found[word] = sentence, match
    if found:
        sentence, match = next(iter(found.values()))
        words = "”“".join(found)
        said = f"“{excerpt(match)}”：用了“{words}”"
        yield Finding(
            "TXT-07", sentence.place, said, "写本单位自己的情况", "请改写为本单位的具体问题和改进措施"
        )


@cache
def _superseded() -> list[_Document]:
    rows = read_rows(
        _WORDS / "superseded_documents.csv", ("pattern", "document", "superseded_from", "replaced_by")
    )
    return [
        _Document(
            re.compile(row["pattern"]), row["document"], row.integer("superseded_from"), row["replaced_by"]
        )
        for row in rows
    ]


@cache
def _blanks() -> list[re.Pattern[str]]:
    rows = read_rows(_WORDS / "blank_numbers.csv", ("before", "measures", "may_lose_blank"))
    # Behind the measure a sentence goes on or ends: 条 may also begin 条例, at the end of a line too.
    # Of a page the blank between two Chinese characters is not read, for it may be one of the markup.
    return [
        re.compile(
            rf"(?:{row['before']}){'' if row['may_lose_blank'] == 'yes' else _GAP}(?:{row['measures']})(?=[,。;、:)])"
        )
        for row in rows
    ]


@cache
def _vague() -> list[tuple[str, frozenset[str]]]:
    rows = read_rows(_WORDS / "vague_words.csv", ("word", "may_be_said_by"))
    return [(row["word"], frozenset(row["may_be_said_by"].split("|"))) for row in rows]
