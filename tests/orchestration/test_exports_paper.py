"""The workbooks as another office suite prints them: nothing cut to ###, nothing lost, A4 landscape."""

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from orchestration.exports.workbooks import CHASE_LIST, FULFILMENT, WORKBOOKS
from tests.conftest import YEAR

MISSING = [program for program in ("soffice", "pdftotext", "pdfinfo") if not shutil.which(program)]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture(scope="module")
def pdfs(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both workbooks as PDF."""
    folder = tmp_path_factory.mktemp("paper")
    books = [str(demo_home / "exports" / str(YEAR) / name) for name in WORKBOOKS]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *books]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert len(list(folder.glob("*.pdf"))) == len(books), done.stderr
    return folder


def _pages(pdfs: Path, name: str) -> list[str]:
    """The text of each page in the order in which it was drawn, so that a wrapped cell is in one piece."""
    command = ["pdftotext", "-raw", str(pdfs / Path(name).with_suffix(".pdf")), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return [re.sub(r"\s", "", page) for page in text.split("\f") if page.strip()]


def _missing_from(text: str, values: list[tuple[str]]) -> list[str]:
    return [value for (value,) in values if re.sub(r"\s", "", value) not in text]


@pytest.mark.parametrize("name", list(WORKBOOKS))
def test_no_cell_is_too_narrow_for_its_value(pdfs: Path, name: str) -> None:
    pages = _pages(pdfs, name)
    assert len(pages) > 1
    assert not [number for number, page in enumerate(pages, start=1) if "###" in page]


@pytest.mark.parametrize("name", list(WORKBOOKS))
def test_every_page_is_a4_landscape_and_says_which_page_it_is(pdfs: Path, name: str) -> None:
    command = ["pdfinfo", "-l", "-1", str(pdfs / Path(name).with_suffix(".pdf"))]
    sizes = re.findall(
        r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)",
        subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout,
    )
    pages = _pages(pdfs, name)
    assert len(sizes) == len(pages)
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(842, 595)}
    assert all(f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, start=1))
    assert all("含合成演示数据，非真实报送" in page for page in pages)


def test_the_chase_list_shows_every_unit_task_and_milestone(
    pdfs: Path, read_copy: duckdb.DuckDBPyConnection
) -> None:
    text = "".join(_pages(pdfs, CHASE_LIST))
    for column in ("short_name", "title", "milestone", "remark"):
        values = read_copy.execute(
            f"select distinct {column} from rpt_chase_list where {column} is not null"
        ).fetchall()
        assert values
        assert not _missing_from(text, values), column


def test_the_fulfilment_table_shows_every_task_in_full(
    pdfs: Path, read_copy: duckdb.DuckDBPyConnection
) -> None:
    text = "".join(_pages(pdfs, FULFILMENT))
    for column in ("title", "requirement", "lead_units", "responsible_units"):
        values = read_copy.execute(
            f"select distinct {column} from rpt_task_fulfilment where {column} is not null"
        ).fetchall()
        assert values
        assert not _missing_from(text, values), column


def test_the_headings_stand_on_every_page(pdfs: Path) -> None:
    pages = _pages(pdfs, CHASE_LIST)
    assert all("单位状态逾期天数时限事项" in page or "最长逾期天数" in page for page in pages)
