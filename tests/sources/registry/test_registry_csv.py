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


@pytest.mark.parametrize(
    "name", ["units.csv", "aliases.csv", "groups.csv", "deadlines.csv", "overrides.csv", "reports_for.csv"]
)
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


@pytest.mark.parametrize("name", ["aliases.csv", "overrides.csv", "reports_for.csv"])
def test_a_unit_id_that_is_not_registered_is_an_error(city: Any, name: str) -> None:
    line = {
        "aliases.csv": "shi-wu,某局,",
        "overrides.csv": "2021,7,shi-wu,exempt,理由,公开处,2021-07-01",
        "reports_for.csv": "2021,shi-wu,shi-fuban,来函",
    }[name]
    lines = len((city.folder / name).read_text(encoding="utf-8").splitlines())
    error = refused(city.add(name, line).folder)
    assert error.where == f"{name} 第{lines + 1}行"
    assert error.found == "单位编号“shi-wu”不在 units.csv 中"


def test_an_override_for_a_known_unit_is_read(city: Any) -> None:
    registry = city.add("overrides.csv", "2021,7,gulou,exempt,理由,公开处,2021-07-01").load()
    assert [(row.integer("task_no"), str(row.date("decided_on"))) for row in registry.overrides] == [
        (7, "2021-07-01")
    ]


YEAR_2023 = "2023,party_organ,annual_statistics"


@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("blank", ["", "\u00a0"])
def test_a_unit_has_an_id_a_name_and_a_short_name(city: Any, column: int, blank: str) -> None:
    cells = ["shi-xinju", "福州市新局", "市新局", "municipal_department", "municipal", "", "", "190", ""]
    cells[column] = blank
    error = refused(city.add("units.csv", ",".join(cells)).folder)
    line = len((city.folder / "units.csv").read_text(encoding="utf-8").splitlines())
    assert error.where == f"units.csv 第{line}行 {('unit_id', 'unit_name', 'short_name')[column]}"
    assert (error.found, error.expected) == ("空白", "单位编号、全称和简称都要填写")


@pytest.mark.parametrize("owed", ["", "Yes", "是", "true"])
def test_owed_is_yes_or_no(city: Any, owed: str) -> None:
    error = refused(city.add("deadlines.csv", f"{YEAR_2023},{owed},2024-01-31,,").folder)
    assert error.where == "deadlines.csv 第17行 owed"
    assert (error.found, error.expected) == (f"“{owed}”" if owed else "空白", "yes 或 no")


def test_what_is_owed_has_a_deadline(city: Any) -> None:
    error = refused(city.add("deadlines.csv", f"{YEAR_2023},yes,,,").folder)
    assert error.where == "deadlines.csv 第17行"
    assert (error.found, error.expected) == ("应报而没有时限", "legal_due 或 local_due 填写日期")


@pytest.mark.parametrize("cells", ["yes,2024-01-31,,", "yes,,2024-01-15,", "no,,,"])
def test_one_of_both_deadlines_is_enough_and_none_where_nothing_is_owed(city: Any, cells: str) -> None:
    assert len(city.add("deadlines.csv", f"{YEAR_2023},{cells}").load().deadlines) == 16


def test_a_type_of_unit_has_one_deadline_a_year_and_form(city: Any) -> None:
    other_form = city.add("deadlines.csv", "2021,party_organ,annual_report,no,,,")
    assert len(other_form.load().deadlines) == 16
    error = refused(city.add("deadlines.csv", "2021,party_organ,annual_statistics,no,,,").folder)
    assert error.where == "deadlines.csv 第18行"
    assert error.found == "与 deadlines.csv 第9行 重复（2021、party_organ、annual_statistics）"
    assert (error.expected, error.remedy) == ("每年每类单位每种报表一行", "请删去其中一行")


@pytest.mark.parametrize("action", ["", "remove", "Exempt", "不涉及"])
def test_an_override_exempts_or_concerns(city: Any, action: str) -> None:
    error = refused(city.add("overrides.csv", f"2021,7,gulou,{action},理由,公开处,2021-07-01").folder)
    assert error.where == "overrides.csv 第2行 action"
    assert (error.found, error.expected) == (f"“{action}”" if action else "空白", "exempt 或 concerns")


def test_an_override_is_decided_once(city: Any) -> None:
    for line in (
        "2021,7,gulou,exempt",
        "2022,7,gulou,exempt",
        "2021,8,gulou,exempt",
        "2021,7,mawei,concerns",
    ):
        city.add("overrides.csv", f"{line},理由,公开处,2021-07-01")
    assert len(city.load().overrides) == 4
    error = refused(city.add("overrides.csv", "2021,07,gulou,concerns,理由,公开处,2021-07-02").folder)
    assert error.where == "overrides.csv 第6行"
    assert error.found == "与 overrides.csv 第2行 重复（2021、7、gulou）"
    assert error.expected == "每年每项任务每个单位一行"


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
