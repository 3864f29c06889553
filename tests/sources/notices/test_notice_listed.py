"""The city's list of notices, and the tables that are landed."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from sources.errors import SourceError
from sources.notices.landed import SCHEMAS, notice_tables
from sources.notices.listed import listed_notice
from sources.registry.registry import Registry

LISTED = "notices.csv"


def refused(folder: Path, registry: Registry, year: int = 2021) -> SourceError:
    with pytest.raises(SourceError) as caught:
        listed_notice(folder, year, registry)
    return caught.value


def cut(city: Any, ending: str) -> Path:
    """Cut the notice after the last ``ending``."""
    path = next((city.folder / "notices").glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex(ending) + len(ending)], encoding="utf-8")
    return Path(path)


def test_the_listed_notice_is_read(city_folder: Path, registry: Registry) -> None:
    notice, path = listed_notice(city_folder, 2021, registry)
    assert (len(notice.tasks), path.name) == (37, "榕政办〔2021〕53号.txt")


def test_a_year_without_a_notice_is_an_error(city_folder: Path, registry: Registry) -> None:
    assert refused(city_folder, registry, 2020).found == "2020 年登记了 0 份通知"


def test_a_year_with_two_notices_is_an_error(city: Any, registry: Registry) -> None:
    line = (city.folder / LISTED).read_text(encoding="utf-8").splitlines()[1]
    city.add(LISTED, line)
    assert refused(city.folder, registry).found == "2021 年登记了 2 份通知"


def test_a_missing_file_is_an_error_with_its_line(city: Any, registry: Registry) -> None:
    next((city.folder / "notices").glob("*.txt")).unlink()
    error = refused(city.folder, registry)
    assert (error.where, error.found) == ("notices.csv 第2行", "通知文件“榕政办〔2021〕53号.txt”不存在")


@pytest.mark.parametrize("ending", ["市直各有关单位", "各县(市)区政府", "高新区"])
def test_a_cut_between_two_names_of_the_last_cell_is_caught_by_the_hash(
    city: Any, registry: Registry, ending: str
) -> None:
    """Such a cut leaves 37 tasks and only sound names: nothing else can tell."""
    cut(city, ending)
    error = refused(city.folder, registry)
    assert "与登记时不同（sha256 不符）" in error.found
    assert error.where == "notices.csv 第2行"


def test_without_a_hash_the_control_total_still_counts(city: Any, registry: Registry) -> None:
    path = next((city.folder / "notices").glob("*.txt"))
    city.edit(LISTED, hashlib.sha256(path.read_bytes()).hexdigest(), "")
    assert len(listed_notice(city.folder, 2021, registry)[0].tasks) == 37
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n37.")], encoding="utf-8")
    assert "读到 36 项任务" in refused(city.folder, registry).found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (",37,", ",38,", "读到 37 项任务，最后一项为任务 37"),
        (",37,", ",三十七,", "“三十七”不是整数"),
        (",榕政办〔2021〕53号,", ",榕政办〔2021〕54号,", "文件中为 榕政办〔2021〕53号、2021 年"),
        (",task_count,", ",count,", "缺少列 task_count"),
    ],
)
def test_a_wrong_entry_in_the_list_is_an_error(
    city: Any, registry: Registry, old: str, new: str, found: str
) -> None:
    city.edit(LISTED, old, new)
    assert refused(city.folder, registry).found == found


def test_an_empty_control_total_is_no_control(city: Any, registry: Registry) -> None:
    city.edit(LISTED, ",37,", ",,")
    assert len(listed_notice(city.folder, 2021, registry)[0].tasks) == 37


def test_the_landed_tables_hold_everything_with_its_place(city_folder: Path, registry: Registry) -> None:
    notice, path = listed_notice(city_folder, 2021, registry)
    tables = notice_tables(notice, path)
    assert {name: table.schema for name, table in tables.items()} == SCHEMAS
    assert {name: len(table) for name, table in tables.items()} == {
        "notices": 1,
        "tasks": 37,
        "assignments": len(notice.assignments),
        "milestones": 3,
        "directives": 4,
        "oddities": 20,
    }
    first = tables["tasks"].to_pylist()[0]
    assert first["source_locator"] == "榕政办〔2021〕53号.txt 第46行"
    assert tables["notices"]["sha256"][0].as_py() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_blank_is_null_in_the_landed_tables(city_folder: Path, registry: Registry) -> None:
    tables = notice_tables(*listed_notice(city_folder, 2021, registry))
    assert tables["tasks"].to_pylist()[4]["requirement"] is None
    for table in tables.values():
        assert not any(value == "" for row in table.to_pylist() for value in row.values())
