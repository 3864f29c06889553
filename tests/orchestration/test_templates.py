"""The workbooks for all units, as the office makes them."""

from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.templates import carried_over, make_templates
from sources.errors import SourceError
from tests.conftest import REGISTRY, YEAR, Zwgk

UNITS = 55


def _publish(home: Path, *rows: tuple[object, ...]) -> Path:
    """A read copy with the foi requests of some years."""
    copy = home / "published" / "zwgk.duckdb"
    copy.parent.mkdir(parents=True)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "create table fct_foi_requests (report_year integer, unit_id varchar, row_code varchar, "
            "applicant_type varchar, value decimal(20, 6), cell_state varchar)"
        )
        connection.executemany("insert into fct_foi_requests values (?, ?, ?, ?, ?, ?)", rows)
    return copy


def _requests(path: Path) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path)["表三申请办理"][8]][3:]


def test_the_command_writes_one_workbook_a_unit_and_says_so(tmp_path: Path, zwgk: Zwgk) -> None:
    rows = [
        (YEAR - 1, "gulou", "next", "natural_person", 4, "number"),
        (YEAR - 1, "gulou", "next", "commercial", 0, "zero"),
        (YEAR - 1, "gulou", "next", "research", None, "empty"),
        (YEAR - 1, "gulou", "total", "natural_person", 77, "number"),
        (YEAR, "gulou", "next", "natural_person", 99, "number"),
    ]
    _publish(tmp_path / "home", *rows)
    out = tmp_path / "报送表"
    done = zwgk(tmp_path / "home", "templates", "--year", str(YEAR), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert f"已生成 {YEAR} 年报送表 {UNITS} 份" in done.stdout
    assert str(out) in done.stdout
    assert "其中 1 个单位已填好上年结转数" in done.stdout
    names = {path.name for path in out.iterdir()}
    assert len(names) == UNITS
    assert _requests(out / f"{YEAR}年政务公开报送表-鼓楼区政府.xlsx") == [4, 0] + [None] * 5
    assert _requests(out / f"{YEAR}年政务公开报送表-市财政局.xlsx") == [None] * 7


def test_nothing_is_carried_over_where_there_is_no_copy_or_no_such_table(tmp_path: Path) -> None:
    assert carried_over(tmp_path / "zwgk.duckdb", YEAR) == {}
    with duckdb.connect(str(tmp_path / "zwgk.duckdb")) as connection:
        connection.execute("create table dim_tasks (task_id varchar)")
    assert carried_over(tmp_path / "zwgk.duckdb", YEAR) == {}


def test_what_is_carried_over_is_of_the_year_before(tmp_path: Path) -> None:
    copy = _publish(
        tmp_path, (YEAR - 1, "a", "next", "total", 5, "number"), (YEAR, "a", "next", "total", 6, "number")
    )
    assert carried_over(copy, YEAR) == {"a": {"total": Decimal(5)}}
    assert carried_over(copy, YEAR - 1) == {}


def test_a_workbook_that_was_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    paths = make_templates(REGISTRY, YEAR, tmp_path, {})
    assert make_templates(REGISTRY, YEAR, tmp_path, {}) == paths
    paths[0].write_bytes(b"filled in")
    with pytest.raises(SourceError) as caught:
        make_templates(REGISTRY, YEAR, tmp_path, {})
    assert paths[0].name in str(caught.value)
    assert paths[0].read_bytes() == b"filled in"
    assert len(list(tmp_path.iterdir())) == UNITS


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path, zwgk: Zwgk) -> None:
    (tmp_path / "file").write_text("x")
    done = zwgk(tmp_path / "home", "templates", "--year", str(YEAR), "--out", str(tmp_path / "file" / "out"))
    assert done.returncode == 1
    assert "文件夹建不了" in done.stderr
    assert "Traceback" not in done.stderr
