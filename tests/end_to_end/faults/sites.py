"""The portals of the fault test: a clean site for every unit, served on loopback and inspected on two days."""

import datetime as dt
from pathlib import Path

import pytest

from orchestration.inspection import inspect
from orchestration.settings import load_settings
from sources.demo.portal import demo, task_content
from sources.demo.portal.annual_report import add_reports
from sources.demo.portal.content import add_policy, fill
from sources.demo.portal.draft import Draft
from sources.demo.portal.model import DOMAIN, DemoSite
from sources.demo.portal.publish import pages_of
from sources.registry.csv_rows import Row
from sources.registry.registry import Registry
from sources.returns.intake import take_in
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import RULE_KEEPER, CleanYear

# A page that says another date than the day on which it came is found by the second look.
INSPECTED = (dt.date(YEAR + 1, 3, 30), dt.date(YEAR + 1, 3, 31))
# When files are first seen that nobody has registered.
SEEN = dt.datetime(YEAR + 1, 3, 10, 9, 30)
BUDGET_KEEPER = "shi-caizhengju"
# No place has this number: no real site bears such a code.
_FIRST_CODE = 8_199_990_001


def sites(year: CleanYear, day: dt.date) -> list[DemoSite]:
    """Return the site of every unit as it is on a day, and that of the government itself."""
    made = []
    for number, unit in enumerate(year.units.values()):
        draft = _draft(unit.row, number, day)
        task_content.policies(draft)
        # One of the report year itself, which the probes ask for.
        add_policy(draft, dt.date(YEAR, 12, 30), 0)
        task_content.planning_shown(draft)
        if unit.row["unit_id"] == BUDGET_KEEPER:
            task_content.budget_shown(draft)
        if unit.row["unit_id"] == RULE_KEEPER:
            task_content.rules_shown(draft)
        if unit.due:
            said = {YEAR: unit.reported, YEAR - 1: unit.before}
            add_reports(draft, **({"figures": said} | unit.report))  # type: ignore[arg-type]
        for change in unit.design:
            change(draft)
        made.append(_site(unit.row, draft, year))
    draft = _draft(year.government, len(made), day)
    add_reports(draft, figures={YEAR: year.total()})
    return [*made, _site(year.government, draft, year)]


def _draft(row: Row, number: int, day: dt.date) -> Draft:
    draft = Draft(row["unit_name"], row["unit_id"] + DOMAIN, str(_FIRST_CODE + number), day, YEAR)
    fill(draft)
    return draft


def _site(row: Row, draft: Draft, year: CleanYear) -> DemoSite:
    return DemoSite(
        site_id=row["unit_id"],
        unit_id=row["unit_id"],
        name=draft.unit_name + "网站",
        home_url=f"http://{draft.host}/",
        site_id_code=draft.site_id_code,
        role="",
        pages=pages_of(draft, year.tasks),
        columns=draft.columns,
        names=draft.names,
    )


def inspect_portals(year: CleanYear, home: Path) -> None:
    """Take in what lies in the inbox of a home, and land an inspection of the sites on each of the days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZWGK_HOME", str(home))
        patch.setenv("ZWGK_CONFIG", str(year.city.config))
        settings = load_settings()
        registry = Registry.load(settings.registry)
        # What has arrived comes first: the links in it are looked at too.
        take_in(settings.inbox, settings.landing, settings.archive, YEAR, registry, lambda: SEEN)
        patch.setattr(demo, "demo_sites", lambda registry, day, report_year, notice: sites(year, day))
        patch.setattr("sources.demo.portal.demo.FACTS", year.city.facts)
        for day in INSPECTED:
            inspect(settings, day, None, True, lambda site, pages: None)
