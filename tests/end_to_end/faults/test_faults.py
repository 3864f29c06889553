"""Single faults in a clean, complete year: each raises exactly the rules that it should, in the right place."""

import os
from collections import Counter
from pathlib import Path

import pytest

from expectations.catalogue import rules
from expectations.runner import run_suite
from orchestration.defs.checks.frames import INCOMING, incoming_frame
from sources.calendar_days import calendar_table
from sources.errors import SourceError
from sources.landing import deliver
from sources.notices.landed import notice_tables
from sources.notices.listed import listed_notice
from sources.registry.landed import registry_tables
from sources.registry.registry import Registry
from sources.registry.rollups import rollup_tables
from sources.returns.form_map import form_fields, versions
from sources.returns.model import FORM_WEBSITE
from tests.conftest import REGISTRY
from tests.end_to_end.faults import page
from tests.end_to_end.faults.model import Fault, Raised
from tests.end_to_end.faults.of_incoming import incoming_faults
from tests.end_to_end.faults.of_office import office_faults, task
from tests.end_to_end.faults.of_portals import portal_faults
from tests.end_to_end.faults.of_reports import report_faults
from tests.end_to_end.faults.of_returns import returns_faults
from tests.end_to_end.faults.of_statistics import statistics_faults
from tests.end_to_end.faults.of_texts import blank_faults, text_faults
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.runs import FaultyRun, Home
from tests.end_to_end.faults.year import CleanYear
from tests.end_to_end.helpers import rows, scalar

OF_RETURNS = [*returns_faults(), *statistics_faults(), *blank_faults()]
OF_OTHERS = [*portal_faults(), *report_faults(), *text_faults(), *office_faults()]
STOPPING = incoming_faults()
TITLES = ("报送的故障", "门户、公布的年报和办公厅自己的登记", "进数据之前就拦下的故障")
# On this day the counties' annual statistics are due and not overdue yet.
STILL_DUE = f"{YEAR + 1}-03-31"
# On this day the last inspection is four days old.
LONG_UNSEEN = f"{YEAR + 1}-04-04"
# Rules that no single fault in the input can raise, and why; see the tests of the same names.
UNREACHABLE = {
    "TSK-01": "读取通知时，编号不接续的任务表即被拒绝",
    "TSK-02": "读取通知时，只有编号没有名称的任务即被拒绝",
    "UNT-02": "读取名录时，没有全称的单位即被拒绝",
    "WEB-05": "现行网站年度数据的表样没有要写单位的金额",
    "WEB-08": "网站年度数据只有一个版本的表样",
}
WRITES = bool(os.environ.get("ZWGK_WRITE_FAULTS"))


def by_name(fault: Fault) -> str:
    return fault.name


def test_there_are_enough_and_each_has_a_unit_of_its_own() -> None:
    assert len(OF_RETURNS) + len(OF_OTHERS) + len(STOPPING) >= 100
    for faults in (OF_RETURNS, OF_OTHERS):
        units = [fault.unit_id for fault in faults if fault.unit_id]
        assert len(units) == len(set(units))
        of_nobody = Counter((one.rule_code, one.place) for f in faults if not f.unit_id for one in f.raises)
        assert [one for one, count in of_nobody.items() if count > 1] == []
    names = [fault.name for fault in (*OF_RETURNS, *OF_OTHERS, *STOPPING)]
    assert len(names) == len(set(names))


def test_every_rule_is_raised_by_a_fault_or_cannot_be() -> None:
    """A rule without either wants a fault in one of the modules ``of_*.py``, or its reason in ``UNREACHABLE``."""
    raised = {one.rule_code for fault in (*OF_RETURNS, *OF_OTHERS, *STOPPING) for one in fault.raises}
    assert sorted(set(rules()) - raised - set(UNREACHABLE)) == [], "these rules have no fault"
    assert sorted(raised & set(UNREACHABLE)) == [], "these are raised after all"
    assert sorted((raised | set(UNREACHABLE)) - set(rules())) == [], "these are no rules"


def test_the_clean_year_raises_nothing(clean_home: Path) -> None:
    assert page.flags(clean_home) == []
    assert rows(clean_home, "select distinct status from fct_obligations") == [("on_time",)]
    assert scalar(clean_home, "select count(distinct unit_id) from fct_obligations") == 55
    assert scalar(clean_home, "select count(*) from rpt_report_standing where not is_final") == 0


def test_the_clean_year_is_quiet_because_it_is_clean(clean_home: Path) -> None:
    """Everything that the rules compare is there to be compared."""
    assert rows(clean_home, "select distinct evidence_status from fct_task_progress") == [("reachable",)]
    shown = rows(clean_home, "select probe_id, result from fct_task_probes where result <> 'cannot_tell'")
    assert {result for _, result in shown} == {"shown"}
    assert len({probe for probe, _ in shown}) == scalar(
        clean_home, "select count(distinct probe_id) from fct_task_probes"
    )
    published = "select count(distinct unit_id) from fct_published_reports where report_year = {}"
    assert scalar(clean_home, published.format(YEAR)) == 55  # 54 units, and the city itself
    assert scalar(clean_home, published.format(YEAR - 1)) == 54
    assert scalar(clean_home, "select count(distinct site_id) from fct_portal_daily where is_complete") == 56


