"""Mistakes in the registry's files are named with file and line."""

from pathlib import Path
from typing import Any

import pytest

from sources.errors import SourceError
from sources.registry.csv_rows import read_rows
from sources.registry.registry import Registry


def refused(folder: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        Registry.load(folder)
    return caught.value


@pytest.mark.parametrize("name", ["units.csv", "aliases.csv", "groups.csv", "deadlines.csv", "overrides.csv"])
def test_a_missing_file_is_named(city: Any, name: str) -> None:
    (city.folder / name).unlink()
    error = refused(city.folder)
    assert (error.where, error.found) == (name, "文件不存在")
    assert error.remedy == "请在 city 目录补上"


@pytest.mark.parametrize(
    ("name", "column"),
    [("units.csv", "valid_from"), ("deadlines.csv", "legal_due"), ("aliases.csv", "alias")],
)
def test_a_missing_column_is_named(city: Any, name: str, column: str) -> None:
    path = city.folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(column, "x", 1), encoding="utf-8")
    assert str(refused(city.folder)).startswith(f"{name}：缺少列 {column}。应为：")


@pytest.mark.parametrize("name", ["aliases.csv", "overrides.csv"])
def test_a_unit_id_that_is_not_registered_is_an_error(city: Any, name: str) -> None:
    line = {"aliases.csv": "shi-wu,某局,", "overrides.csv": "2021,7,shi-wu,remove,理由,公开处,2021-07-01"}[
        name
    ]
    lines = len((city.folder / name).read_text(encoding="utf-8").splitlines())
    error = refused(city.add(name, line).folder)
    assert error.where == f"{name} 第{lines + 1}行"
    assert error.found == "单位编号“shi-wu”不在 units.csv 中"


def test_an_override_for_a_known_unit_is_read(city: Any) -> None:
    registry = city.add("overrides.csv", "2021,7,gulou,remove,理由,公开处,2021-07-01").load()
    assert [(row.integer("task_no"), str(row.date("decided_on"))) for row in registry.overrides] == [
        (7, "2021-07-01")
    ]


def test_too_many_cells_are_an_error_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3,4,5\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_rows(path, ("a", "b"))
    assert str(caught.value) == "a.csv 第3行：单元格多于表头的 2 列。办法：含逗号的内容请加双引号。"


def test_missing_cells_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1, 2 \n\n4\n", encoding="utf-8")
    assert [dict(row) for row in read_rows(path, ("a",))] == [
        {"a": "1", "b": "2", "c": ""},
        {"a": "4", "b": "", "c": ""},
    ]


def test_a_row_knows_its_line_past_quoted_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"1\n1",2\n3,4\n', encoding="utf-8")
    assert read_rows(path, ("a",))[1].where == "a.csv 第4行"


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a\n市财政局\n".encode("gb18030"))
    with pytest.raises(SourceError) as caught:
        read_rows(path, ("a",))
    assert str(caught.value) == "a.csv：不是 UTF-8 编码。办法：请另存为 UTF-8 编码的 CSV。"


@pytest.mark.parametrize(
    ("cell", "date"), [("2021-10-30", "2021-10-30"), ("", "None"), ("2021-2-30", "error"), ("十月", "error")]
)
def test_dates_are_iso_or_empty(tmp_path: Path, cell: str, date: str) -> None:
    (tmp_path / "a.csv").write_text(f"a,b\n{cell},x\n", encoding="utf-8")
    (row,) = read_rows(tmp_path / "a.csv", ("a",))
    if date != "error":
        assert str(row.date("a")) == date
        return
    with pytest.raises(SourceError) as caught:
        row.date("a")
    assert str(caught.value) == f"a.csv 第2行 a：“{cell}”不是日期。应为：如 2021-10-30。"


@pytest.mark.parametrize("cell", ["", "七", "1.5"])
def test_a_number_is_whole(tmp_path: Path, cell: str) -> None:
    (tmp_path / "a.csv").write_text(f"a,b\n{cell},x\n", encoding="utf-8")
    (row,) = read_rows(tmp_path / "a.csv", ("a",))
    with pytest.raises(SourceError) as caught:
        row.integer("a")
    assert str(caught.value) == f"a.csv 第2行 a：“{cell}”不是整数。"
