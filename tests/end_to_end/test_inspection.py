"""The demo portal inspected: every planted defect is found, none is invented, and the probes name what is missing."""

import datetime as dt
from pathlib import Path

import pytest

from sources.demo.portal.planted import planted
from sources.demo.portal.sites import demo_sites
from sources.notices.listed import listed_notice
from sources.registry.registry import Registry
from tests.conftest import AS_OF, REGISTRY, YEAR
from tests.end_to_end.helpers import rows, scalar

# What is wrong with a portal, with a link given as evidence, and with what a portal shows of a task.
FOUND = """
    select rule_code, site_id, where_found from fct_portal_findings
    union
    select 'PRT-17', unit_id, evidence_url from fct_task_progress
    where evidence_status in ('gone', 'moved', 'private', 'off_topic', 'not_a_link')
    union
    select
        case result when 'not_shown' then 'PRB-01' else 'PRB-02' end,
        unit_id,
        concat('task:', cast(split_part(task_id, '-', 2) as integer))
    from fct_task_probes where result in ('not_shown', 'partly')
"""
PROBED = (1, 7, 10, 14, 23, 27, 28, 37)


@pytest.fixture(scope="module")
def table() -> set[tuple[object, ...]]:
    registry = Registry.load(REGISTRY)
    notice, _ = listed_notice(REGISTRY, YEAR, registry)
    return {tuple(one) for one in planted(demo_sites(registry, dt.date.fromisoformat(AS_OF), YEAR, notice))}


def test_every_planted_defect_is_found(demo_home: Path, table: set[tuple[object, ...]]) -> None:
    assert sorted(table - set(rows(demo_home, FOUND)), key=str) == []
    assert len(table) > 35


def test_no_defect_is_invented(demo_home: Path, table: set[tuple[object, ...]]) -> None:
    assert sorted(set(rows(demo_home, FOUND)) - table, key=str) == []


def test_every_finding_is_a_flag_that_says_where_to_look(demo_home: Path) -> None:
    query = "select count(*) from fct_quality_flags where {} and (detail = '' or source_locator is null)"
    assert scalar(demo_home, query.format("rule_code similar to 'PR[TB]-.*'")) == 0
    flags = scalar(
        demo_home,
        "select count(*) from fct_quality_flags where rule_code like 'PRT-%' and rule_code <> 'PRT-17'",
    )
    assert flags == scalar(demo_home, "select count(*) from fct_portal_findings")


@pytest.mark.parametrize("task_no", PROBED)
def test_a_probe_is_shown_for_one_unit_and_not_for_another_which_says_what_is_missing(
    demo_home: Path, task_no: int
) -> None:
    query = f"select result, detail, evidence_url from fct_task_probes where task_id = '{YEAR}-{task_no:02d}'"
    found = rows(demo_home, query)
    assert [url for result, _, url in found if result == "shown"], found
    short = [(detail, url) for result, detail, url in found if result == "not_shown"]
    assert short and all(detail and str(url).startswith("http") for detail, url in short), found


def test_the_missing_day_number_unit_and_section_are_named(demo_home: Path) -> None:
    said = {
        str(detail)
        for (detail,) in rows(demo_home, "select detail from fct_task_probes where result <> 'shown'")
    }
    for named in (
        "2021-12-08",
        "第 7 期",
        "演示服务中心乙",
        "其他需要报告的事项",
        "政府信息公开制度",
        "11 件",
    ):
        assert any(named in detail for detail in said), named


def test_a_published_report_is_read_in_every_format(demo_home: Path) -> None:
    query = f"select distinct format from fct_published_reports where report_year = {YEAR} and outcome = 'accepted'"
    assert {name for (name,) in rows(demo_home, query)} == {"html", "docx", "pdf"}


def test_evidence_stands_beside_what_the_unit_says(demo_home: Path) -> None:
    statuses = {
        status for (status,) in rows(demo_home, "select distinct evidence_status from fct_task_progress")
    }
    assert {"reachable", "gone", "moved", "private"} <= statuses
    assert scalar(demo_home, "select count(*) from fct_task_evidence where result = 'not_shown'")


def test_numbers_of_persons_are_masked_wherever_they_are(demo_home: Path) -> None:
    for (parquet,) in [(path,) for path in sorted((demo_home / "published" / "parquet").glob("*.parquet"))]:
        assert b"19900000000" not in parquet.read_bytes(), parquet.name
    assert scalar(
        demo_home, "select count(*) from fct_portal_findings where rule_code = 'PRT-10' and actual like '%*%'"
    )
