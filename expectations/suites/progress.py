"""The landed lines of the task-progress returns: what one line says against itself and the task table."""

from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

_DONE = Column("progress_status") == "completed"


def expectations() -> list[Any]:
    """Return what every reported line must meet."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(
            column="completed_on",
            row_condition=_DONE,
            meta={"rule_code": "PRG-01", "expected": "完成时间"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="evidence_url",
            row_condition=_DONE,
            meta={"rule_code": "PRG-02", "expected": "公开链接"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="received_on",
            column_B="completed_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta={"rule_code": "PRG-03", "expected": "不晚于收到日期", "actual": "completed_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_assigned",
            value_set=[True],
            meta={"rule_code": "PRG-04", "expected": "任务分解表分给本单位的任务", "actual": "task_id"},
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="is_unconfirmed",
            value_set=[True],
            meta={
                "rule_code": "PRG-05",
                "expected": "办公厅确认后登记于 overrides.csv",
                "actual": "progress_status",
            },
        ),
        # A page that was only down when somebody looked may be there tomorrow.
        gxe.ExpectColumnValuesToNotBeInSet(
            column="evidence_status",
            value_set=["gone", "moved", "private", "off_topic", "not_a_link"],
            meta={"rule_code": "PRT-17", "expected": "政府门户上打得开的网址", "actual": "evidence_found"},
        ),
    ]
