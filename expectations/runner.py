"""Runs a Great Expectations suite on a frame and returns the rows that failed.

A frame has, besides the columns checked, the columns of :data:`KEYS`: who and what a row is about and
where to look. They travel unchanged into the failure, so that every flag names its evidence.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("row_key", "report_year", "unit_id", "task_id", "subject", "source_locator")
OPTIONAL_KEYS = ("expected", "actual", "difference")


class Failure(NamedTuple):
    """One row that broke one rule."""

    dataset: str
    rule_code: str
    report_year: int | None
    unit_id: str | None
    task_id: str | None
    row_key: str
    subject: str | None
    expected: str | None
    actual: str | None
    difference: float | None
    source_locator: str | None


class SuiteError(Exception):
    """The suite could not be run on the frame: a programming error, not a finding."""


def run_suite(dataset: str, frame: pd.DataFrame) -> dict[str, list[Failure]]:
    """Check a frame.

    Args:
        dataset: Names the module in ``expectations/suites``.
        frame: One row a thing checked, with the columns of ``KEYS`` and those the suite names.

    Returns:
        rule_code → failures, one entry for every rule of the suite, empty where it holds.

    Raises:
        SuiteError: The frame lacks a column, or Great Expectations could not evaluate an expectation.
    """
    if missing := [name for name in KEYS if name not in frame]:
        raise SuiteError(f"{dataset}: the frame lacks {', '.join(missing)}")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    suite_module = importlib.import_module(f"expectations.suites.{dataset}")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas(dataset)
    definition = source.add_dataframe_asset(dataset).add_batch_definition_whole_dataframe(dataset)
    frame = frame.reset_index(drop=True).assign(_row=lambda rows: rows.index)
    expectations: list[Any] = suite_module.expectations()
    batch = definition.get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(name=dataset, expectations=expectations)
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": ["_row"]}
    failures: dict[str, list[Failure]] = {item.meta["rule_code"]: [] for item in expectations}
    for result in batch.validate(suite, result_format=wanted).results:
        config = result.expectation_config
        assert config is not None
        _raise_on_error(dataset, result.exception_info)
        numbers = [item["_row"] for item in result.result.get("unexpected_index_list") or []]
        if not result.success and not numbers:
            raise SuiteError(f"{dataset}: {config.type} failed without naming rows: {result.result}")
        # A pair of columns has no single value that failed: its expectation says which one to show.
        column = config.meta.get("actual") or config.kwargs.get("column")
        expected = config.meta.get("expected")
        rule_code = config.meta["rule_code"]
        failures[rule_code] += _failures(dataset, rule_code, frame.iloc[sorted(numbers)], column, expected)
    return failures


def _failures(
    dataset: str, rule_code: str, rows: pd.DataFrame, column: str | None, expected: str | None
) -> list[Failure]:
    """Turn failing rows into failures; a frame's own expected/actual/difference columns come first."""
    found = []
    for row in rows.to_dict("records"):
        values = {name: _plain(row[name]) for name in (*KEYS, *OPTIONAL_KEYS) if name in row}
        values.setdefault("expected", expected)
        values.setdefault("actual", _text(row[column]) if column else None)
        values.setdefault("difference", None)
        found.append(Failure(dataset=dataset, rule_code=rule_code, **values))
    return found


def _plain(value: Any) -> Any:
    """Return a Python value; all of pandas' ways of saying "nothing" become None."""
    import pandas as pd

    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _text(value: Any) -> str | None:
    """Return a value as a person reads it; pandas knows no dates, only midnights."""
    plain = _plain(value)
    if isinstance(plain, dt.datetime) and plain.time() == dt.time():
        plain = plain.date()
    return None if plain is None else str(plain)


def _raise_on_error(dataset: str, info: dict[str, Any]) -> None:
    details = [info] if "raised_exception" in info else list(info.values())
    for detail in details:
        if detail.get("raised_exception"):
            raise SuiteError(f"{dataset}: {detail['exception_message']}")
