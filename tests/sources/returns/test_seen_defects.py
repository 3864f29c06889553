"""Defects seen in real reports (reference domain.md 1.9) in their tables: which rule of the tables finds each."""

import json

import pytest

from sources.registry.registry import Registry
from sources.returns.reading import read_file
from tests.sources.returns import official as o
from tests.sources.returns.good_files import FIXTURES, FOLDER, YEAR

_, OFFICE_2019 = json.loads((FIXTURES / "real_tables.json").read_text(encoding="utf-8"))["tables"].values()


def _rules(registry: Registry, content: bytes, year: int = YEAR) -> list[tuple[str, str]]:
    (result,) = read_file(content, "a.html", FOLDER, year, registry)
    return [(finding.rule_code, finding.found) for finding in result.findings]


@pytest.mark.parametrize("year", [2021, 2022])
def test_dq_01_the_form_of_2019_after_2020(registry: Registry, year: int) -> None:
    page = o.as_html(o.grids(o.filled("60"), "60"), year)
    assert [rule for rule, _ in _rules(registry, page, year)] == ["STA-08"]


def test_dq_06_the_prose_and_the_table(registry: Registry) -> None:
    page = o.as_html(o.grids(o.filled())).decode()
    prose = "本年度主动公开工作平稳。"
    said = "因政府信息公开被申请行政复议134件、提起行政诉讼57件。"
    found = _rules(registry, page.replace(prose, said).encode())
    assert [rule for rule, _ in found] == ["STA-15", "STA-15"]


def test_dq_08_the_column_of_the_totals_is_empty(registry: Registry) -> None:
    # As published; the fixture has 0 where the page has nothing.
    values = o.filled("60") | {
        ("foi_requests", row, column): "" if column == "total" and not number else number
        for row, numbers in OFFICE_2019.items()
        for column, number in zip(o.APPLICANTS, numbers, strict=True)
        if row in o.ROW_CODES_60
    }
    values["foi_requests", "others", "total"] = ""
    empty = [name for name, value in values.items() if value == ""]
    assert len(empty) > 15
    found = dict(_rules(registry, o.as_html(o.grids(values, "60"), 2019), 2019))
    assert f"申请办理情况表有 {len(empty)} 格空白" in found["STA-01"]


@pytest.mark.parametrize(
    ("column", "text", "rules"),
    [("decisions", "减3", ["STA-03"]), ("decisions", "251000元", ["STA-03"]), ("decisions", "/", [])],
)
def test_dq_09_what_is_no_number(registry: Registry, column: str, text: str, rules: list[str]) -> None:
    values = {**o.filled(), ("disclosures", "penalties", column): text}
    assert [rule for rule, _ in _rules(registry, o.as_html(o.grids(values)))] == rules


@pytest.mark.parametrize(
    ("label", "drifted", "rules"),
    [
        # A heading that is known to be cut short is read; one that nobody knows is a column that is not there.
        ("现行有效件数", "现行有效件", []),
        ("行政规范性文件", "规范性文件", []),
        (o.HEADINGS[1], "三、收到和处理政府信息公开的申请情况", []),
        ("现行有效件数", "现行有", ["STA-02", "STA-07"]),
        ("行政规范性文件", "行政规范性", ["STA-02", "STA-07"]),
    ],
)
def test_dq_10_labels_that_drift(registry: Registry, label: str, drifted: str, rules: list[str]) -> None:
    page = o.as_html(o.grids(o.filled())).decode()
    assert label in page
    found = _rules(registry, page.replace(label, drifted).encode())
    assert sorted({rule for rule, _ in found}) == rules
