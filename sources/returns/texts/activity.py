"""A report whose tables are all zero, while its prose counts what belongs in them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Line
from sources.returns.model import Figure, Finding
from sources.returns.texts.sentences import excerpt, is_of_another_time

_WORDINGS = Path(__file__).parents[1] / "words" / "activity_figures.csv"
_SILENT = {"zero", "not_applicable"}


def activity_beside_zeros(
    sentences: Iterable[Line], figures: list[Figure], report_year: int
) -> Iterator[Finding]:
    """Yield one finding, with the first sentence, where all tables say zero and the prose counts something."""
    states = {figure.cell_state for figure in figures if figure.table_code != "fees"}
    if "zero" not in states or not states <= _SILENT:
        return
    found: dict[str, tuple[Line, re.Match[str]]] = {}
    for sentence in sentences:
        if is_of_another_time(sentence.text, report_year):
            continue
        for pattern, title in _wordings():
            match = pattern.search(sentence.text)
            if match and int(match[1]) > 0:
                found.setdefault(title, (sentence, match))
    if found:
        sentence, match = next(iter(found.values()))
        said = f"“{excerpt(match)}”：正文有{'、'.join(found)}，三张表全部为 0"
        yield Finding("TXT-08", sentence.place, said, "正文与表内一致", "请核对三张表是否漏填")


@cache
def _wordings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"]), row["title"]) for row in read_rows(_WORDINGS, ("pattern", "title"))]
