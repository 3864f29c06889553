"""A year left over from an earlier report in the prose of this one; silent where a comparison may be meant."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.registry.csv_rows import read_rows
from sources.returns.documents.model import Line
from sources.returns.model import Finding
from sources.returns.texts.sentences import excerpt

_WORDINGS = Path(__file__).parents[1] / "words" / "left_over_years.csv"
# Then the sentence may speak of an earlier year on purpose.
_COMPARED = re.compile(
    r"[较比]|同期|上一?年|去年|往年|历年|以来|结转|遗留|至今|此前|此外|截[至止]|起施行|修订|清理|废止|失效|规划|曾"
    r"|回头看|整改|指出|问题|增长|增加|下降|减少|分别|从20|由20|自20|20[0-9]{2}年?[至—–~-]+20"
)


class _Wording(NamedTuple):
    pattern: re.Pattern[str]
    is_comparison_meant: bool


def left_over_years(sentences: Iterable[Line], report_year: int) -> Iterator[Finding]:
    """Yield a finding for each sentence that says of another year what it should say of the report's.

    The wordings are data (``words/left_over_years.csv``). Where a comparison may be meant, only an earlier year
    counts, and only in a sentence that names no other and compares nothing.
    """
    for sentence in sentences:
        for wording in _wordings():
            for match in wording.pattern.finditer(sentence.text):
                years = {int(year) for year in match.groupdict().values() if year}
                if years == {report_year} or (
                    wording.is_comparison_meant and not _is_certain(sentence.text, years, report_year)
                ):
                    continue
                said = "、".join(f"{year} 年" for year in sorted(years - {report_year}))
                found = f"“{excerpt(match)}”：写的是 {said}"
                remedy = "请核对年度；沿用上年文字的，数字也要核对"
                yield Finding("TXT-02", sentence.place, found, f"报告年度 {report_year} 年", remedy)


def _is_certain(sentence: str, years: set[int], report_year: int) -> bool:
    named = {int(year) for year in re.findall(r"(20[0-9]{2})", sentence)}
    return named == years and max(years) < report_year and _COMPARED.search(sentence) is None


@cache
def _wordings() -> list[_Wording]:
    rows = read_rows(_WORDINGS, ("pattern", "is_comparison_meant"))
    return [_Wording(re.compile(row["pattern"]), row["is_comparison_meant"] == "yes") for row in rows]
