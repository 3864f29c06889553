"""SQL on the read copy: it answers, and can do nothing else."""

import csv
import io
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.exports.tables import ReadCopy
from orchestration.query import QueryError, print_query
from tests.conftest import Zwgk

WRITING = [
    "create table other (a int)",
    "create view other as select 1",
    "insert into dim_units select * from dim_units",
    "update dim_units set unit_name = 'x'",
    "delete from dim_units",
    "drop table dim_units",
    "select 1; drop table dim_units",
]
OTHER_FILES = [
    "select * from read_csv('{file}')",
    "select * from read_text('{file}')",
    "select * from read_blob('{file}')",
    "select * from read_text('../../../../../../../..{file}')",
    "select * from '{file}'",
    "select * from glob('{folder}/*')",
    "select * from sniff_csv('{file}')",
    "select * from read_parquet('{home}/published/parquet/dim_units.parquet')",
    "copy dim_units to '{folder}/out.csv'",
    "copy dim_units from '{file}'",
    "attach '{folder}/other.duckdb'",
    "attach '{home}/warehouse.duckdb' as warehouse",
    "export database '{folder}/dump'",
    "install httpfs",
    "load httpfs",
]
SETTINGS = [
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset enable_external_access",
    "set memory_limit = '1GB'",
    "set threads = 64",
    "pragma enable_profiling",
]


@pytest.fixture(scope="module")
def copy_path(demo_home: Path) -> Path:
    return demo_home / "published" / "zwgk.duckdb"


@pytest.mark.parametrize("statement", WRITING)
def test_it_cannot_write(copy_path: Path, statement: str) -> None:
    before = copy_path.read_bytes()
    with pytest.raises(QueryError, match="read-only"):
        print_query(copy_path, statement, "csv")
    assert copy_path.read_bytes() == before


@pytest.mark.parametrize("statement", OTHER_FILES)
def test_it_cannot_reach_another_file(
    copy_path: Path, demo_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\nsecret,1\n")
    query = statement.format(file=file, folder=tmp_path, home=demo_home)
    with pytest.raises(QueryError, match=r"disabled|does not exist") as caught:
        print_query(copy_path, query, "csv")
    assert "secret,1" not in str(caught.value) + capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("statement", SETTINGS)
def test_it_cannot_change_a_setting(copy_path: Path, statement: str) -> None:
    with pytest.raises(QueryError, match="locked"):
        print_query(copy_path, statement, "csv")


def test_it_does_not_see_the_variables_of_the_program(copy_path: Path) -> None:
    hidden = pd.DataFrame({"a": [1]})
    with ReadCopy(copy_path) as copy, pytest.raises(duckdb.CatalogException, match="hidden"):
        copy.rows("select * from hidden")
    assert len(hidden) == 1


def test_a_reader_does_not_keep_another_reader_out(copy_path: Path) -> None:
    with ReadCopy(copy_path) as one, ReadCopy(copy_path) as other:
        assert (
            one.rows("select count(*) from dim_tasks")
            == other.rows("select count(*) from dim_tasks")
            == [(37,)]
        )


def test_csv_has_a_heading_and_null_is_an_empty_cell(
    copy_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "select 0 as zero, null as nothing, '' as blank, date '2021-10-30' as day, 'a,\"b\"\nc' as words, true as t"
    print_query(copy_path, query, "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["zero", "nothing", "blank", "day", "words", "t"],
        ["0", "", "", "2021-10-30", 'a,"b"\nc', "True"],
    ]


def test_csv_escapes_text_that_a_spreadsheet_would_run_and_leaves_numbers(
    copy_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_query(copy_path, "select '=1+1' as a, '+1' as b, '-1' as c, '@x' as d, -1 as e, 'a=1' as f", "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[1] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "-1",
        "a=1",
    ]


def test_csv_of_no_rows_is_its_heading(copy_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_query(copy_path, "select task_id, title from dim_tasks where false", "csv")
    assert capsys.readouterr().out == "task_id,title\n"


def test_a_table_shows_values_as_they_are_and_counts_rows(
    copy_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "select '[red]红[/red]' as words, cast(null as integer) as nothing union all select '[/b]', 0 order by 1"
    print_query(copy_path, query, "table")
    out = capsys.readouterr().out
    assert "[red]红[/red]" in out
    assert "None" not in out
    assert re.search(r"\[/b\]\s+0", out)
    assert out.rstrip().endswith("2 行")


@pytest.mark.parametrize(
    "query", ["selec 1", "select * from dim_unit", "select no_such from dim_units", "select 1 +"]
)
def test_a_wrong_query_is_answered_in_chinese(copy_path: Path, query: str) -> None:
    with pytest.raises(QueryError, match=r"^查询未能执行："):
        print_query(copy_path, query, "table")


def test_the_command_answers_a_wrong_query_with_one_message_and_no_traceback(
    demo_home: Path, zwgk: Zwgk
) -> None:
    done = zwgk(demo_home, "sql", "selec 1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("查询未能执行：")
    assert "Traceback" not in done.stderr


def test_the_command_prints_csv(demo_home: Path, zwgk: Zwgk) -> None:
    done = zwgk(demo_home, "sql", "--format", "csv", "select count(*) as tasks from dim_tasks")
    assert (done.returncode, done.stdout) == (0, "tasks\n37\n")


@pytest.mark.parametrize("query", ["", "  ", ";", "-- 只有注释"])
def test_an_empty_query_is_answered_in_chinese(copy_path: Path, query: str) -> None:
    with pytest.raises(QueryError, match="查询"):
        print_query(copy_path, query, "table")


@pytest.mark.parametrize("query", ["select 'a[/b]'", 'select 1 as "[/b]"'])
def test_a_heading_is_shown_as_it_is(copy_path: Path, capsys: pytest.CaptureFixture[str], query: str) -> None:
    print_query(copy_path, query, "table")
    assert "[/b]" in capsys.readouterr().out


def test_csv_escapes_headings_too(copy_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_query(copy_path, 'select 1 as "=cmd()"', "csv")
    assert capsys.readouterr().out.startswith("'=cmd()")
