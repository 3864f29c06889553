"""The quarter's bulletin: whose figures, of which quarter, whom it names, and a file that anybody can make again."""

import datetime as dt
import hashlib
import io
import itertools
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import dagster as dg
import docx
import duckdb
import pytest

from orchestration.exports.bulletin import wording
from orchestration.exports.bulletin.document import bulletin_bytes, bulletin_files, export_bulletin
from orchestration.exports.bulletin.reading import (
    Bulletin,
    Counts,
    OpenRule,
    ThemeStanding,
    UnitStanding,
    last_quarter,
    quarter_days,
    read_bulletin,
)
from orchestration.exports.tables import Edition, ReadCopy
from sources.errors import SourceError
from tests.conftest import YEAR

DAY = dt.date(2022, 2, 15)
HOSTILE = "=cmd|' /C calc'!A0<script>&\x00\x0b\ud800"


def bulletin(**changes: Any) -> Bulletin:
    counts = Counts(6, 3, 1, 1, 0, 1, 0)
    known = Bulletin(
        Edition(2021, DAY, "某政办〔2021〕1号", False),
        4,
        2,
        counts,
        Counts(0, 0, 0, 0, 0, 0, 0),
        [UnitStanding("某局", counts, 46)],
        [ThemeStanding("一、某主题", counts, [("某局", 1)], [])],
        [OpenRule("OBL-01", "应报未报", "警告", 1, 1)],
    )
    return known._replace(**changes)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    frame = [document.sections[0].header, document.sections[0].footer]
    heads = (paragraph.text for part in frame for paragraph in part.paragraphs)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *heads])


@pytest.fixture(scope="module")
def of_demo(demo_home: Path) -> Bulletin:
    with ReadCopy(demo_home / "published" / "zwgk.duckdb") as copy:
        return read_bulletin(copy, YEAR, DAY)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2022, 1, 1), (2021, 4)),
        (dt.date(2021, 12, 31), (2021, 3)),
        (dt.date(2021, 4, 1), (2021, 1)),
        (dt.date(2021, 3, 31), (2020, 4)),
    ],
)
def test_the_quarter_is_the_last_that_had_ended(day: dt.date, expected: tuple[int, int]) -> None:
    assert last_quarter(day) == expected


def test_the_quarters_are_the_year() -> None:
    days = [quarter_days(2021, quarter) for quarter in (1, 2, 3, 4)]
    assert (days[0][0], days[3][1]) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    assert all(last + dt.timedelta(days=1) == first for (_, last), (first, _) in itertools.pairwise(days))


def test_its_figures_are_those_of_the_warehouse(
    of_demo: Bulletin, read_copy: duckdb.DuckDBPyConnection
) -> None:
    statuses = dict(read_copy.execute("select status, count(*) from fct_obligations group by 1").fetchall())
    assert of_demo.total._asdict() == {
        "owed": sum(statuses.values()),
        **{name: statuses.get(name, 0) for name in Counts._fields[1:]},
    }
    for parts in (of_demo.units, of_demo.themes):
        assert Counts(*map(sum, zip(*(part.counts for part in parts), strict=True))) == of_demo.total
    due = "select count(*) from fct_obligations where due_date between '2021-10-01' and '2021-12-31'"
    assert read_copy.execute(due).fetchall() == [(of_demo.due.owed,)]
    for theme in of_demo.themes:
        assert sum(count for _, count in theme.missing) == theme.counts.missing
        assert sum(count for _, count in theme.late) == theme.counts.late
    open_flags = "select count(*) from fct_quality_flags where is_open"
    assert read_copy.execute(open_flags).fetchall() == [(sum(rule.findings for rule in of_demo.rules),)]


def test_it_names_everybody_who_is_missing_or_late(
    of_demo: Bulletin, read_copy: duckdb.DuckDBPyConnection
) -> None:
    text = text_of(bulletin_bytes(of_demo))
    names = read_copy.execute(
        "select distinct short_name from rpt_obligation_details where status in ('missing', 'late')"
    ).fetchall()
    assert names and all(f"{name}（" in text for (name,) in names)
    codes = read_copy.execute("select distinct rule_code from fct_quality_flags where is_open").fetchall()
    assert all(code in text for (code,) in codes)


def test_it_says_of_when_it_is_and_that_the_demo_is_synthetic(of_demo: Bulletin) -> None:
    text = text_of(bulletin_bytes(of_demo))
    assert "关于2021年第四季度政务公开工作主要任务落实情况的通报" in text
    assert "数据截至2022年2月15日" in text
    assert text.count("含合成演示数据") == 3  # below the title, in the box, at the foot of each page
    assert "合成演示数据" not in text_of(bulletin_bytes(bulletin()))


