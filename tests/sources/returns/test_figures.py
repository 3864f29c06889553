"""The statistical forms: the same figures from every format, by the grid, with the state of each cell."""

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from sources.registry.registry import Registry
from sources.returns.documents.formats import open_document
from sources.returns.figures import FigureForm, find_figures
from sources.returns.model import FORM_STATISTICS, Return
from sources.returns.reading import read_file
from tests.sources.returns import official as o

FIXTURES = Path(__file__).parent / "fixtures"
REAL = json.loads((FIXTURES / "real_tables.json").read_text(encoding="utf-8"))["tables"]
CITY_2025, OFFICE_2019 = REAL
Key = tuple[str, str, str]
Write = Callable[..., bytes]
WRITERS: dict[str, Write] = {
    "a.html": o.as_html,
    "b.html": o.as_ugly_html,
    "c.docx": o.as_docx,
    "d.xlsx": o.as_xlsx,
    "e.csv": o.as_csv,
    "f.csv": lambda *a, **k: o.as_csv(*a, **k, encoding="gb18030"),
    "g.tsv": lambda *a, **k: o.as_csv(*a, **k, encoding="utf-8", tab="\t"),
    "h.csv": lambda *a, **k: o.as_csv(*a, **k, encoding="utf-8"),
}


def _fixture_figures() -> dict[Key, str]:
    with (FIXTURES / "figures.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {(row["table_code"], row["row_code"], row["column_code"]): row["raw"] for row in rows}


def _find(content: bytes, name: str, year: int = 2021) -> FigureForm:
    found = find_figures(open_document(content, name), FORM_STATISTICS, year)
    assert found is not None
    return found


def _cells(figures: FigureForm | Return) -> dict[Key, tuple[str, Decimal | None]]:
    return {f[:3]: (f.cell_state, f.value) for f in figures.figures if f.table_code != "fees"}


def _contents() -> list[tuple[str, bytes]]:
    values = _fixture_figures()
    made = [(name, write(o.grids(values))) for name, write in WRITERS.items()]
    kept = [(f"statistics.{kind}", (FIXTURES / f"statistics.{kind}").read_bytes()) for kind in ("pdf", "xls")]
    return made + kept


@pytest.fixture(scope="module")
def all_formats() -> dict[str, FigureForm]:
    return {name: _find(content, name) for name, content in _contents()}


@pytest.mark.parametrize("name", [*WRITERS, "statistics.pdf", "statistics.xls"])
def test_every_format_gives_the_same_rows_with_their_states(
    all_formats: dict[str, FigureForm], name: str
) -> None:
    expected = {
        key: (
            ("empty", None)
            if not raw
            else ("not_applicable", None)
            if raw == "/"
            else (
                "number" if Decimal(raw.replace(",", "").replace("１２", "12")) else "zero",
                Decimal(raw.replace(",", "").replace("１２", "12")),
            )
        )
        for key, raw in _fixture_figures().items()
        if key[0] != "fees"
    }
    assert len(expected) == 200
    assert {state for state, _ in expected.values()} == {"number", "zero", "empty", "not_applicable"}
    assert _cells(all_formats[name]) == expected
    assert all_formats[name].template_version == "30"


@pytest.mark.parametrize("name", [*WRITERS, "statistics.pdf", "statistics.xls"])
def test_the_only_finding_is_the_empty_cell(all_formats: dict[str, FigureForm], name: str) -> None:
    assert [f.rule_code for f in all_formats[name].findings] == ["STA-01"]


@pytest.mark.parametrize("name", [*WRITERS, "statistics.pdf", "statistics.xls"])
def test_every_cell_keeps_its_text_and_its_place(all_formats: dict[str, FigureForm], name: str) -> None:
    figures = {f[:3]: f for f in all_formats[name].figures}
    assert len({f.place for f in figures.values()}) == len(figures)
    assert figures["foi_requests", "new", "natural_person"].raw_text.strip("\xa0 \n") == "1,234"
    assert figures["foi_requests", "new", "legal_service"].raw_text.strip("\xa0 \n") == "１２"


def test_the_fee_is_read_from_the_prose(registry: Registry) -> None:
    content = (FIXTURES / "statistics.pdf").read_bytes()
    (result,) = read_file(content, "statistics.pdf", "", 2021, registry)
    fees = {f.row_code: (f.value, f.place) for f in result.figures if f.table_code == "fees"}
    expected = _fixture_figures()
    assert {code: value for code, (value, _) in fees.items()} == {
        key[1]: Decimal(raw.replace("元", "").replace("件", ""))
        for key, raw in expected.items()
        if key[0] == "fees"
    }
    assert all(place.startswith("第") for _, place in fees.values())
    assert (result.unit_id, result.is_synthetic) == ("shi-caizhengju", True)


def test_the_blank_official_form_is_recognised_and_all_empty() -> None:
    found = _find((FIXTURES / "official_form_30.docx").read_bytes(), "格式.docx")
    assert found.template_version == "30"
    assert len(found.figures) == 200
    assert {f.cell_state for f in found.figures} == {"empty"}
    assert {f.value for f in found.figures} == {None}
    assert found.is_blank
    assert found.findings == []


def test_the_blank_official_form_is_not_a_return(registry: Registry) -> None:
    content = (FIXTURES / "official_form_30.docx").read_bytes()
    (result,) = read_file(content, "格式.docx", "市财政局", 2021, registry)
    assert result.outcome == "rejected"
    assert (result.form, result.unit_id) == (FORM_STATISTICS, "shi-caizhengju")
    assert len(result.figures) == 200
    assert [f.rule_code for f in result.findings] == ["RET-03"]
    assert "没有填报内容" in result.findings[0].found


def _real(name: str, version: str) -> dict[Key, object]:
    """A real published table three, as values of the form; the older form has one row for its 其他处理."""
    rows = dict(REAL[name])
    if version == "60":
        others = [rows.pop(code) for code in ("o1", "o2", "o3")]
        rows["others"] = [sum(column) for column in zip(*others, strict=True)]
    return {
        ("foi_requests", row, column): value
        for row, values in rows.items()
        for column, value in zip(o.APPLICANTS, values, strict=True)
    }


@pytest.mark.parametrize(("name", "version", "year"), [(CITY_2025, "30", 2025), (OFFICE_2019, "60", 2019)])
@pytest.mark.parametrize("file_name", ["a.html", "b.html", "c.docx", "d.xlsx", "e.csv"])
def test_the_real_tables_read_back_to_the_figure(name: str, version: str, year: int, file_name: str) -> None:
    values = _real(name, version)
    found = _find(WRITERS[file_name]([o.foi_requests(values, version)], year), file_name, year)
    assert found.template_version == version
    read = {f[:3]: f.value for f in found.figures}
    assert read == {key: Decimal(str(value)) for key, value in values.items()}
    assert len(read) == (175 if version == "30" else 161)


def test_the_city_of_2025_keeps_every_identity_and_the_office_of_2019_does_not() -> None:
    for (name, version, year), broken in zip(
        ((CITY_2025, "30", 2025), (OFFICE_2019, "60", 2019)), (False, True), strict=True
    ):
        found = _find(o.as_html([o.foi_requests(_real(name, version), version)], year), "a.html", year)
        rules = {f.rule_code for f in found.findings}
        assert ("STA-13" in rules) is broken, found.findings
        assert "STA-02" in rules  # tables two and four are not in the file


@pytest.mark.parametrize("file_name", list(WRITERS))
def test_the_older_form_is_known_by_its_content_and_not_by_the_year(file_name: str) -> None:
    content = WRITERS[file_name](o.grids(o.filled("60"), "60"), 2021)
    found = _find(content, file_name, 2021)
    assert found.template_version == "60"
    assert {
        f[:3]: f.raw_text.strip() for f in found.figures if not f.raw_text.startswith("\n")
    }.keys() <= o.filled("60").keys()
    assert len(found.figures) == len(o.filled("60"))
    assert [f.rule_code for f in found.findings] == ["STA-08"]
    amount = next(f for f in found.figures if f[:3] == ("disclosures", "procurement", "amount"))
    assert amount.value == Decimal("25.1")


@pytest.mark.parametrize("version", ["30", "60"])
@pytest.mark.parametrize("file_name", list(WRITERS))
def test_a_good_return_has_no_finding(version: str, file_name: str) -> None:
    year = 2021 if version == "30" else 2020
    found = _find(WRITERS[file_name](o.grids(o.filled(version), version), year), file_name, year)
    assert found.findings == []
    assert len(found.figures) == len(o.filled(version))


def _rules(values: dict[Key, object], write: Write = o.as_xlsx) -> list[tuple[str, str, str]]:
    found = _find(write(o.grids(values)), "a.html" if write is o.as_html else "a.xlsx")
    return [(f.rule_code, f.place, f.found) for f in found.findings]


@pytest.mark.parametrize(
    ("cell", "value", "rule", "words"),
    [
        (("disclosures", "licences", "decisions"), "减3", "STA-03", "“减3”"),
        (("disclosures", "licences", "decisions"), "251000元", "STA-03", "251000元"),
        (("disclosures", "licences", "decisions"), "无", "STA-03", "“无”"),
        (("disclosures", "licences", "decisions"), "500000 5", "STA-03", "500000 5"),
        (("disclosures", "normative", "issued"), "-3", "STA-04", "“-3”"),
        (("disclosures", "normative", "issued"), "3.5", "STA-04", "“3.5”"),
        (("disclosures", "charges", "amount"), "-1", "STA-04", "“-1”"),
        (("disclosures", "charges", "amount"), "", "STA-01", "1 格空白"),
    ],
)
def test_a_cell_that_is_no_plain_number_is_named(cell: Key, value: str, rule: str, words: str) -> None:
    ((code, place, found),) = _rules({**o.filled(), cell: value})
    assert code == rule
    assert place.startswith("表1!")
    assert words in found


def test_a_figure_off_by_one_breaks_row_and_columns() -> None:
    values = o.filled()
    values["foi_requests", "d5", "commercial"] = int(str(values["foi_requests", "d5", "commercial"])) + 1
    assert [rule for rule, _, _ in _rules(values)] == ["STA-12", "STA-13"]


def test_a_row_that_lacks_cells_is_not_placed_by_order() -> None:
    page = o.as_html(o.grids(o.filled())).decode()
    start = page.index("2.重复申请")
    cell = page.index("<td", start)
    cut = page[:cell] + page[page.index("</td>", cell) + 5 :]
    found = _find(cut.encode(), "a.html")
    states = {f.cell_state for f in found.figures if f.row_code == "n2"}
    assert states <= {"unreadable"}
    assert "STA-07" in {f.rule_code for f in found.findings}


def test_an_extra_cell_in_a_row_is_noticed() -> None:
    page = o.as_html(o.grids(o.filled())).decode()
    start = page.index("2.重复申请")
    at = page.index("<td", start)
    found = _find((page[:at] + "<td>5</td>" + page[at:]).encode(), "a.html")
    assert "STA-07" in {f.rule_code for f in found.findings}


def test_an_unknown_row_and_a_missing_row_are_named() -> None:
    page = o.as_html(o.grids(o.filled())).decode().replace("2.重复申请", "2.反复申请").encode()
    found = {f.rule_code: f for f in _find(page, "a.html").findings}
    assert "2.反复申请" in found["STA-07"].found
    assert "2.重复申请" in found["STA-02"].found


def test_a_merged_cell_across_columns_says_nothing_of_any() -> None:
    page = o.as_html(o.grids(o.filled())).decode()
    start = page.index("2.重复申请")
    first = page.index("<td rowspan='1' colspan='1'>", start)
    second = page.index("<td", first + 1)
    merged = (
        page[:first]
        + page[first:second].replace("colspan='1'", "colspan='2'")
        + page[page.index("</td>", second) + 5 :]
    )
    found = _find(merged.encode(), "a.html")
    assert {f.column_code for f in found.figures if f.cell_state == "unreadable"} == {
        "natural_person",
        "commercial",
    }
    assert "合并单元格" in next(f.found for f in found.findings if f.rule_code == "STA-07")


def test_the_same_table_twice_counts_once_and_two_that_differ_are_a_finding() -> None:
    values = o.filled()
    tables = o.grids(values)
    page = o.as_html(tables).decode()
    again = page.replace("</body>", page[page.index("<table>") : page.rindex("</table>") + 8] + "</body>")
    assert _find(again.encode(), "a.html").findings == []
    values["disclosures", "licences", "decisions"] = 999
    other = o.as_html([o.disclosures_30(values)]).decode()
    both = page.replace("</body>", other[other.index("<table>") : other.rindex("</table>") + 8] + "</body>")
    found = _find(both.encode(), "a.html")
    (finding,) = found.findings
    assert finding.rule_code == "STA-06"
    assert "999" in finding.found
    assert "1234" in finding.found
    assert next(f for f in found.figures if f.row_code == "licences").cell_state == "unreadable"


def test_a_label_broken_by_a_page_split_is_mended() -> None:
    found = _find((FIXTURES / "split_label.pdf").read_bytes(), "split_label.pdf")
    assert len(found.figures) == 200
    assert [f.rule_code for f in found.findings] == ["STA-01"]
