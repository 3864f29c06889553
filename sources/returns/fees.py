"""Reads the information-processing fee (信息处理费) from the prose of section six, where the form prints no table."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Line
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS, Figure
from sources.returns.numbers import Reading, read_number

_SENTENCES = Path(__file__).parent / "words" / "fee_sentences.csv"
_ABOUT = "信息处理费"
_YEAR = re.compile(r"([0-9]{4})\s*年")
_BEFORE = ("上年", "上一年", "去年", "往年", "同比")
_SENTENCE = re.compile(r"[^。；;\n]+")


def fees_in_prose(
    lines: list[Line], template_version: str, figures: list[Figure], report_year: int
) -> list[Figure]:
    """Return the fee figures that sentences state; nothing where a table of the file has them.

    The wordings are data (``words/fee_sentences.csv``). A sentence that states two different figures for one
    thing states none.

    Args:
        lines: The prose of the file.
        template_version: The version of the form, for the units of its fields.
        figures: What the tables say.
        report_year: A sentence that names another year, or 上年, is about that one.
    """
    if any(figure.table_code == "fees" for figure in figures):
        return []
    units = {
        f.row_code: f.unit for f in form_fields(FORM_STATISTICS)[template_version] if f.table_code == "fees"
    }
    said: dict[str, dict[Reading, tuple[str, str]]] = {}
    for line in lines:
        for sentence in _SENTENCE.findall(unicodedata.normalize("NFKC", line.text)):
            if _ABOUT not in sentence or _is_of_another_year(sentence, report_year):
                continue
            for row_code, pattern, value in _patterns():
                if match := pattern.search(sentence.replace(" ", "")):
                    reading = read_number(value or match[1], units[row_code])
                    bare = reading._replace(has_unit=False)
                    said.setdefault(row_code, {}).setdefault(bare, (sentence.strip(), line.place))
    return [
        Figure("fees", code, "value", reading.state, reading.value, sentence, place)
        for code, readings in said.items()
        if len(readings) == 1
        for reading, (sentence, place) in readings.items()
    ]


def _is_of_another_year(sentence: str, report_year: int) -> bool:
    years = {int(year) for year in _YEAR.findall(sentence)}
    return bool(years - {report_year}) or any(word in sentence for word in _BEFORE)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], str]]:
    rows = read_rows(_SENTENCES, ("row_code", "pattern", "value"))
    return [(row["row_code"], re.compile(row["pattern"]), row["value"]) for row in rows]
