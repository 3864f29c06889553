"""manifest.json says truly what lies beside it."""

import datetime as dt
import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest

from expectations import catalogue
from orchestration.exports.manifest import NAME, write_manifest
from orchestration.exports.tables import Edition
from tests.conftest import AS_OF, YEAR

EDITION = Edition(2021, dt.date(2022, 2, 15), "某政办〔2021〕1号", False)
GATE: dict[str, list[str]] = {"drafts": ["某市"], "overrides": []}
VERSION = importlib.metadata.version("zwgk-warehouse")


@pytest.fixture(scope="module")
def exports(demo_home: Path) -> Path:
    return demo_home / "exports" / str(YEAR)


@pytest.fixture(scope="module")
def manifest(exports: Path) -> dict[str, Any]:
    return dict(json.loads((exports / NAME).read_text(encoding="utf-8")))


def test_it_lists_every_export_with_its_hash(manifest: dict[str, Any], exports: Path) -> None:
    files = [path for path in exports.rglob("*") if path.is_file() and path.name != NAME]
    others = {path.relative_to(exports).as_posix(): path for path in files}
    assert manifest["files"] == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in others.items()
    }
    assert {"收件登记簿.xlsx", "任务落实情况表.xlsx", "催报清单.xlsx"} < others.keys()
    assert len([name for name in others if name.startswith("回执/")]) > 100


def test_it_says_which_state_of_the_world_and_of_the_rules(manifest: dict[str, Any]) -> None:
    assert (manifest["report_year"], manifest["as_of"]) == (YEAR, AS_OF)
    assert manifest["rule_catalogue"] == catalogue.version()
    assert manifest["contains_synthetic_data"] is True
    assert manifest["document_no"].endswith("号")
    assert manifest["code_version"].split("+")[0] == VERSION


def test_it_holds_no_clock_and_no_path(manifest: dict[str, Any], exports: Path) -> None:
    assert set(manifest) == {
        *("report_year", "as_of", "document_no", "contains_synthetic_data"),
        *("rule_catalogue", "code_version", "annual_reports", "files"),
    }
    assert str(exports) not in (exports / NAME).read_text(encoding="utf-8")


def test_it_says_what_it_is_told(tmp_path: Path) -> None:
    said = json.loads(write_manifest(tmp_path, EDITION, [], tmp_path, GATE).read_text(encoding="utf-8"))
    assert said == {
        "report_year": 2021,
        "as_of": "2022-02-15",
        "document_no": "某政办〔2021〕1号",
        "contains_synthetic_data": False,
        "rule_catalogue": catalogue.version(),
        "code_version": VERSION,
        "annual_reports": GATE,
        "files": {},
    }


def test_outside_a_git_checkout_the_code_version_is_that_of_the_package(tmp_path: Path) -> None:
    path = write_manifest(tmp_path, EDITION, [], tmp_path, GATE)
    assert json.loads(path.read_text(encoding="utf-8"))["code_version"] == VERSION


def test_a_changed_file_has_another_hash_and_the_order_of_names_is_fixed(tmp_path: Path) -> None:
    for name in ("乙.xlsx", "甲.xlsx"):
        (tmp_path / name).write_bytes(name.encode())
    first = write_manifest(tmp_path, EDITION, ["甲.xlsx", "乙.xlsx"], tmp_path, GATE).read_bytes()
    assert write_manifest(tmp_path, EDITION, ["乙.xlsx", "甲.xlsx"], tmp_path, GATE).read_bytes() == first
    (tmp_path / "甲.xlsx").write_bytes(b"changed")
    assert write_manifest(tmp_path, EDITION, ["甲.xlsx", "乙.xlsx"], tmp_path, GATE).read_bytes() != first


def test_a_missing_export_leaves_the_old_manifest(tmp_path: Path) -> None:
    old = write_manifest(tmp_path, EDITION, [], tmp_path, GATE).read_bytes()
    with pytest.raises(FileNotFoundError):
        write_manifest(tmp_path, EDITION, ["没有.xlsx"], tmp_path, GATE)
    assert (tmp_path / NAME).read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
