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
AWAY, CHANGED, ON_OLD_FORM, *_, LATER = UNITS
CELL = ("disclosures", "licences", "decisions")
TITLE = f"{YEAR}年政府信息公开工作年度报告"
CITY = "福州市"
EDITIONS = ("xlsx", "docx", "html", "csv", "parquet")


def _figures(unit: city.Unit) -> city.Figures:
    """What a unit has said in the end; one has corrected a figure."""
    figures = city.known_figures(unit)
    return figures | {CELL: figures[CELL] + 1} if unit == CHANGED else figures


def _run(home: Path, as_of: str, stage: Path) -> Path:
    """Run the pipeline and keep what it published and exported."""
    done = call_zwgk(home, "run", "--year", str(YEAR), "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("published", "exports"):
        shutil.copytree(home / name, stage / name)
    return stage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city") / "home"


@pytest.fixture(scope="module")
def inbox(home: Path) -> city.Inbox:
    return city.Inbox(home)


@pytest.fixture(scope="module")
def draft(home: Path, inbox: city.Inbox) -> Path:
    """One unit has not handed in, and one has used the form of 2019."""
    for unit in UNITS:
        if unit not in (AWAY, ON_OLD_FORM):
            inbox.hand_in(unit, city.page(unit, city.known_figures(unit)), "2022-01-20")
    old_form = city.page(ON_OLD_FORM, annual_cases.real_values("60"), "60")
    inbox.hand_in(ON_OLD_FORM, old_form, "2022-01-21", "旧表样.html")
    return _run(home, "2022-02-15", home.parent / "draft")


@pytest.fixture(scope="module")
def final(home: Path, inbox: city.Inbox, draft: Path) -> Path:
    """Both have handed in what they should; another unit has corrected one figure."""
    for unit in (AWAY, ON_OLD_FORM):
        inbox.hand_in(unit, city.page(unit, city.known_figures(unit)), "2022-02-17")
    note = "漏计行政许可一件"
    inbox.hand_in(CHANGED, city.page(CHANGED, _figures(CHANGED)), "2022-02-18", "年报（更正）.html", note)
    return _run(home, "2022-02-20", home.parent / "final")


def _folder(stage: Path, name: str) -> Path:
    return stage / "exports" / str(YEAR) / "年度报告" / name


def _file(stage: Path, name: str, edition: str, suffix: str) -> Path:
    return _folder(stage, name) / f"{name}{TITLE}（{edition}）.{suffix}"


def _digests(stage: Path, name: str, edition: str) -> list[str]:
    paths = [_file(stage, name, edition, suffix) for suffix in EDITIONS]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.exists()]


