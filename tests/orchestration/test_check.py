"""`zwgk check`: the receipt before a file is handed in, as a person at a unit meets it."""

import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from expectations.catalogue import rules
from orchestration import check
from orchestration.check import check_file
from orchestration.settings import load_settings
from sources.errors import SourceError
from sources.notices.listed import listed_notice
from sources.owed import Item, owed_items
from sources.registry.registry import Registry
from sources.returns.model import FORM_STATISTICS, FORM_TASK_PROGRESS, Finding, Return
from tests.conftest import AS_OF, REGISTRY, YEAR, Zwgk, zwgk_environment

UNIT, UNIT_NAME, OTHER = "shi-caizhengju", "福州市财政局", "市教育局"
HEADERS = ("任务编号", "工作任务", "事项类别", "完成时限", "完成状态", "落实情况")
DAY = dt.date.fromisoformat(AS_OF)
# What takes long to import, and what needs a warehouse.
HEAVY = {
    "pyarrow",
    "numpy",
    "dagster",
    "dagster_dbt",
    "dbt",
    "duckdb",
    "pandas",
    "great_expectations",
    "xlsxwriter",
    "jinja2",
    "requests",
}
_CHECK = f"""
import sys
from orchestration.cli import app
try:
    app()
except SystemExit:
    print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def items() -> list[Item]:
    registry = Registry.load(REGISTRY)
    return owed_items(listed_notice(REGISTRY, YEAR, registry)[0], registry)[UNIT]


Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, items: list[Item]) -> Make:
    """Make the task-progress workbook of the unit, each line filled in with one status."""

    def make(
        name: str = "市财政局/任务落实情况表.xlsx",
        status: str = "已完成",
        unit: str | None = UNIT_NAME,
        year: int = YEAR,
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet("任务落实情况")
            page.write(0, 0, f"{year}年政务公开工作主要任务落实情况表")
            if unit:
                page.write_row(1, 0, ("填报单位", unit))
            page.write_row(2, 0, HEADERS)
            for row, item in enumerate(items, start=3):
                due = str(item.due_date)
                page.write_row(row, 0, (item.task_no, item.title, item.item_kind, due, status, "已公开。"))
        return path

    return make


def test_a_good_file_may_be_handed_in(make: Make, tmp_path: Path, zwgk: Zwgk) -> None:
    home = tmp_path / "home"
    done = zwgk(home, "check", str(make()))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "结果：可以受理，没有发现问题",
        f"单位：{UNIT_NAME}　年度：{YEAR}",
        "文件：任务落实情况表.xlsx",
    ]
    assert lines[-2].startswith("仍应报送：1 项（截至 ")
    assert lines[-1] == "  2022-01-31　未报　年度统计　2021年政府信息公开年度统计"
    assert not home.exists()  # it needs no warehouse, and leaves nothing behind


def test_what_is_not_in_the_file_is_still_owed(make: Make, items: list[Item]) -> None:
    receipt = check_file(make(status=""), load_settings(), YEAR, None, DAY)
    assert receipt.still_owed is not None
    owed = [(item.title, item.item_kind, item.due_date) for item in receipt.still_owed]
    expected = [
        (f"{item.task_no}. {item.title}", item.item_kind, item.due_date)
        for item in items
        if item.item_kind != "牵头汇总"  # a summary is its text, and each line has one
    ]
    statistics = ("2021年政府信息公开年度统计", "年度统计", dt.date(2022, 1, 31))
    assert sorted(owed) == sorted([*expected, statistics])
    assert {item.status for item in receipt.still_owed} == {"未报"}
    assert receipt.owed_note == "只看本文件，不计此前已报送的"


def test_a_warning_does_not_keep_a_file_from_being_handed_in(
    make: Make, items: list[Item], tmp_path: Path, zwgk: Zwgk
) -> None:
    done = zwgk(tmp_path, "check", str(make(status="己完成")))
    assert done.returncode == 0
    assert done.stdout.startswith("结果：可以受理，有需要核对的地方（警告 ")
    first = done.stdout[done.stdout.index("\n1. ") :].splitlines()[1:5]
    assert first[:3] == [
        f"1. [警告] 完成状态不在选项中：{len(items)} 处（RET-11）",
        f"   位置：任务落实情况!{'、'.join(f'E{row}' for row in range(4, 4 + len(items)))}",
        "   发现：己完成",
    ]
    assert first[3].startswith("   应为：已完成、")


def test_a_damaged_file_is_told_what_to_do(make: Make, tmp_path: Path, zwgk: Zwgk) -> None:
    path = make()
    path.write_bytes(path.read_bytes()[:2000])
    done = zwgk(tmp_path, "check", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["结果：不能受理。请按下列办法改正后再报送", f"单位：{UNIT_NAME}　年度：{YEAR}"]
    assert "1. [严重] 文件无法读取（RET-01）" in lines
    assert [line[:6] for line in lines if line.startswith("   ")] == [
        "   位置：",
        "   发现：",
        "   应为：",
        "   办法：",
    ]


@pytest.mark.parametrize("code", ["RET-11", "PRG-05", "RET-16", *[c for c in rules() if c.startswith("STA")]])
def test_the_exit_code_follows_the_severity(make: Make, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    finding = Finding(code, "表三!J30", "13 与 12", "两者相等", "请核对")
    result = Return(FORM_STATISTICS, UNIT, findings=[finding])
    monkeypatch.setattr(check, "read_kept", lambda *_: [Return(FORM_TASK_PROGRESS, UNIT), result])
    receipt = check_file(make(), load_settings(), YEAR, None, DAY)
    assert receipt.is_fatal is (rules()[code].severity == "fatal")
    assert [form.outcome for form in receipt.forms] == ["受理", "受理（有问题）"]
    [shown] = receipt.findings
    assert (shown.rule_code, shown.title) == (code, rules()[code].title)
    assert shown.severity == {"fatal": "严重", "warning": "警告", "notice": "提示"}[rules()[code].severity]


def test_what_two_forms_of_a_file_share_is_told_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Finding("RET-16", "第1段", "标题中的“某局”不在单位名录中", "", "")
    forms = (FORM_TASK_PROGRESS, FORM_STATISTICS)
    monkeypatch.setattr(
        check, "read_kept", lambda *_: [Return(form, UNIT, findings=[doubt]) for form in forms]
    )
    receipt = check_file(make(), load_settings(), YEAR, None, DAY)
    assert (len(receipt.forms), len(receipt.findings)) == (2, 1)
    assert "年度统计" not in {item.item_kind for item in receipt.still_owed or ()}


@pytest.mark.parametrize(
    ("name", "unit_in_file", "option", "unit_name"),
    [
        ("市财政局/表.xlsx", None, None, UNIT_NAME),
        ("shi-caizhengju/表.xlsx", None, None, UNIT_NAME),
        ("下载/表.xlsx", UNIT_NAME, None, UNIT_NAME),
        ("下载/表.xlsx", None, "市财政局", UNIT_NAME),
        ("市教育局/表.xlsx", UNIT_NAME, "市财政局", UNIT_NAME),
    ],
)
def test_the_unit_is_named_by_option_file_or_folder(
    make: Make, name: str, unit_in_file: str | None, option: str | None, unit_name: str
) -> None:
    receipt = check_file(make(name, unit=unit_in_file), load_settings(), YEAR, option, DAY)
    assert (receipt.unit_name, receipt.is_fatal) == (unit_name, False)


@pytest.mark.parametrize(("name", "option"), [("市教育局/表.xlsx", None), ("下载/表.xlsx", OTHER)])
def test_a_unit_that_contradicts_the_file_is_a_conflict(make: Make, name: str, option: str | None) -> None:
    receipt = check_file(make(name), load_settings(), YEAR, option, DAY)
    [finding] = receipt.findings
    assert (finding.rule_code, receipt.is_fatal) == ("RET-04", True)
    assert UNIT_NAME in finding.found
    assert OTHER in finding.found


def test_a_file_of_nobody_owes_nothing_that_could_be_listed(make: Make) -> None:
    receipt = check_file(make("下载/表.xlsx", unit=None), load_settings(), YEAR, None, DAY)
    assert (receipt.unit_name, receipt.still_owed, receipt.is_fatal) == ("未识别", None, True)


def test_a_year_without_a_notice_still_has_its_statistics(make: Make) -> None:
    receipt = check_file(make(year=2020), load_settings(), 2020, None, DAY)
    assert receipt.owed_note == "2020 年未登记任务分解表，只列年度统计"
    assert [(item.title, item.due_date) for item in receipt.still_owed or ()] == [
        ("2020年政府信息公开年度统计", dt.date(2021, 1, 31))
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("没有.xlsx",), "没有.xlsx：文件不存在。"),
        (("没有这个文件夹/表.xlsx",), "没有这个文件夹/表.xlsx：文件不存在。"),
        (("x" * 300,), f"{'x' * 300}：文件打不开（"),
        (("市财政局",), "市财政局：是文件夹。应为：一个文件。"),
        (("pipe",), "pipe：不是普通文件。"),
        (("表.xlsx", "--unit", "市财政"), "--unit：“市财政”不在单位名录中。是否为 市财政局"),
        (("表.xlsx", "--unit", "市直各有关单位"), "--unit：“市直各有关单位”是一类单位。"),
        (("表.xlsx", "--year", "20210"), "--year：20210。应为：年度，如 2021。"),
        (("表.xlsx", "--html", "没有/页.html"), "没有/页.html：文件夹不存在。"),
        (("表.xlsx", "--html", "市财政局"), "市财政局：页面写不进去（"),
        (("表.xlsx", "--html", "./表.xlsx"), "--html：与要检查的文件同名。"),
    ],
    ids=lambda value: value[0][:20] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_chinese_line(
    make: Make,
    tmp_path: Path,
    zwgk: Zwgk,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    content = make("表.xlsx").read_bytes()
    (tmp_path / "市财政局").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    done = zwgk(tmp_path / "home", "check", *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert len(done.stderr.splitlines()) == 1
    assert (tmp_path / "表.xlsx").read_bytes() == content
    assert not [path for path in tmp_path.rglob("*") if "partial" in path.name]


def test_a_folder_that_is_not_there_names_no_unit(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="文件不存在"):
        check_file(tmp_path / "市财政局" / "表.xlsx", load_settings(), YEAR, None, DAY)


def test_the_page_is_written_too(make: Make, tmp_path: Path, zwgk: Zwgk) -> None:
    page = tmp_path / "回执.html"
    page.write_text("旧", encoding="utf-8")
    done = zwgk(tmp_path, "check", str(make(status="己完成")), "--html", str(page))
    assert done.returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "报送预检结果" in text
    [outcome] = re.findall('<p class="outcome">(.*)</p>', text)
    assert done.stdout.startswith(outcome)
    assert {path.name for path in tmp_path.iterdir()} == {"回执.html", "市财政局"}


def test_a_name_from_an_old_archive_is_printed_all_the_same(make: Make, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "市财政局") + "/落实.xlsx".encode("gb18030")
    make().rename(os.fsdecode(path))
    command = [str(Path(sys.executable).with_name("zwgk")), "check", path]
    done = subprocess.run(
        command, env=zwgk_environment(tmp_path), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b".xlsx" in done.stdout.splitlines()[2]


def test_nothing_heavy_is_imported(make: Make, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CHECK, "check", str(make())]
    done = subprocess.run(
        command, env=zwgk_environment(tmp_path), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("结果：可以受理")
    assert done.stderr == "[]\n"


def test_it_answers_in_a_second_or_two(make: Make, tmp_path: Path, zwgk: Zwgk) -> None:
    path, times = make(), []
    for _ in range(3):
        started = time.perf_counter()
        zwgk(tmp_path, "check", str(path))
        times.append(time.perf_counter() - started)
    assert min(times) < 2


def test_it_says_the_same_as_the_receipt_after_handing_in(
    demo_home: Path, read_copy: duckdb.DuckDBPyConnection
) -> None:
    """Of each unit whose newest file counts, in the demo run: forms, findings, and what is left of the tasks."""
    files = read_copy.execute(
        "select file_name, unit_id, any_value(receipt_id) from fct_submissions where report_year = ? "
        "group by all having bool_or(is_active and form = 'task_progress')",
        [YEAR],
    ).fetchall()
    assert len(files) > 40
    for file_name, unit_id, receipt_id in files:
        path = demo_home / "inbox" / str(YEAR) / file_name
        receipt = check_file(path, load_settings(), YEAR, None, DAY)
        owed = read_copy.execute(
            "select coalesce(task_no || '. ', '') || title, obligation_type_label, due_date, status_label "
            "from rpt_obligation_details where report_year = ? and unit_id = ? and obligation_type <> 'statistics' "
            "and status in ('missing', 'due_soon', 'not_due')",
            [YEAR, unit_id],
        ).fetchall()
        told = [tuple(item) for item in receipt.still_owed or () if item.item_kind != "年度统计"]
        assert sorted(told) == sorted(owed), file_name
        findings = read_copy.execute(
            "select distinct rule_code, title, found, expected, remedy from fct_submission_findings "
            "where receipt_id = ?",
            [receipt_id],
        ).fetchall()
        shown = {(f.rule_code, f.title, f.found, f.expected, f.remedy) for f in receipt.findings}
        assert shown == {tuple(value or "" for value in row) for row in findings}, file_name