def test_the_same_bulletin_is_the_same_bytes(of_demo: Bulletin, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bulletin_bytes(of_demo)
    with zipfile.ZipFile(io.BytesIO(first)) as members:
        assert {info.date_time for info in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2022-02-15T00:00:00Z" in members.read("docProps/core.xml")
    assert bulletin_bytes(of_demo) == first


def test_what_units_and_notices_say_stands_in_it_as_text() -> None:
    theme = ThemeStanding(HOSTILE, Counts(1, 0, 0, 1, 0, 0, 0), [(HOSTILE, 1)], [])
    hostile = bulletin(
        edition=Edition(2021, DAY, HOSTILE, False),
        themes=[theme],
        units=[UnitStanding(HOSTILE, theme.counts, None)],
        rules=[OpenRule("X", HOSTILE, "警告", 1, 1)],
    )
    text = text_of(bulletin_bytes(hostile))
    assert text.count("=cmd|' /C calc'!A0<script>&") >= 6
    assert "\x00" not in text


def test_nothing_due_nothing_behind_and_nothing_open_are_said_in_words() -> None:
    quiet = bulletin(themes=[ThemeStanding("一、某主题", Counts(1, 1, 0, 0, 0, 0, 0), [], [])], rules=[])
    text = text_of(bulletin_bytes(quiet))
    assert "没有时限在本季度（10月1日至12月31日）的事项" in text
    assert "未报单位：无。" in text and "没有待处理的问题。" in text
    assert next(wording.overview(bulletin())).endswith("已到期5项，按时率60.0%。")


@pytest.mark.parametrize(
    ("year", "day", "said"),
    [
        (2022, dt.date(2022, 2, 15), "还没有一个季度结束"),
        # The copy would be of the middle of the quarter.
        (2022, dt.date(2022, 4, 1), "只读副本截至 2022-02-15，早于季末 2022-03-31"),
    ],
)
def test_a_quarter_that_has_not_ended_has_no_bulletin(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch, year: int, day: dt.date, said: str
) -> None:
    monkeypatch.setattr(ReadCopy, "edition", lambda self, of: Edition(of, DAY, "某政办〔2022〕1号", False))
    with ReadCopy(demo_home / "published" / "zwgk.duckdb") as copy, pytest.raises(SourceError, match=said):
        read_bulletin(copy, year, day)


def test_a_year_of_which_nothing_is_known_is_told_so(demo_home: Path) -> None:
    with ReadCopy(demo_home / "published" / "zwgk.duckdb") as copy, pytest.raises(LookupError, match="2019"):
        read_bulletin(copy, 2019, DAY)


def test_it_lies_among_the_exports_of_the_year(demo_home: Path, tmp_path: Path) -> None:
    with ReadCopy(demo_home / "published" / "zwgk.duckdb") as copy:
        path = export_bulletin(copy, tmp_path, YEAR, DAY)
    assert path == tmp_path / "通报" / "2021年第4季度通报.docx"
    (path.parent / ".2021年第1季度通报.docx.partial").touch()
    (path.parent / ".隐藏.docx").touch()
    assert bulletin_files(tmp_path) == ["通报/2021年第4季度通报.docx"]
    assert bulletin_files(tmp_path / "none") == []


def test_its_job_writes_it_and_lists_it_in_the_manifest(
    demo_home: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    from orchestration.definitions import defs

    monkeypatch.setenv("ZWGK_HOME", str(own_home))
    config = {"resources": {"period": {"config": {"report_year": YEAR, "as_of": DAY.isoformat()}}}}
    job = defs.resolve_job_def("zwgk_bulletin")
    with dg.DagsterInstance.ephemeral() as instance:
        assert job.execute_in_process(config, instance=instance).success
        folder = own_home / "exports" / str(YEAR)
        name = "通报/2021年第4季度通报.docx"
        listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert listed[name] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
        # The copy is of February: it says nothing of a quarter that ended later, and the file stays as it was.
        late = {"resources": {"period": {"config": {"report_year": 2022, "as_of": "2022-04-01"}}}}
        failed = job.execute_in_process(late, instance=instance, raise_on_error=False)
    assert not failed.success
    assert not (own_home / "exports" / "2022").exists()


MISSING = [program for program in ("soffice", "pdftotext") if not shutil.which(program)]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_another_office_suite_prints_it_with_its_headings_on_each_page(
    of_demo: Bulletin, tmp_path: Path
) -> None:
    path = tmp_path / "bulletin.docx"
    path.write_bytes(bulletin_bytes(of_demo))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    command = ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    pages = [re.sub(r"\s", "", page) for page in shown.split("\f") if page.strip()]
    assert all(f"第{number}页" in page for number, page in enumerate(pages, start=1))
    of_units = [page for page in pages if "福州市统计局" in page or "福州市司法局" in page]
    assert len(of_units) == 2 and all("序号" in page for page in of_units)
