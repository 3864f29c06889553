"""The gate on the demo year, which lacks returns and has fatal findings: no final file anywhere, and the reasons."""

import zipfile
from pathlib import Path

import pytest

from orchestration.exports.annual.final import write_final_archive
from orchestration.exports.tables import ReadCopy
from sources.errors import SourceError
from tests.conftest import YEAR, Zwgk
from tests.end_to_end.helpers import hashes


@pytest.fixture
def reports(own_home: Path) -> Path:
    return own_home / "exports" / str(YEAR) / "年度报告"


def test_a_shut_gate_blocks_the_job_and_names_the_reasons(own_home: Path, reports: Path, zwgk: Zwgk) -> None:
    before = hashes(own_home)
    done = zwgk(own_home, "export", "--year", str(YEAR), "--final")
    assert done.returncode == 1
    assert f"{YEAR} 年年度报告未过关口" in done.stderr
    for reason in (
        "市教育局未报送年度统计报表",
        "申请办理结果之和不等于总计（STA-12）1 处",
        "gate_overrides.csv",
    ):
        assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert list(reports.rglob("*定稿*")) == []
    assert hashes(own_home) == before


def test_the_export_refuses_for_itself(own_home: Path, reports: Path) -> None:
    with (
        ReadCopy(own_home / "published" / "zwgk.duckdb") as copy,
        pytest.raises(SourceError, match="未过关口，不出定稿：福州市：市教育局未报送年度统计报表"),
    ):
        write_final_archive(copy, reports.parent, YEAR)
    assert list(reports.rglob("*定稿*")) == []


def test_no_file_of_the_city_passes_for_final(demo_home: Path) -> None:
    folder = demo_home / "exports" / str(YEAR) / "年度报告"
    for path in (folder / "福州市").iterdir():
        assert path.stem.endswith("（初稿）")
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            assert "初稿" in text
            assert "市教育局未报送年度统计报表" in text
    [archive] = folder.glob("*.zip")
    assert archive.stem.endswith("（初稿）")
    with zipfile.ZipFile(archive) as packed:
        assert {
            name for name in packed.namelist() if name.startswith("福州市/") and "初稿" not in name
        } == set()
