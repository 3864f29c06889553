"""What the read copy says of an annual report: drafts with their reasons, versions with what they lack."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.exports.annual.reading import VersionName, read_drafts, read_versions, version_names
from orchestration.exports.tables import ReadCopy
from tests.benchmarks.bench_exports import YEAR, make_copy

FEE = ("fees", "notices", "value")
UNITS = ("unit0000", "unit0001", "unit0002")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[ReadCopy]:
    """Three units: one final, one a draft with its reason, one looked at from before its version was made."""
    path = tmp_path / "copy.duckdb"
    make_copy(path, len(UNITS))
    with duckdb.connect(str(path)) as connection:
        connection.execute("update rpt_report_standing set is_final = false where scope = 'unit0001'")
        connection.execute("update rpt_report_standing set data_version = 'other' where scope = 'unit0002'")
        connection.execute(
            "insert into rpt_report_remarks values (?, 'unit0001', 1, true, '未报送'), (?, 'unit0001', 2, false, '附注')",
            [YEAR, YEAR],
        )
        connection.execute("update fct_report_versions set is_rollup = true where scope = 'unit0000'")
        connection.execute(
            "update fct_report_version_cells set owing_count = 3, counted_count = 2, uncounted_units = '东区' "
            "where scope = 'unit0000' and table_code = 'fees' and row_code = 'notices'"
        )
    with ReadCopy(path) as copy:
        yield copy


def test_what_is_not_final_is_a_draft_with_its_reasons(copy: ReadCopy) -> None:
    drafts = {one.scope: one for one in read_drafts(copy, YEAR)}
    assert set(drafts) == {"unit0001", "unit0002"}
    assert (drafts["unit0001"].reasons, drafts["unit0001"].notes) == (("未报送",), ("附注",))
    assert "更早的截至日期" in drafts["unit0002"].reasons[0]
    assert all(one.is_draft and len(one.cells) == 204 for one in drafts.values())


def test_a_final_sum_that_lacks_a_unit_says_so(copy: ReadCopy) -> None:
    names = version_names(copy, YEAR)
    assert [(one.scope, one.version) for one in names] == [(unit, 1) for unit in UNITS]
    [report] = read_versions(copy, YEAR, names[:1])
    cell = report.cells[FEE]
    assert (cell.is_partial, cell.counted, cell.owing, cell.uncounted) == (True, 2, 3, "东区")
    assert cell.printed.endswith("※")
    assert [key for key, _ in report.partial_cells] == [FEE]
    assert (report.version, report.as_of) == (1, dt.date(2022, 3, 1))


def test_only_the_versions_asked_for_are_read(copy: ReadCopy) -> None:
    assert list(read_versions(copy, YEAR, [])) == []
    [report] = read_versions(copy, YEAR, [VersionName("unit0002", 1, "合成单位2")])
    assert report.scope == "unit0002"
    assert not report.partial_cells


def test_a_figure_has_the_places_that_were_reported(copy: ReadCopy) -> None:
    [report] = read_versions(copy, YEAR, version_names(copy, YEAR)[:1])
    value = report.cells["disclosures", "charges", "amount"].value
    assert isinstance(value, Decimal)
    assert value == value.to_integral_value()
    assert "." not in str(value)
