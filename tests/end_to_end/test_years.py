"""A second year: its notice is data, and every year stands beside the others on the same day."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import AS_OF, PROJECT, REGISTRY, YEAR, Zwgk
from tests.end_to_end.helpers import rows, scalar

SAMPLE = PROJECT / "tests" / "sources" / "notices" / "fixtures" / "columns_number_deadline.html"
RUN = ("run", "--year", str(YEAR), "--as-of", AS_OF)


@pytest.fixture(scope="module")
def two_years(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, zwgk: Zwgk) -> tuple[Path, Path]:
    """The demo home run again after a 2022 notice was listed; and the settings file with that list."""
    folder = tmp_path_factory.mktemp("years")
    home = Path(shutil.copytree(demo_home, folder / "home"))
    registry = Path(shutil.copytree(REGISTRY, folder / "registry"))
    text = SAMPLE.read_text(encoding="utf-8").replace("2021", "2022")
    notice = registry / "notices" / "notice_2022.html"
    notice.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(notice.read_bytes()).hexdigest()
    with (registry / "notices.csv").open("a", encoding="utf-8") as listed:
        listed.write(f"2022,{notice.name},{digest},测政办〔2022〕2号,测试,2022-06-07,6,\n")
    # In the same run: the office decides that the city's report of the old year goes out as it is.
    with (registry / "gate_overrides.csv").open("a", encoding="utf-8") as decisions:
        decisions.write(f"{YEAR},city,四家单位逾期未报,办公厅,（测试）,2022-02-15\n")
    # It dismisses one finding, and writes a line that nobody can read.
    answers = f"编号,结论,理由,决定人,决定日期\n{_answered(demo_home)},不成立,有立法权,（测试）,2022-02-15\n甲,说明,无,（测试）,2022-02-15\n"
    (home / "inbox" / "verdicts.csv").write_text(answers, encoding="utf-8")
    config = folder / "zwgk.toml"
    settings = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    config.write_text(settings.replace("sources/registry/fuzhou", "registry"), encoding="utf-8")
    done = zwgk(home, *RUN, ZWGK_CONFIG=str(config))
    assert done.returncode == 0, done.stderr
    return home, config


def _answered(home: Path) -> object:
    """The number of the finding that a unit reports rules which it may not make."""
    return scalar(home, "select fingerprint from fct_quality_flags where rule_code = 'RPT-03'")


def test_the_new_year_is_owed_and_not_yet_due(two_years: tuple[Path, Path]) -> None:
    home, _ = two_years
    assert scalar(home, "select count(*) from dim_tasks where report_year = 2022") == 6
    found = rows(home, "select distinct status from fct_obligations where report_year = 2022")
    assert found == [("not_due",)]


def test_the_old_year_is_unchanged(two_years: tuple[Path, Path], demo_home: Path) -> None:
    query = "select * from fct_obligations where report_year = 2021 order by obligation_id"
    assert rows(two_years[0], query) == rows(demo_home, query)


def test_there_is_one_day_for_all_years(two_years: tuple[Path, Path]) -> None:
    assert rows(two_years[0], "select distinct as_of from fct_obligations") == rows(
        two_years[0], "select distinct as_of from fct_quality_flags"
    )


def test_a_decision_opens_the_gate_and_stands_in_the_file_and_the_manifest(
    two_years: tuple[Path, Path], demo_home: Path
) -> None:
    name, title = "福州市", f"福州市{YEAR}年政府信息公开工作年度报告"
    folders = [home / "exports" / str(YEAR) for home in (demo_home, two_years[0])]
    before, after = ({path.name for path in (folder / "年度报告" / name).iterdir()} for folder in folders)
    assert {text.partition("（")[2].partition("）")[0] for text in before} == {"初稿"}
    assert {text.partition("（")[2].partition("）")[0] for text in after} == {"第1版"}
    decision = "按决定照此定稿：四家单位逾期未报（办公厅 （测试），2022-02-15）"
    page = (folders[1] / "年度报告" / name / f"{title}（第1版）.html").read_text(encoding="utf-8")
    assert decision in page
    assert "市教育局未报送年度统计报表" in page
    assert "※" in page
    said = [
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["annual_reports"]
        for folder in folders
    ]
    assert name in said[0]["drafts"]
    assert said[0]["overrides"] == []
    assert name not in said[1]["drafts"]
    assert said[1]["drafts"] == [one for one in said[0]["drafts"] if one not in (name, "福州市公安局")]
    assert said[1]["overrides"] == [f"{name}：{decision}"]


def test_a_finding_that_the_office_dismissed_holds_nothing_back(
    two_years: tuple[Path, Path], demo_home: Path
) -> None:
    number = _answered(demo_home)
    told = "select fingerprint, verdict, verdict_reason, is_open, severity from fct_quality_flags where rule_code = '{}'"
    assert rows(two_years[0], told.format("RPT-03")) == [(number, "dismissed", "有立法权", False, "fatal")]
    final = f"select is_final from rpt_report_standing where scope = 'shi-gonganju' and report_year = {YEAR}"
    assert (scalar(demo_home, final), scalar(two_years[0], final)) == (False, True)
    printed = "select state_label, verdict_label, verdict_reason from rpt_flags where report_year = {} and rule_code = 'RPT-03'"
    assert rows(two_years[0], printed.format(YEAR)) == [("已处理", "不成立", "有立法权")]
    assert [is_open for *_, is_open, _ in rows(two_years[0], told.format("RET-09"))] == [True]


def test_the_final_set_goes_out_by_the_decision(two_years: tuple[Path, Path], zwgk: Zwgk) -> None:
    home, config = two_years
    done = zwgk(home, "export", "--year", str(YEAR), "--final", ZWGK_CONFIG=str(config))
    assert done.returncode == 0, done.stderr
    folder = home / "exports" / str(YEAR)
    [path] = folder.rglob("*（定稿）.zip")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    final = rows(home, f"select count(*) from rpt_report_standing where report_year = {YEAR} and is_final")
    assert len(names) == 5 * final[0][0]
    assert f"福州市/福州市{YEAR}年政府信息公开工作年度报告（第1版）.docx" in names
    assert not any("初稿" in name for name in names)
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert path.relative_to(folder).as_posix() in listed


@pytest.mark.campaign
def test_a_year_taken_off_the_list_is_gone(two_years: tuple[Path, Path], zwgk: Zwgk) -> None:
    home, config = two_years
    listed = config.parent / "registry" / "notices.csv"
    lines = listed.read_text(encoding="utf-8").splitlines()[:2]
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert zwgk(home, *RUN, ZWGK_CONFIG=str(config)).returncode == 0
    assert rows(home, "select distinct report_year from fct_obligations") == [(2021,)]
