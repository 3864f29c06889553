"""The data that the portal inspection judges by, against the code that crawls and reads."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from expectations.catalogue import rules
from sources.portals import reading
from sources.portals.model import FetchStatus
from sources.registry.csv_rows import read_rows
from tests.conftest import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"
SEEDS = DBT_PROJECT / "seeds"
FINDINGS = DBT_PROJECT / "models" / "marts" / "portals" / "fct_portal_findings.sql"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _labels(domain: str) -> set[str]:
    return {row["code"] for row in _rows(SEEDS / "labels.csv") if row["domain"] == domain}


def _statuses_in(macro: str) -> set[str]:
    """The statuses that a macro of the inspection names."""
    text = (DBT_PROJECT / "macros" / "inspection.sql").read_text(encoding="utf-8")
    body = re.search(rf"macro {macro}\(status\) -%}}(.*?){{%- endmacro", text, re.DOTALL)
    assert body
    return set(re.findall(r"'(\w+)'", body[1]))


def test_the_marks_that_must_be_there_are_those_that_are_looked_for() -> None:
    words = read_rows(Path(reading.__file__).parent / "words" / "footer_marks.csv", ("mark",))
    assert {row["mark"] for row in _rows(SEEDS / "portal_marks.csv")} == {row["mark"] for row in words}


def test_every_status_of_a_fetch_has_a_label() -> None:
    assert _labels("fetch_status") == {*FetchStatus, "not_fetched"}


def test_a_fetch_is_there_dead_or_unseen_and_what_is_neither_is_meant() -> None:
    there, dead, unseen = (_statuses_in(name) for name in ("is_there", "is_dead", "is_unseen"))
    assert there == {status for status in FetchStatus if status.is_good}
    assert not there & dead
    assert not (there | dead) & unseen
    # A page that moved to another host, or to what is no address, is not there; the link to it is not dead.
    assert {*FetchStatus} - there - dead - unseen == {FetchStatus.MOVED_AWAY, FetchStatus.BAD_ADDRESS}


def test_every_fault_of_a_tag_and_kind_of_number_has_a_label() -> None:
    assert _labels("tag_problem") == {"missing", "empty", "malformed"}
    assert _labels("personal_number") == {"id_card", "mobile"}


def test_every_threshold_is_used_and_every_one_that_is_used_is_there() -> None:
    known = [row["threshold_code"] for row in _rows(SEEDS / "inspection_thresholds.csv")]
    calls = (
        re.findall(r"thresholds\(\[(.*?)\]\)", path.read_text(encoding="utf-8"), re.DOTALL)
        for path in (DBT_PROJECT / "models").rglob("*.sql")
    )
    used = {name for call in calls for text in call for name in re.findall(r"'(\w+)'", text)}
    assert Counter(known) == Counter(used)


@pytest.mark.parametrize(
    "row", _rows(SEEDS / "inspection_thresholds.csv"), ids=lambda row: row["threshold_code"]
)
def test_a_threshold_names_a_document_or_is_marked_as_to_be_confirmed(row: dict[str, str]) -> None:
    assert re.search(r"〔\d{4}〕\d+号", row["basis"]) or row["basis"].endswith("[M]")


def test_every_rule_of_the_portals_is_looked_for_and_no_other() -> None:
    (listed,) = re.findall(r"for number in \[(.*?)\]", FINDINGS.read_text(encoding="utf-8"))
    looked_for = {f"PRT-{number}" for number in re.findall(r"'(\d\d)'", listed)}
    assert looked_for == {code for code, rule in rules().items() if rule.dataset == "portals"}