def _as_data(path: Path) -> dict[city.Key, object]:
    """The figures of a CSV or Parquet file, as text, without the fees, which no grid has."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle))
        found = {(r["table_code"], r["row_code"], r["column_code"]): r["数值"] for r in lines}
    else:
        found = {
            (r["table_code"], r["row_code"], r["column_code"]): f"{r['value']:f}".rstrip("0").rstrip(".")
            for r in pq.read_table(path).to_pylist()
            if r["value"] is not None
        }
    return {key: value for key, value in found.items() if key[0] != "fees"}


def test_every_format_says_what_every_unit_reported_and_their_sum(final: Path) -> None:
    expected = {unit.unit_name: _figures(unit) for unit in UNITS}
    total: dict[city.Key, Decimal] = {}
    for figures in expected.values():
        total = {key: total.get(key, Decimal(0)) + value for key, value in figures.items()}
    assert len(total) == 200
    for name, figures in {CITY: total, **expected}.items():
        edition = "第2版" if name == CHANGED.unit_name else "第1版"
        texts = city.printed(figures)
        grids = official.grids(texts)
        cells = [annual_cases.as_cells(grid) for grid in grids]
        for suffix in ("xlsx", "docx", "html"):
            path = _file(final, name, edition, suffix)
            assert annual_cases.grids_in(path, [official.shape(g) for g in grids]) == cells, path.name
        for suffix in ("csv", "parquet"):
            path = _file(final, name, edition, suffix)
            assert _as_data(path) == texts, path.name


def test_a_complete_city_is_final(final: Path) -> None:
    assert rows(final, "select scope from rpt_report_standing where not is_final") == []
    assert scalar(final, "select count(*) from rpt_report_cells where is_partial") == 0
    assert not [path for path in (final / "exports").rglob("*初稿*")]
    assert scalar(final, "select member_count from rpt_report_standing where scope = 'city'") == len(UNITS)


def test_the_zip_has_every_file_and_the_manifest_its_hash(final: Path) -> None:
    root = _folder(final, "")
    files = {path.relative_to(root).as_posix() for path in root.rglob("*版）.*")}
    with zipfile.ZipFile(root / f"{TITLE}全套.zip") as archive:
        assert set(archive.namelist()) == files
    assert len(files) == 5 * (len(UNITS) + 2)
    manifest = (final / "exports" / str(YEAR) / "manifest.json").read_text(encoding="utf-8")
    assert all(f"年度报告/{name}" in manifest for name in files)


def test_without_one_unit_it_is_a_draft_that_says_so(draft: Path) -> None:
    remarks = [text for (text,) in rows(draft, "select remark from rpt_report_remarks where scope = 'city'")]
    assert f"{AWAY.short_name}未报送年度统计报表" in remarks
    # The form of 2019 lacks some figures of this one: those lack two units.
    both = f"{AWAY.short_name}、{ON_OLD_FORM.short_name}"
    lacking = rows(
        draft,
        "select distinct uncounted_units from rpt_report_cells where scope = 'city' and table_code <> 'fees'",
    )
    assert sorted(lacking) == sorted([(AWAY.short_name,), (both,)])
    assert _digests(draft, CITY, "第1版") == []
    page = _file(draft, CITY, "初稿", "html").read_text(encoding="utf-8")
    assert f"{AWAY.short_name}未报送年度统计报表" in page
    counted = [unit for unit in UNITS if unit not in (AWAY, ON_OLD_FORM)]
    figures = {key: sum(city.known_figures(u)[key] for u in counted) for key in city.known_figures(CHANGED)}
    old = annual_cases.real_values("60")
    texts = city.printed({key: Decimal(value) + old.get(key, Decimal(0)) for key, value in figures.items()})
    marked = {key: f"{text}※" for key, text in texts.items()}
    grids = official.grids(marked)
    for suffix in ("xlsx", "docx", "html"):
        found = annual_cases.grids_in(_file(draft, CITY, "初稿", suffix), [official.shape(g) for g in grids])
        assert found == [annual_cases.as_cells(grid) for grid in grids], suffix
    for suffix in ("csv", "parquet"):
        assert _as_data(_file(draft, CITY, "初稿", suffix)) == texts, suffix


def test_a_unit_on_the_old_form_is_printed_on_it(draft: Path) -> None:
    grids = official.grids(annual_cases.printed(annual_cases.real_values("60")), "60")
    for suffix in ("xlsx", "docx", "html"):
        path = _file(draft, ON_OLD_FORM.unit_name, "初稿", suffix)
        found = annual_cases.grids_in(path, [official.shape(grid) for grid in grids])
        assert found == [annual_cases.as_cells(grid) for grid in grids], suffix


def test_a_correction_is_a_second_version_with_one_change_and_its_reason(final: Path) -> None:
    before = city.known_figures(CHANGED)[CELL]
    reason = (
        f"{CHANGED.short_name} 2022-02-18 报送 {CHANGED.short_name}/年报（更正）.html（漏计行政许可一件）"
    )
    columns = "scope, version, table_code, row_code, column_code, before_text, after_text, difference, reason"
    assert rows(final, f"select {columns} from rpt_report_revisions") == [
        (CHANGED.unit_id, 2, *CELL, f"{before}", f"{before + 1}", Decimal(1), reason)
    ]
    assert reason in _file(final, CHANGED.unit_name, "第2版", "html").read_text(encoding="utf-8")


def test_the_first_version_stays_to_the_byte(draft: Path, final: Path) -> None:
    for unit in UNITS:
        first = _digests(draft, unit.unit_name, "第1版")
        assert len(first) == (0 if unit in (AWAY, ON_OLD_FORM) else 5)
        assert _digests(final, unit.unit_name, "第1版")[: len(first)] == first
        assert len(_digests(final, unit.unit_name, "第2版")) == (5 if unit == CHANGED else 0)


@pytest.mark.campaign
def test_a_correction_after_the_city_is_final_is_its_second_version(
    home: Path, inbox: city.Inbox, final: Path
) -> None:
    figures = city.known_figures(LATER)
    corrected = city.page(LATER, figures | {CELL: figures[CELL] + 3})
    inbox.hand_in(LATER, corrected, "2022-03-01", "年报（再次更正）.html", "补计")
    later = _run(home, "2022-03-02", home.parent / "later")
    total = sum(_figures(unit)[CELL] for unit in UNITS)
    found = rows(
        later, "select version, before_text, after_text from rpt_report_revisions where scope = 'city'"
    )
    assert found == [(2, f"{total}", f"{total + 3}")]
    assert _digests(later, CITY, "第1版") == _digests(final, CITY, "第1版")
    assert len(_digests(later, CITY, "第2版")) == 5
