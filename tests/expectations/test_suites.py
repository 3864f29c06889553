"""Every rule of every suite: what it lets pass, what breaks it, what an empty cell does."""

import importlib

import pandas as pd
import pytest

from expectations.catalogue import rules
from expectations.runner import KEYS, Failure, SuiteError, run_suite
from tests.expectations.cases import BROKEN, EMPTY, MET, SOUND, Broken, Empty, Met, frame

DATASETS = sorted(SOUND)
IN_SUITES = {rule.rule_code for rule in rules().values() if rule.dataset in SOUND}
# Rules about several rows at once have their failing case below.
DUPLICATES = {"TSK-01": ("tasks", "task_no", 1, "1")}


def _checked_columns() -> list[tuple[str, str]]:
    pairs = set()
    for dataset in DATASETS:
        for item in importlib.import_module(f"expectations.suites.{dataset}").expectations():
            named = {getattr(item, name, None) for name in ("column", "column_A", "column_B")}
            pairs |= {(dataset, column) for column in named - {None}}
    return sorted(pairs)


def test_every_rule_of_a_suite_has_its_three_cases() -> None:
    assert {case.rule_code for case in BROKEN} | set(DUPLICATES) == IN_SUITES
    assert {case.rule_code for case in MET} == IN_SUITES
    assert {case.rule_code for case in EMPTY} == IN_SUITES


@pytest.mark.parametrize("dataset", DATASETS)
def test_sound_rows_break_no_rule_and_every_rule_of_the_dataset_answers(dataset: str) -> None:
    found = run_suite(dataset, frame(dataset))
    assert found == {rule.rule_code: [] for rule in rules().values() if rule.dataset == dataset}


@pytest.mark.parametrize(
    "case", MET, ids=lambda case: f"{case.rule_code}-{next(iter(case.changes.values()))}"
)
def test_what_the_rule_allows_breaks_no_rule(case: Met) -> None:
    assert not any(run_suite(case.dataset, frame(case.dataset, case.changes)).values())


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.rule_code)
def test_a_fault_in_one_row_raises_its_rule_and_no_other(case: Broken) -> None:
    found = run_suite(case.dataset, frame(case.dataset, case.changes))
    failure = Failure(
        dataset=case.dataset,
        rule_code=case.rule_code,
        report_year=2021,
        unit_id="unit2",
        task_id="2021-02",
        row_key=f"{case.dataset}-2",
        subject="对象2",
        expected=case.expected,
        actual=case.actual,
        difference=case.difference,
        source_locator="文件.xlsx 表一!A2",
    )
    assert {code: failures for code, failures in found.items() if failures} == {case.rule_code: [failure]}


@pytest.mark.parametrize("rule_code", DUPLICATES)
def test_a_repeated_value_names_both_rows(rule_code: str) -> None:
    dataset, column, value, shown = DUPLICATES[rule_code]
    found = run_suite(dataset, frame(dataset, {column: value}))
    assert {code for code, failures in found.items() if failures} == {rule_code}
    assert [(item.unit_id, item.actual, item.expected) for item in found[rule_code]] == [
        ("unit1", shown, "不重复"),
        ("unit2", shown, "不重复"),
    ]


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.rule_code)
def test_an_empty_cell_does_what_the_rule_says(case: Empty) -> None:
    found = run_suite(case.dataset, frame(case.dataset, case.changes))
    said = [(code, item.unit_id, item.actual) for code, failures in found.items() for item in failures]
    assert said == ([(case.rule_code, "unit2", case.actual)] if case.is_broken else [])


@pytest.mark.parametrize(("dataset", "column"), [("progress", "completed_on"), ("progress", "evidence_url")])
def test_a_column_without_any_value_fails_in_every_row_that_needs_one(dataset: str, column: str) -> None:
    table = frame(dataset)
    table[column] = pd.Series([None] * len(table), dtype=table[column].dtype)
    assert sum(map(len, run_suite(dataset, table).values())) == len(table)


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_rows_no_failures(dataset: str) -> None:
    found = run_suite(dataset, frame(dataset).head(0))
    assert found
    assert not any(found.values())


@pytest.mark.parametrize(("dataset", "column"), _checked_columns())
def test_a_missing_checked_column_is_an_error_and_not_a_pass(dataset: str, column: str) -> None:
    with pytest.raises(SuiteError, match=column):
        run_suite(dataset, frame(dataset).drop(columns=column))


@pytest.mark.parametrize("column", KEYS)
def test_a_missing_key_is_an_error_even_where_nothing_fails(column: str) -> None:
    with pytest.raises(SuiteError, match=column):
        run_suite("coverage", frame("coverage").drop(columns=column))
