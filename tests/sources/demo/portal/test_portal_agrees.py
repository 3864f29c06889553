"""The demo tells one story: a unit's return, its published report and the one of the year before agree."""

from decimal import Decimal

import pytest

from sources.demo.portal.annual_report import MISPRINTED
from sources.demo.portal.model import Answer, DemoSite, Hit
from sources.demo.portal.sites import MISPRINTED_ROLE
from sources.demo.returns import make_demo_returns
from sources.demo.unit_figures import unit_statistics
from sources.notices.model import Notice
from sources.registry.registry import Registry
from sources.returns.inbox import list_inbox
from sources.returns.model import FORM_STATISTICS, Return
from sources.returns.reading import read_file
from tests.sources.demo.portal.conftest import YEAR

Cells = dict[tuple[str, str, str], Decimal]
BROKEN_SUM = ("foi_requests", "granted", "natural_person")


def cells(result: Return) -> Cells:
    """All but the fee: pages tell it in prose, and only some returns have it."""
    return {
        figure[:3]: figure.value
        for figure in result.figures
        if figure.table_code != "fees" and figure.value is not None
    }


def published(site: DemoSite, path: str, year: int, registry: Registry) -> Cells:
    page = site.pages[path]
    body = (page if isinstance(page, Answer) else page(Hit(0, ""))).body
    if path.endswith(".htm"):
        body = body.decode("gbk" if site.role == "rules" else "utf-8").encode()
    (result,) = read_file(body, path.rsplit("/", 1)[1].replace(".htm", ".html"), "", year, registry)
    assert (result.unit_id, result.findings) == (site.unit_id, [])
    return cells(result)


@pytest.fixture(scope="module")
def this_year(sites: list[DemoSite], registry: Registry) -> dict[str, Cells]:
    """unit_id → its report of the year."""
    found = {}
    for site in sites:
        files = [path for path in site.pages if "/P0" in path]
        found[site.unit_id] = published(site, (files or [site.names["report"]])[0], YEAR, registry)
    return found


@pytest.fixture(scope="module")
def returned(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice, registry: Registry
) -> dict[str, Cells]:
    """unit_id → its return."""
    inbox = tmp_path_factory.mktemp("agrees") / "inbox"
    make_demo_returns(inbox, notice, registry)
    return {
        one.unit_id: cells(one)
        for file in list_inbox(inbox, YEAR, [])
        if "年度统计报表" in file.name
        for one in read_file(file.path.read_bytes(), file.name, file.folder, YEAR, registry)
        if one.form == FORM_STATISTICS and one.unit_id
    }


def test_a_published_report_says_what_the_unit_reported_but_for_one_figure_of_one_site(
    sites: list[DemoSite], this_year: dict[str, Cells], returned: dict[str, Cells]
) -> None:
    both = this_year.keys() & returned.keys()
    different = {
        (unit_id, key): value - returned[unit_id][key]
        for unit_id in both
        for key, value in this_year[unit_id].items()
        if value != returned[unit_id][key] and key != BROKEN_SUM
    }
    (misprinted,) = [site.unit_id for site in sites if site.role == MISPRINTED_ROLE]
    assert different == {(misprinted, MISPRINTED): 1}
    assert len(both) > 12


def test_last_years_report_is_on_its_own_form_and_this_year_follows_from_it(
    sites: list[DemoSite], this_year: dict[str, Cells], registry: Registry
) -> None:
    for site in sites:
        (path,) = [name for name in site.pages if f"/t{YEAR}0120_" in name]
        before, now = published(site, path, YEAR - 1, registry), this_year[site.unit_id]
        for column in {column for table, _, column in now if table == "foi_requests"}:
            assert now["foi_requests", "carry", column] == before["foi_requests", "next", column]
        for row in ("rules", "normative"):
            issued, repealed, in_force = (
                now["disclosures", row, column] for column in ("issued", "repealed", "in_force")
            )
            assert in_force == before["disclosures", row, "public_total"] + issued - repealed


def test_the_form_of_today_follows_from_year_to_year_too() -> None:
    before, now = unit_statistics("dongqu", 2021), unit_statistics("dongqu", 2022)
    assert now == unit_statistics("dongqu", 2022) != unit_statistics("dongqu", 2022, seed=7)
    assert now["foi_requests", "carry", "total"] == before["foi_requests", "next", "total"]
    changed = now["disclosures", "normative", "issued"] - now["disclosures", "normative", "repealed"]
    assert (
        now["disclosures", "normative", "in_force"] - before["disclosures", "normative", "in_force"]
        == changed
    )


def test_nobody_leaves_a_fee_unpaid_that_nobody_asked_for(returned: dict[str, Cells]) -> None:
    assert {one["foi_requests", "o2", "total"] for one in returned.values()} == {0}
