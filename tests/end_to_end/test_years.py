"""A second year: its notice is data, and every year stands beside the others on the same day."""

import hashlib
import shutil
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
    config = folder / "zwgk.toml"
    settings = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    config.write_text(settings.replace("sources/registry/fuzhou", "registry"), encoding="utf-8")
    done = zwgk(home, *RUN, ZWGK_CONFIG=str(config))
    assert done.returncode == 0, done.stderr
    return home, config


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


@pytest.mark.campaign
def test_a_year_taken_off_the_list_is_gone(two_years: tuple[Path, Path], zwgk: Zwgk) -> None:
    home, config = two_years
    listed = config.parent / "registry" / "notices.csv"
    lines = listed.read_text(encoding="utf-8").splitlines()[:2]
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert zwgk(home, *RUN, ZWGK_CONFIG=str(config)).returncode == 0
    assert rows(home, "select distinct report_year from fct_obligations") == [(2021,)]
