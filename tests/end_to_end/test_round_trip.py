"""The shortest way through: a template made, filled in as a clerk would, handed in, accepted without a finding."""

import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from openpyxl.worksheet.worksheet import Worksheet

from sources.landing import deliveries
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from tests.conftest import REGISTRY, YEAR, Zwgk

REQUESTS = "表三申请办理"
FIGURES = ("表二主动公开", REQUESTS, "表四复议诉讼", "信息处理费", "政府网站年度数据")


def _choices(page: Worksheet, cell: str) -> list[str]:
    """What the drop-down of a cell offers."""
    for rule in page.data_validations.dataValidation:
        if rule.type == "list" and cell in rule.sqref:
            return str(rule.formula1).strip('"').split(",")
    raise AssertionError(f"no drop-down at {cell}")


def _fill_progress(page: Worksheet, number: int) -> int:
    header = {str(cell.value): cell.column_letter for cell in page[3]}
    status = header["完成状态"]
    lines = [row for row in range(4, page.max_row + 1) if page[f"{header['事项类别']}{row}"].value]
    for row in lines:
        # 已完成 and 持续推进 in turn: the last would not end a dated step, but is a choice like any other.
        choices = _choices(page, f"{status}{row}")
        page[f"{status}{row}"] = choices[(row + number) % 2]
        page[f"{header['完成时间']}{row}"] = dt.date(YEAR, 6, 1 + row % 28)
        page[f"{header['落实情况']}{row}"] = "已按要求落实。"
        page[f"{header['公开链接']}{row}"] = "http://www.demo.invalid/zwgk/t1.htm"
    return len(lines)


def _fill_figures(page: Worksheet) -> int:
    """Fill every open cell: zero, and some requests that were granted."""
    count = 0
    for row in page.iter_rows():
        for cell in row:
            if not cell.protection.locked and cell.value is None and type(cell).__name__ != "MergedCell":
                cell.value = 0
                count += 1
    if page.title == REQUESTS:
        labels = {
            str(cell.value): cell.row
            for row in page.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        }
        for label in ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计"):
            for column in ("D", "J"):
                page[f"{column}{labels[label]}"] = 7
    return count


def test_every_unit_fills_in_its_template_and_is_accepted_without_a_finding(
    tmp_path: Path, zwgk: Zwgk
) -> None:
    made = tmp_path / "made"
    assert zwgk(tmp_path, "templates", "--year", str(YEAR), "--out", str(made)).returncode == 0
    registry = Registry.load(REGISTRY)
    owed: dict[str, tuple[int, int]] = {}
    for number, path in enumerate(sorted(made.glob("*.xlsx"))):
        book = openpyxl.load_workbook(path)
        lines = _fill_progress(book["任务落实情况"], number)
        figures = sum(_fill_figures(book[name]) for name in FIGURES if name in book.sheetnames)
        unit = path.stem.split("-", 1)[1]
        target = tmp_path / "inbox" / str(YEAR) / unit / "报送.xlsx"
        target.parent.mkdir(parents=True)
        book.save(target)
        owed[unit] = (lines, figures)
    assert len(owed) == 55
    assert sum(figures == 240 for _, figures in owed.values()) == 54  # the Party organ owes no statistics
    taken = take_in(
        tmp_path / "inbox", tmp_path / "landing", tmp_path / "archive", YEAR, registry, dt.datetime.now
    )
    assert (taken.files, taken.read_now, taken.rejected_now) == (55, 55, 0)
    (folder,) = deliveries(tmp_path / "landing", "returns", YEAR)
    tables = {
        name: pq.ParquetFile(folder / f"{name}.parquet").read()
        for name in ("submissions", "findings", "progress", "figures")
    }
    assert tables["findings"].to_pylist() == []
    assert set(tables["submissions"]["outcome"].to_pylist()) == {"accepted"}
    forms = tables["submissions"]["form"].to_pylist()
    assert {form: forms.count(form) for form in sorted(set(forms))} == {
        "annual_statistics": 54,
        "task_progress": 55,
        "website_annual": 54,
    }
    assert len(tables["progress"]) == sum(lines for lines, _ in owed.values())
    assert len(tables["figures"]) == sum(figures for _, figures in owed.values())
