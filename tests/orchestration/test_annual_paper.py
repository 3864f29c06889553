"""The Word file and the workbook as another office suite prints them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from orchestration.exports.annual.document import write_annual_document
from orchestration.exports.annual.workbook import write_annual_workbook
from tests.orchestration import annual_cases as a

MISSING = [program for program in ("soffice", "pdftotext") if not shutil.which(program)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """File → the text of its pages, for a draft."""
    folder = tmp_path_factory.mktemp("paper")
    files = {"docx": folder / "word.docx", "xlsx": folder / "sheets.xlsx"}
    write_annual_document(files["docx"], a.draft())
    write_annual_workbook(files["xlsx"], a.draft())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files.values())], capture_output=True, timeout=180, check=True)
    return {name: _pages(path.with_suffix(".pdf")) for name, path in files.items()}


def _pages(pdf: Path) -> list[str]:
    command = ["pdftotext", "-raw", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return [re.sub(r"\s", "", page) for page in text.split("\f") if page.strip()]


def test_the_document_has_its_sections_on_paper(pages: dict[str, list[str]]) -> None:
    text = "".join(pages["docx"])
    assert all(f"{number}、" in text for number in "一二三四五六")
    assert "【请填写：存在的主要问题】" in text
    assert all("【初稿】" in page and f"第{n}页" in page for n, page in enumerate(pages["docx"], start=1))


def test_the_long_table_stands_on_one_page(pages: dict[str, list[str]]) -> None:
    (page,) = (page for page in pages["docx"] if "申请人情况" in page)
    assert "四、结转下年度继续办理" in page


def test_each_grid_is_one_page_and_no_figure_is_cut(pages: dict[str, list[str]]) -> None:
    assert not [page for page in pages["xlsx"] if "###" in page]
    assert "14069" in pages["xlsx"][1]
    assert ["第二十条" in page for page in pages["xlsx"][:3]] == [True, False, False]
    assert "复议后起诉" in pages["xlsx"][2]
