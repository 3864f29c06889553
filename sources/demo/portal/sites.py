"""Chooses which unit plays which role and makes its site."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sources.demo.portal import annual_report, defects, difficulties, task_content
from sources.demo.portal.content import fill
from sources.demo.portal.draft import Draft
from sources.demo.portal.model import DOMAIN, DemoSite
from sources.demo.portal.publish import pages_of
from sources.notices.model import Notice
from sources.registry.csv_rows import Row, read_rows
from sources.registry.registry import Registry

_ROLES = Path(__file__).parent / "words" / "roles.csv"
_REPORTS: dict[str, Callable[..., None]] = {
    "report_docx": partial(annual_report.add_reports, form="docx"),
    "report_pdf": partial(annual_report.add_reports, form="pdf"),
    "report_late": partial(annual_report.add_reports, late=True),
    "report_short": partial(annual_report.add_reports, sections=5),
}
# The role whose published report is off by one against the unit's return, in a figure that is in no sum:
# annual_report.MISPRINTED. Every other site publishes what its unit reported.
MISPRINTED_ROLE = "bad_footer"
# No place has this number: no real site bears such a code.
_FIRST_CODE = 8_199_990_001


def demo_sites(registry: Registry, day: dt.date, report_year: int, notice: Notice) -> list[DemoSite]:
    """Return the sites, in the order of ``words/roles.csv``.

    The same arguments give the same bytes. Between two days only what was published in between differs, and
    the one page that is planted as back-dated.

    Args:
        registry: Whose units play the roles, as of ``day``.
        day: Where the portal's clock stands; every planted defect is there from 15 February after the year on.
        report_year: The year of the annual report.
        notice: Names the leads of tasks, who play the roles that show them, and the titles of the tasks.
    """
    sites = []
    for number, (role, unit) in enumerate(_cast(registry, day, notice)):
        host = unit["unit_id"] + DOMAIN
        draft = Draft(unit["unit_name"], host, str(_FIRST_CODE + number), day, report_year)
        fill(draft)
        traits = role["traits"].split()
        for trait in traits:
            if trait not in _REPORTS:
                _change(trait)(draft)
        # Last: the figures of the report tell what the columns hold.
        report = next((_REPORTS[trait] for trait in traits if trait in _REPORTS), annual_report.add_reports)
        report(draft, is_misprinted=role["role"] == MISPRINTED_ROLE)
        sites.append(
            DemoSite(
                site_id=unit["unit_id"],
                unit_id=unit["unit_id"],
                name=draft.unit_name + "网站",
                home_url=f"http://{host}/",
                site_id_code=draft.site_id_code,
                role=role["role"],
                pages=pages_of(draft, notice.tasks),
                columns=draft.columns,
                names=draft.names,
            )
        )
    return sites


def units_with_rules(registry: Registry, day: dt.date, notice: Notice) -> set[str]:
    """Return the units whose sites have 规章, so that their returns count them; none where the sites cannot be."""
    try:
        cast = _cast(registry, day, notice)
    except LookupError:
        return set()
    return {unit["unit_id"] for role, unit in cast if "rules_" in role["traits"]}


def _change(trait: str) -> Callable[[Draft], None]:
    """Return what a word in the traits column does: the function of that name."""
    for module in (task_content, defects, difficulties):
        if function := getattr(module, trait, None):
            change: Callable[[Draft], None] = function
            return change
    raise LookupError(f"{_ROLES.name}: {trait}")


def _cast(registry: Registry, day: dt.date, notice: Notice) -> list[tuple[Row, Row]]:
    """Return role and unit: the only lead of a task where the role has one, else the next of the type.

    Raises:
        LookupError: The registry has not enough units of a type.
    """
    roles = read_rows(_ROLES, ("role", "lead_of_task", "unit_type", "traits"))
    units = sorted(registry.valid_on(day), key=lambda row: row.integer("sort_order"))
    by_id = {row["unit_id"]: row for row in units}
    parts: dict[str, Row] = {}
    for role in roles:
        leads = _leads(notice, role["lead_of_task"])
        if len(leads) == 1 and leads[0] in by_id and by_id[leads[0]] not in parts.values():
            parts[role["role"]] = by_id[leads[0]]
    for role in roles:
        if role["role"] not in parts:
            free = (
                one for one in units if one["unit_type"] == role["unit_type"] and one not in parts.values()
            )
            unit = next(free, None)
            if unit is None:
                raise LookupError(
                    f"单位名录中没有更多的 {role['unit_type']}，演示角色 {role['role']} 无人扮演"
                )
            parts[role["role"]] = unit
    return [(role, parts[role["role"]]) for role in roles]


def _leads(notice: Notice, task_no: str) -> list[str]:
    return [
        one.unit_id
        for one in notice.assignments
        if str(one.task_no) == task_no and one.role == "lead" and one.unit_id
    ]