@pytest.fixture(scope="module")
def of_returns(clean_home: Path, tmp_path_factory: pytest.TempPathFactory) -> FaultyRun:
    root = tmp_path_factory.mktemp("of_returns")
    return FaultyRun(root, OF_RETURNS, clean_home, STILL_DUE, is_inspected=False)


@pytest.fixture(scope="module")
def of_others(clean_home: Path, tmp_path_factory: pytest.TempPathFactory) -> FaultyRun:
    root = tmp_path_factory.mktemp("of_others")
    return FaultyRun(root, OF_OTHERS, clean_home, LONG_UNSEEN, is_inspected=True)


@pytest.mark.parametrize("fault", OF_RETURNS, ids=by_name)
def test_a_fault_in_a_return_raises_what_it_should(of_returns: FaultyRun, fault: Fault) -> None:
    assert of_returns.of(fault) == page.expected_of(fault)


def test_faults_in_returns_raise_nothing_elsewhere(of_returns: FaultyRun) -> None:
    assert of_returns.found[1] == []
    _page_says(TITLES[0], of_returns.faults, of_returns.found[0])


@pytest.mark.campaign
@pytest.mark.parametrize("fault", OF_OTHERS, ids=by_name)
def test_a_fault_elsewhere_raises_what_it_should(of_others: FaultyRun, fault: Fault) -> None:
    assert of_others.of(fault) == page.expected_of(fault)


@pytest.mark.campaign
def test_faults_elsewhere_raise_nothing_else(of_others: FaultyRun) -> None:
    assert of_others.found[1] == []
    _page_says(TITLES[1], of_others.faults, of_others.found[0])


def _land(year: CleanYear, landing: Path) -> Counter[Raised]:
    """Land notice and registry as the pipeline does, and check them before load; return what is found."""
    year.city.list_notice(tuple(year.notice_tasks), tuple(year.notice_body), year.issued)
    registry = Registry.load(year.city.folder)
    tables = registry_tables(registry) | rollup_tables(year.city.folder, registry)
    deliver(landing, "registry", None, tables | {"calendar_days": calendar_table()})
    notice, path = listed_notice(year.city.folder, YEAR, registry)
    deliver(landing, "notices", YEAR, notice_tables(notice, path))
    found: Counter[Raised] = Counter()
    for dataset in INCOMING:
        source, of_year = ("registry", None) if dataset == "units" else ("notices", YEAR)
        for failures in run_suite(dataset, incoming_frame(dataset, landing, source, of_year)).values():
            for one in failures:
                assert rules()[one.rule_code].severity == "fatal"  # so that the run stops
                found[Raised(one.rule_code, page.place(one.task_id, str(one.source_locator)))] += 1
    for oddity in notice.oddities:
        found[
            Raised(oddity.rule_code, page.place(f"{YEAR}-{oddity.task_no}", f"notice.html {oddity.place}"))
        ] += 1
    return found


@pytest.mark.parametrize("fault", STOPPING, ids=by_name)
def test_a_fault_that_stops_the_run_is_found_before_load(tmp_path: Path, fault: Fault) -> None:
    year = Home(tmp_path).year
    fault.put(year)
    assert _land(year, tmp_path / "landing") == page.expected_of(fault)


def test_the_clean_notice_and_registry_go_in(tmp_path: Path) -> None:
    assert _land(Home(tmp_path).year, tmp_path / "landing") == Counter()
    found = [page.expected_of(fault) for fault in STOPPING]
    _page_says(TITLES[2], STOPPING, found)


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (task(9, number="8"), "任务编号为 8"),
        (task(9, title=""), "任务 9 只有编号"),
        (lambda year: year.city.replace("units.csv", "福州市科学技术局,市科技局", ",市科技局"), "空白"),
    ],
    ids=["TSK-01", "TSK-02", "UNT-02"],
)
def test_what_the_readers_refuse_raises_no_rule(tmp_path: Path, put: object, said: str) -> None:
    assert callable(put)
    year = Home(tmp_path).year
    put(year)
    with pytest.raises(SourceError, match=said):
        _land(year, tmp_path / "landing")


def test_the_form_of_the_websites_has_no_amount_with_a_unit_and_no_other_version() -> None:
    assert {field.kind for fields in form_fields(FORM_WEBSITE).values() for field in fields} == {
        "count",
        "amount",
    }
    [(_, first, last)] = versions(FORM_WEBSITE).values()
    assert first <= YEAR <= last


def test_the_page_names_the_rules_that_no_fault_can_raise() -> None:
    lines = [f"| {code} | {rules()[code].title} | {why} |" for code, why in UNREACHABLE.items()]
    title = "不能由一处故障触发的规则"
    _page_is(
        "\n".join([f"## {title}", "", "| 规则 | 问题 | 为什么 |", "|---|---|---|", *lines]) + "\n", title
    )


def _page_says(title: str, faults: list[Fault], found: list[Counter[Raised]]) -> None:
    _page_is(page.section(title, faults, found, Registry.load(REGISTRY)), title)


def _page_is(section: str, title: str) -> None:
    """The page of docs says what this run found; with ``ZWGK_WRITE_FAULTS`` it is made to (``make faults``)."""
    if WRITES:
        page.write(title, section)
    assert page.told(title) == section, "docs/faults.md is out of date: make faults"
