"""Great Expectations' own pages: every dataset has one, in Chinese where GX takes text, and says which row failed."""

import re
from pathlib import Path

import pytest

from expectations.data_docs import build_data_docs
from orchestration.defs.checks.assets import VERDICTS
from orchestration.defs.checks.frames import mart_frames


@pytest.fixture(scope="module")
def site(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "检查报告"
    # What an earlier run made, and what a killed one left.
    for old in (folder, folder.with_name(".检查报告.partial")):
        old.mkdir()
        (old / "旧.html").touch()
    first = build_data_docs(mart_frames(demo_home / "warehouse.duckdb"), "2021 年 截至 2022-02-15", folder)
    assert first == folder / "index.html"
    return folder


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


def test_every_dataset_has_its_page(site: Path) -> None:
    assert len(list(site.rglob("validations/**/*.html"))) == len(VERDICTS)
    assert "应报事项" in _text(site / "index.html")


def test_a_page_names_the_rule_and_the_rows(site: Path) -> None:
    [page] = site.rglob("validations/应报事项/**/*.html")
    text = _text(page)
    assert "OBL-01 应报未报" in text
    assert "OBL-02 迟报" in text
    assert "2021 年 截至 2022-02-15" in text
    assert re.search(r"2021-\d\d-[a-z-]+-completion", text)


def test_old_pages_are_gone_and_nothing_half_made_is_left(site: Path) -> None:
    assert list(site.parent.rglob("旧.html")) == []
    assert [path.name for path in site.parent.iterdir()] == ["检查报告"]
