"""The annual reports of a whole synthetic city: every figure out as it went in, drafts, versions and corrections."""

import csv
import hashlib
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import YEAR, call_zwgk
from tests.end_to_end import city_year as city
from tests.end_to_end.helpers import rows, scalar
from tests.orchestration import annual_cases
from tests.sources.returns import official

UNITS = city.units()
AWAY, CHANGED, ON_OLD_FORM = UNITS[0], UNITS[1], UNITS[2]
CELL = ("disclosures", "licences", "decisions")
TITLE = f"{YEAR}年政府信息公开工作年度报告"
CITY = "福州市"


def _run(home: Path, as_of: str, stage: Path) -> Path:
    """Run the pipeline and keep what it published and exported."""
    done = call_zwgk(home, "run", "--year", str(YEAR), "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("published", "exports"):
        shutil.copytree(home / name, stage / name)
    return stage


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A complete city; the same after a correction; the same with one unit away and one on the old form."""
    base = tmp_path_factory.mktemp("city")
    home, found = base / "home", {}
    inbox = city.Inbox(home)
    for unit in UNITS:
        inbox.hand_in(unit, city.page(unit, city.known_figures(unit)), "2022-01-20")
    found["complete"] = _run(home, city.FIRST, base / "complete")
    figures = city.known_figures(CHANGED)
    corrected = city.page(CHANGED, figures | {CELL: figures[CELL] + 1})
    inbox.hand_in(CHANGED, corrected, "2022-02-18", "年报（更正）.html", "漏计行政许可一件")
    found["corrected"] = _run(home, city.CORRECTED, base / "corrected")
    inbox.take_away(AWAY)
    old_form = city.page(ON_OLD_FORM, annual_cases.real_values("60"), "60")
    inbox.hand_in(ON_OLD_FORM, old_form, "2022-02-21", "旧表样.html")
    found["away"] = _run(home, city.TAKEN_AWAY, base / "away")
    return found


def _folder(stage: Path, name: str) -> Path:
    return stage / "exports" / str(YEAR) / "年度报告" / name


def _digests(folder: Path, edition: str) -> dict[str, str]:
    paths = folder.glob(f"*（{edition}）.*")
    return {path.suffix: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _as_data(path: Path) -> dict[city.Key, object]:
    """The figures of a CSV or Parquet file, as text; a cell that is no number has what it says."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle))
        return {(r["table_code"], r["row_code"], r["column_code"]): r["数值"] for r in lines}
    found = {}
    for row in pq.read_table(path).to_pylist():
        value = row["value"]
        text = "" if value is None else f"{value.normalize():f}"
        found[row["table_code"], row["row_code"], row["column_code"]] = text
    return found


def test_every_format_says_what_every_unit_reported_and_their_sum(stages: dict[str, Path]) -> None:
    expected = {unit.unit_name: city.known_figures(unit) for unit in UNITS}
    total: dict[city.Key, Decimal] = {}
    for figures in expected.values():
        total = {key: total.get(key, Decimal(0)) + value for key, value in figures.items()}
    assert len(total) == 200
    for name, figures in {CITY: total, **expected}.items():
        texts = city.printed(figures)
        grids = official.grids(texts)
        cells = [annual_cases.as_cells(grid) for grid in grids]
        stem = _folder(stages["complete"], name) / f"{name}{TITLE}（第1版）"
        for suffix in (".xlsx", ".docx", ".html"):
            path = stem.with_name(f"{stem.name}{suffix}")
            assert annual_cases.grids_in(path, [official.shape(g) for g in grids]) == cells, path.name
        for suffix in (".csv", ".parquet"):
            path = stem.with_name(f"{stem.name}{suffix}")
            said = {key: value for key, value in _as_data(path).items() if key[0] != "fees"}
            assert said == texts, path.name


def test_a_complete_city_is_final(stages: dict[str, Path]) -> None:
    stage = stages["complete"]
    assert rows(stage, "select scope from rpt_report_standing where not is_final") == []
    assert scalar(stage, "select count(*) from rpt_report_cells where is_partial") == 0
    assert not [path for path in (stage / "exports").rglob("*初稿*")]
    assert scalar(stage, "select member_count from rpt_report_standing where scope = 'city'") == len(UNITS)


def test_the_zip_has_every_file_and_the_manifest_its_hash(stages: dict[str, Path]) -> None:
    root = _folder(stages["complete"], "")
    files = {p.relative_to(root).as_posix() for p in root.rglob("*（第1版）.*")}
    with zipfile.ZipFile(root / f"{TITLE}全套.zip") as archive:
        assert set(archive.namelist()) == files
    assert len(files) == 5 * (len(UNITS) + 1)
    manifest = (stages["complete"] / "exports" / str(YEAR) / "manifest.json").read_text(encoding="utf-8")
    assert all(f"年度报告/{name}" in manifest for name in files)


def test_a_correction_is_a_second_version_with_its_reason(stages: dict[str, Path]) -> None:
    stage = stages["corrected"]
    query = "select scope, version, row_code, before_text, after_text, difference, reason from rpt_report_revisions"
    before = {unit: city.known_figures(unit)[CELL] for unit in UNITS}
    of_city = sum(before.values())
    reason = (
        f"{CHANGED.short_name} 2022-02-18 报送 {CHANGED.short_name}/年报（更正）.html（漏计行政许可一件）"
    )
    assert sorted(rows(stage, query)) == sorted(
        [
            ("city", 2, CELL[1], f"{of_city}", f"{of_city + 1}", Decimal(1), reason),
            (CHANGED.unit_id, 2, CELL[1], f"{before[CHANGED]}", f"{before[CHANGED] + 1}", Decimal(1), reason),
        ]
    )
    page = (_folder(stage, CITY) / f"{CITY}{TITLE}（第2版）.html").read_text(encoding="utf-8")
    assert reason in page


@pytest.mark.parametrize("later", ["corrected", "away"])
def test_the_first_version_stays_to_the_byte(stages: dict[str, Path], later: str) -> None:
    for name in (CITY, *(unit.unit_name for unit in UNITS)):
        first = _digests(_folder(stages["complete"], name), "第1版")
        assert len(first) == 5
        assert _digests(_folder(stages[later], name), "第1版") == first
    assert len(_digests(_folder(stages["corrected"], AWAY.unit_name), "第2版")) == 0


def test_without_one_unit_it_is_a_draft_that_says_so(stages: dict[str, Path]) -> None:
    stage = stages["away"]
    remarks = [
        remark for (remark,) in rows(stage, "select remark from rpt_report_remarks where scope = 'city'")
    ]
    assert f"{AWAY.short_name}未报送年度统计报表" in remarks
    lacking = rows(stage, "select distinct uncounted_units from rpt_report_cells where scope = 'city'")
    # The old form has no cell of its own for some figures of the new one.
    assert sorted(lacking) == sorted(
        [
            (AWAY.short_name,),
            (f"{AWAY.short_name}、{ON_OLD_FORM.short_name}",),
            ("、".join(u.short_name for u in UNITS),),
        ]
    )
    assert (
        scalar(
            stage,
            "select count(*) from rpt_report_cells where scope = 'city' and not is_partial and table_code <> 'fees'",
        )
        == 0
    )
    folder = _folder(stage, CITY)
    assert len(_digests(folder, "初稿")) == 5
    page = (folder / f"{CITY}{TITLE}（初稿）.html").read_text(encoding="utf-8")
    assert f"{AWAY.short_name}未报送年度统计报表" in page
    figures = _as_data(folder / f"{CITY}{TITLE}（初稿）.csv")
    left = [unit for unit in UNITS if unit not in (AWAY, CHANGED, ON_OLD_FORM)]
    expected = sum(city.known_figures(unit)[CELL] for unit in left) + city.known_figures(CHANGED)[CELL] + 1
    old = annual_cases.real_values("60")[CELL]
    assert figures[CELL] == f"{expected + old}"


def test_a_unit_on_the_old_form_is_printed_on_it(stages: dict[str, Path]) -> None:
    folder = _folder(stages["away"], ON_OLD_FORM.unit_name)
    grids = official.grids(annual_cases.printed(annual_cases.real_values("60")), "60")
    for suffix in ("xlsx", "docx", "html"):
        path = folder / f"{ON_OLD_FORM.unit_name}{TITLE}（初稿）.{suffix}"
        found = annual_cases.grids_in(path, [official.shape(grid) for grid in grids])
        assert found == [annual_cases.as_cells(grid) for grid in grids], suffix
