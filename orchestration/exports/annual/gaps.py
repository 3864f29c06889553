"""Which figures of a roll-up lack some unit, put together by the units that they lack."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from orchestration.exports.annual.grids import Figure, figures
from orchestration.exports.annual.model import AnnualReport


class Gap(NamedTuple):
    """Figures that lack the same units.

    Attributes:
        figures: Their names; a whole table or a whole row goes by its own name.
        owing: How many units owe them.
        counted: How many of them are in them.
        uncounted: The names of the others.
    """

    figures: str
    owing: int
    counted: int
    uncounted: str


def gaps(report: AnnualReport) -> list[Gap]:
    """Return the gaps in print order; a unit's own report has none, for what it lacks is its own."""
    if not report.is_rollup:
        return []
    groups: dict[tuple[int, int, str], list[Figure]] = {}
    for figure in figures(report.template_version):
        cell = report.cell(figure.key)
        if cell.is_incomplete:
            groups.setdefault((cell.owing, cell.counted, cell.uncounted), []).append(figure)
    return [Gap("；".join(_names(report.template_version, found)), *group) for group, found in groups.items()]


def gap_lines(report: AnnualReport) -> list[str]:
    """Return the gaps as lines of text."""
    return [
        f"{gap.figures}：应计入{gap.owing}个单位，已计入{gap.counted}个；未计入：{gap.uncounted or '（未列明）'}"
        for gap in gaps(report)
    ]


def _names(version: str, chosen: Sequence[Figure]) -> Iterator[str]:
    for table, group in groupby(chosen, key=lambda figure: figure.table):
        found = list(group)
        whole = [figure for figure in figures(version) if figure.table == table]
        rest = [figure for figure in whole if figure not in found]
        if not rest:
            yield f"{table}（全部数字）"
        elif len(rest) < len(found):
            yield f"{table}（{'、'.join(_row_names(rest, whole))}以外的全部数字）"
        else:
            yield f"{table}（{'、'.join(_row_names(found, whole))}）"


def _row_names(found: Sequence[Figure], whole: Sequence[Figure]) -> Iterator[str]:
    for row, group in groupby(found, key=lambda figure: figure.row):
        chosen = list(group)
        is_whole = len(chosen) == sum(figure.row == row for figure in whole)
        name = _short(chosen[0].field.row_path, outer=2)
        for figure in chosen[:1] if row and is_whole else chosen:
            column = "" if row and is_whole else _short(figure.field.column_path, outer=2 if row else 1)
            yield "·".join(label for label in (name, column) if label)


def _short(path: Sequence[str], outer: int) -> str:
    """Return the inner labels of a path; its first ``outer`` ones say nothing that the others do not."""
    return "".join(path[outer:] or path[-1:])
