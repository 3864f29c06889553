"""The landed tasks of a notice: shape and domains."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what the tasks of one notice must meet."""
    return [
        gxe.ExpectColumnValuesToBeUnique(
            column="task_no", meta={"rule_code": "TSK-01", "expected": "不重复"}
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="title", meta={"rule_code": "TSK-02", "expected": "任务名称"}
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="assigned_units", min_value=1, meta={"rule_code": "TSK-03", "expected": "至少一个单位"}
        ),
        # Great Expectations passes over nulls; a count that is not there is not at least one.
        gxe.ExpectColumnValuesToNotBeNull(
            column="assigned_units", meta={"rule_code": "TSK-03", "expected": "至少一个单位"}
        ),
        gxe.ExpectColumnPairValuesToBeEqual(
            column_A="issued_year",
            column_B="report_year",
            ignore_row_if="either_value_is_missing",
            meta={"rule_code": "TSK-04", "expected": "成文日期在任务年度内", "actual": "issued_year"},
        ),
        gxe.ExpectColumnValuesToBeNull(
            column="unreached", meta={"rule_code": "TSK-05", "expected": "成文当日在册的单位或有成员的类别"}
        ),
    ]
