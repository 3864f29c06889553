"""Good returns in every format, each read without a finding of its own making, for what spoils them."""

import csv
import datetime as dt
import html
import io
import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.owed import COMPLETION, Item
from sources.returns.form_map import form_fields
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE
from sources.returns.template.model import Answers, ItemAnswer
from sources.returns.template.workbook import write_template
from tests.sources.returns import official as o

FIXTURES = Path(__file__).parent / "fixtures"
FOLDER, UNIT_ID, YEAR = "市财政局", "shi-caizhengju", 2021
Values = dict[tuple[str, str, str], object]
HEADERS = ("任务编号", "工作任务", "事项类别", "完成时限", "完成状态", "完成时间", "落实情况", "公开链接")
STATUSES = ("已完成", "持续推进", "正在推进", "未启动", "滞后")
# Formats whose parts carry checksums: in them no damaged byte can pass for another figure.
CHECKED = ("xlsx", "docx", "pdf")


class GoodFile(NamedTuple):
    """A good return. ``write`` makes it of the three grids, where it is made of them."""

    name: str
    content: bytes
    write: Callable[[list[o.Grid]], bytes] | None = None

    @property
    def format(self) -> str:
        """Its extension."""
        return self.name.rpartition(".")[2]

    @property
    def has_checksum(self) -> bool:
        """Whether its parts carry checksums."""
        return self.format in CHECKED


@cache
def good_files() -> dict[str, GoodFile]:
    """Return the good files by name."""
    made: dict[str, Callable[[list[o.Grid]], bytes]] = {
        "official.xlsx": o.as_xlsx,
        "official.docx": o.as_docx,
        "official.html": o.as_html,
        "ugly.html": o.as_ugly_html,
        "gb18030.csv": lambda grids: o.as_csv(grids, encoding="gb18030"),
        "utf8.csv": lambda grids: o.as_csv(grids, encoding="utf-8"),
        "official.tsv": lambda grids: o.as_csv(grids, encoding="utf-8", tab="\t"),
    }
    files = [GoodFile("template.xlsx", template())]
    files += [GoodFile(name, write(o.grids(o.filled())), write) for name, write in made.items()]
    files += [GoodFile(name, (FIXTURES / name).read_bytes()) for name in ("statistics.pdf", "statistics.xls")]
    files += [GoodFile("progress.csv", progress_csv()), GoodFile("website.html", website_html())]
    return {file.name: file for file in files}


def website() -> Values:
    """Yearly figures of a website that keep every sum: no two that a sum does not tie are alike."""
    values = {f.row_code: 100 + number for number, f in enumerate(form_fields(FORM_WEBSITE)["12"])}
    values |= {"visits": 90_000, "services": 500, "messages_received": 400, "surveys": 300}
    values |= {"security_problems": 250, "published": 2_000, "cases": 235, "interpretations": 330}
    values["messages_public"] = values["messages_closed"] - 5
    return {("website", code, "value"): value for code, value in values.items()} | _sums(values)


def _sums(values: dict[str, int]) -> Values:
    parts = {
        "cases": ("cases_natural_person", "cases_legal_person"),
        "interpretations": (
            "interpretation_materials",
            "interpretation_products",
            "interpretation_comments",
        ),
    }
    return {("website", total, "value"): sum(values[p] for p in some) for total, some in parts.items()}


@cache
def template(unit: tuple[str, str] = (FOLDER, UNIT_ID)) -> bytes:
    """Our own workbook, each form of it filled in."""
    figures = {**o.filled(), **website()}
    fees = [f for f in form_fields(FORM_STATISTICS)["30"] if f.table_code == "fees"]
    figures |= {(f.table_code, f.row_code, f.column_code): 3 + n for n, f in enumerate(fees)}
    answers = Answers(
        {key: Decimal(str(value)) for key, value in figures.items()},
        {
            item: ItemAnswer(
                STATUSES[n % 5], dt.date(2021, 6, 1 + n), f"第{n}项已按要求落实", f"http://a.invalid/{n}"
            )
            for n, item in enumerate(items())
        },
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        write_template(path, *unit, YEAR, items(), dt.date(2022, 1, 31), answers=answers)
        return path.read_bytes()


def items() -> list[Item]:
    """Twelve tasks that a unit owes."""
    due = dt.date(YEAR, 12, 31)
    return [
        Item(n, f"公开第{n}类信息", f"按第{n}条办理", COMPLETION, "responsible", "", due)
        for n in range(1, 13)
    ]


def progress_rows() -> list[list[str]]:
    """The task-progress form as rows of text."""
    rows = [
        [f"{YEAR}年政务公开工作主要任务落实情况表"],
        ["填报单位", FOLDER],
        list(HEADERS),
    ]
    for n, item in enumerate(items()):
        said = (STATUSES[n % 5], f"{YEAR}-06-{n + 1:02}", f"第{n}项已按要求落实", f"http://a.invalid/{n}")
        rows.append([str(item.task_no), item.title, item.item_kind, str(item.due_date), *said])
    return rows


def progress_csv(rows: list[list[str]] | None = None) -> bytes:
    """The task-progress form as an old system saves it."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows or progress_rows())
    return buffer.getvalue().encode("gb18030")


def website_html(values: Values | None = None) -> bytes:
    """The yearly website figures as a page: group, label, unit, value."""
    said = values or website()
    rows = ""
    for f in form_fields(FORM_WEBSITE)["12"]:
        texts = (*f.row_path[:-1], f.row_label, f.unit, str(said[f.table_code, f.row_code, f.column_code]))
        rows += f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in texts)}</tr>\n"
    head = f"<title>{FOLDER}{YEAR}年政府网站年度数据</title>"
    return (
        f"<html><head><meta charset='utf-8'>{head}</head><body><table>\n{rows}</table></body></html>".encode()
    )
