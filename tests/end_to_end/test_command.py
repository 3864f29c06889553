"""The command as a person meets it: what a run prints, the progress on a terminal, queries."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import AS_OF, YEAR, Zwgk, zwgk_environment


def test_a_run_prints_its_figures_and_files_that_exist(demo_home: Path) -> None:
    output = (demo_home / "run.out").read_text(encoding="utf-8")
    assert f"{YEAR} 年　截至 {AS_OF}" in output
    [line] = [line for line in output.splitlines() if line.startswith("任务 ")]
    figures = dict(re.findall(r"(\w+) (\d+)", line))
    counted = sum(int(figures[name]) for name in ("按时", "迟报", "未报", "未到期", "不涉及"))
    assert figures["任务"] == "37"
    assert int(figures["应报事项"]) == counted
    paths = [Path(line.strip()) for line in output.splitlines() if line.startswith("  ")]
    names = ["任务落实情况表.xlsx", "催报清单.xlsx", "收件登记簿.xlsx", "年终各表.xlsx"]
    names += ["问题清单.xlsx", "年度报告", "回执", "manifest.json"]
    assert [path.name for path in paths] == names
    assert all(path.exists() for path in paths)
    assert "含合成演示数据" in output


def test_elsewhere_than_on_a_terminal_a_run_prints_plain_lines(demo_home: Path) -> None:
    output = (demo_home / "run.out").read_text(encoding="utf-8")
    assert "\x1b" not in output
    assert output.count("完成：") == 29


def test_on_a_terminal_there_is_a_progress_bar(own_home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).with_name("zwgk")), "export", "--year", str(YEAR)]
    environment = zwgk_environment(own_home) | {"TERM": "xterm-256color"}
    with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs, stdin=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side has closed
                break
            if not piece:
                break
            shown += piece
        assert process.wait(timeout=60) == 0
    text = shown.decode(errors="replace")
    assert "\x1b[" in text
    assert "13/13" in text
    assert "催报清单.xlsx" in text


def test_export_writes_the_same_workbooks_again(own_home: Path, demo_home: Path, zwgk: Zwgk) -> None:
    folder = own_home / "exports" / str(YEAR)
    shutil.rmtree(folder)
    assert zwgk(own_home, "export", "--year", str(YEAR)).returncode == 0
    first = demo_home / "exports" / str(YEAR)
    files = [path.relative_to(first) for path in first.rglob("*") if path.is_file()]
    assert len(files) > 100
    assert all((folder / name).read_bytes() == (first / name).read_bytes() for name in files)


def test_sql_answers_as_csv(demo_home: Path, zwgk: Zwgk) -> None:
    done = zwgk(demo_home, "sql", "--format", "csv", "select count(*) as tasks from dim_tasks")
    assert (done.returncode, done.stdout) == (0, "tasks\n37\n")


@pytest.mark.parametrize(
    "query",
    [
        "delete from dim_tasks",
        "select * from read_csv('pyproject.toml')",
        "copy dim_tasks to 'x.csv'",
        "selec 1",
    ],
)
def test_sql_refuses_what_a_reader_may_not_do(demo_home: Path, zwgk: Zwgk, query: str) -> None:
    done = zwgk(demo_home, "sql", query)
    assert done.returncode == 1
    assert "查询未能执行" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_date_is_told_in_words(demo_home: Path, zwgk: Zwgk) -> None:
    done = zwgk(demo_home, "run", "--as-of", "2022-13-01")
    assert done.returncode == 1
    assert "2022-13-01" in done.stderr


def test_before_the_first_run_a_query_says_what_to_do(tmp_path: Path, zwgk: Zwgk) -> None:
    done = zwgk(tmp_path, "sql", "select 1")
    assert done.returncode == 1
    assert "zwgk run" in done.stderr


def test_demo_leaves_an_inbox_alone_that_holds_anything(own_home: Path, zwgk: Zwgk) -> None:
    before = sorted(path.name for path in (own_home / "inbox").rglob("*"))
    done = zwgk(own_home, "demo", "--year", str(YEAR))
    assert "保持原样" in done.stdout
    assert sorted(path.name for path in (own_home / "inbox").rglob("*")) == before
