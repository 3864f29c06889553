"""The annual reports that the demo sites publish are read by the reader of the returns."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from sources.demo.portal.annual_report import MISPRINTED, add_reports
from sources.demo.portal.draft import Draft
from sources.demo.portal.facts import fact
from sources.demo.portal.model import Answer, DemoSite, Hit
from sources.demo.portal.pdf_report import Part, pdf_report
from sources.demo.portal.sites import demo_sites
from sources.demo.unit_figures import unit_statistics
from sources.notices.model import Notice
from sources.registry.registry import Registry
from sources.returns.documents.formats import open_document
from sources.returns.model import FORM_STATISTICS, Return
from sources.returns.reading import read_file
from tests.sources.demo.portal.conftest import DAY, YEAR, Roles

SECTIONS = ("一、", "二、", "三、", "四、", "五、", "六、")


def published(site: DemoSite, kind: str) -> tuple[str, bytes]:
    """Return name and bytes of the report of the year, in the format that it has on the site."""
    (path,) = {name for name in site.pages if name.endswith(f".{kind}") and "/P0" in name} or {
        site.names["report"]
    }
    page = site.pages[path]
    answer = page if isinstance(page, Answer) else page(Hit(0, ""))
    encoding = "gbk" if site.role == "rules" else "utf-8"
    body = answer.body.decode(encoding).encode() if kind == "html" else answer.body
    return path.rsplit("/", 1)[1].replace(".htm", ".html"), body


def read(site: DemoSite, kind: str, registry: Registry) -> Return:
    name, content = published(site, kind)
    (result,) = read_file(content, name, "", YEAR, registry)
    return result


@pytest.mark.parametrize(
    ("role", "kind"),
    [("gazette", "html"), ("rules", "html"), ("budget", "docx"), ("changed", "pdf"), ("personal", "html")],
)
def test_a_published_report_is_read_like_a_return(
    roles: Roles, registry: Registry, role: str, kind: str
) -> None:
    result = read(roles[role], kind, registry)
    assert (result.form, result.unit_id, result.is_synthetic) == (FORM_STATISTICS, roles[role].unit_id, True)
    assert (result.findings, result.template_version) == ([], "30")
    assert len({(f.table_code, f.row_code, f.column_code) for f in result.figures}) >= 200


def test_pdf_and_page_say_the_same_figures(roles: Roles, registry: Registry) -> None:
    site = roles["changed"]
    from_pdf = {figure[:3]: figure.value for figure in read(site, "pdf", registry).figures}
    page = demo_page_of(site, registry)
    assert len(from_pdf) == len(page) == 201
    assert from_pdf == page


def demo_page_of(site: DemoSite, registry: Registry) -> dict[tuple[str, str, str], object]:
    """The same unit's report as a page."""
    host = site.home_url.removeprefix("http://").strip("/")
    draft = Draft(site.name.removesuffix("网站"), host, "", DAY, YEAR)
    add_reports(draft)
    title, body = draft.entries["annual_report"][0].title, draft.entries["annual_report"][0].body
    content = f"<html><meta charset='utf-8'><body><h1>{title}</h1>{body}</body></html>".encode()
    (result,) = read_file(content, "a.html", "", YEAR, registry)
    return {figure[:3]: figure.value for figure in result.figures}


def test_a_report_says_what_it_is_told_to_and_a_year_without_one_has_none() -> None:
    draft = Draft("演示局", "demo.invalid", "", DAY, YEAR)
    figures = unit_statistics("demo", YEAR) | {MISPRINTED: Decimal(987654)}
    add_reports(draft, figures={YEAR: figures})
    (entry,) = draft.entries["annual_report"]
    assert ">987654<" in str(entry.body)


def test_rules_in_force_are_those_of_the_facts(roles: Roles, registry: Registry) -> None:
    for role in ("rules", "bad_tags"):
        figures = {figure[:3]: figure.value for figure in read(roles[role], "html", registry).figures}
        assert figures["disclosures", "rules", "in_force"] == fact("rules_in_force")


@pytest.mark.parametrize(
    ("role", "kind", "count"),
    [("gazette", "html", 6), ("budget", "docx", 6), ("changed", "pdf", 6), ("personal", "html", 5)],
)
def test_the_sections_are_there_but_where_one_is_planted_missing(
    roles: Roles, role: str, kind: str, count: int
) -> None:
    name, content = published(roles[role], kind)
    lines = [line.text for line in open_document(content, name).lines]
    found = [mark for mark in SECTIONS if any(line.startswith(mark) for line in lines)]
    assert found == list(SECTIONS[:count])


def test_reports_are_in_time_but_the_late_one(sites: list[DemoSite]) -> None:
    for site in sites:
        (date,) = re.findall(r"/(?:t|P0)(\d{8})[_.]", site.names["report"])
        assert (date > "20220131") == (site.role == "bad_footer")


def test_before_its_date_a_report_is_not_there(registry: Registry, notice: Notice) -> None:
    for site in demo_sites(registry, dt.date(2022, 2, 1), YEAR, notice):
        assert ("report" in site.names) == (site.role != "bad_footer")


@pytest.mark.parametrize("paragraphs", [(), ("",), ("长" * 300,), ("（）\\ <a>", "𠮷 1")])
def test_a_pdf_of_prose_alone(paragraphs: tuple[str, ...]) -> None:
    content = pdf_report([Part("标题", paragraphs)])
    assert content == pdf_report([Part("标题", paragraphs)])
    assert content.startswith(b"%PDF-") and content.endswith(b"%%EOF\n")
