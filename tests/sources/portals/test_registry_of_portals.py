"""The registry of portals: what it says, and how it says what is wrong with it."""

import datetime as dt
from pathlib import Path

import pytest

from sources.errors import SourceError
from sources.portals.registry import load_portals
from sources.registry.registry import Registry
from tests.conftest import REGISTRY

DAY = dt.date(2022, 2, 15)
SITES = "site_id,unit_id,site_name,home_url,site_id_code,min_delay_seconds,allows_private,valid_from,valid_to,basis\n"
COLUMNS = "site_id,column_code,column_name,url,update_days,is_required,basis\n"
SITE = "a,gulou,合成站点,http://A.invalid/,,2.5,no,,,\n"
NEWS = "a,news,,http://a.invalid/news/,,no,\n"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(REGISTRY)


def written(folder: Path, sites: str, columns: str = "") -> Path:
    (folder / "portals.csv").write_text(SITES + sites, encoding="utf-8")
    (folder / "portal_columns.csv").write_text(COLUMNS + columns, encoding="utf-8")
    return folder


def test_the_citys_own_registry_is_sound(registry: Registry) -> None:
    portals = load_portals(REGISTRY, registry, DAY)
    assert portals.sites and all(site.columns for site in portals.sites)
    assert not any(site.allows_private for site in portals.sites)


def test_what_a_column_does_not_say_its_kind_says(tmp_path: Path, registry: Registry) -> None:
    other = "a,policy,文件,http://a.invalid/wj/,30,yes,\na,guide,,http://a.invalid/gk/zn/,,yes,\n"
    (site,) = load_portals(written(tmp_path, SITE, NEWS + other), registry, DAY).sites
    news, policy, guide = site.columns
    assert (news.column_name, news.update_days, news.column_type) == ("动态要闻", 14, "政务动态")
    assert (policy.column_name, policy.update_days, policy.is_required) == ("文件", 30, True)
    assert (guide.update_days, guide.is_section) == (None, True)
    assert (site.host, site.min_delay) == ("a.invalid", 2.5)
    assert site.scopes == ("a.invalid/", "a.invalid/news/", "a.invalid/wj/", "a.invalid/gk/zn/")


def test_a_site_counts_while_it_is_in_force(tmp_path: Path, registry: Registry) -> None:
    past = SITE.replace("no,,,", "no,,2022-02-14,")
    future = SITE.replace("a,gulou", "b,gulou").replace("no,,,", "no,2022-02-16,,")
    assert load_portals(written(tmp_path, past + future), registry, DAY).sites == ()
    assert len(load_portals(tmp_path, registry, dt.date(2022, 2, 14)).sites) == 1


@pytest.mark.parametrize(
    ("sites", "columns", "expected"),
    [
        (SITE.replace("gulou", "nobody"), "", "portals.csv 第2行：单位编号“nobody”不在 units.csv 中"),
        (
            SITE.replace("http://A.invalid/", "A.invalid"),
            "",
            "portals.csv 第2行 home_url：“A.invalid”不是网址",
        ),
        (SITE.replace("http://A.invalid/", "ftp://A.invalid/"), "", "不是网址"),
        (SITE.replace("2.5", "两秒"), "", "portals.csv 第2行 min_delay_seconds：“两秒”不是秒数"),
        (SITE, NEWS.replace("a,news", "b,news"), "portal_columns.csv 第2行：站点编号“b”不在 portals.csv 中"),
        (
            SITE,
            NEWS.replace("news,", "novel,", 1),
            "portal_columns.csv 第2行：栏目“novel”不在 column_types.csv 中",
        ),
        (SITE, NEWS + NEWS, "portal_columns.csv 第3行：站点 a 已有栏目 news"),
        (SITE, NEWS.replace(",,no,", ",often,no,"), "portal_columns.csv 第2行 update_days：“often”不是整数"),
        (SITE, NEWS.replace("http://a.invalid/news/", ""), "portal_columns.csv 第2行 url：“”不是网址"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, registry: Registry, sites: str, columns: str, expected: str
) -> None:
    with pytest.raises(SourceError) as error:
        load_portals(written(tmp_path, sites, columns), registry, DAY)
    assert expected in str(error.value)
