"""The expected matrix itself: no unit of a class that the notice names, and no type of unit, is left out."""

from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

# The notice names classes; a unit of none of them owes only what it is named for.
_IN_GROUP = Column("group_code").is_not_null()


def expectations() -> list[Any]:
    """Return what every unit of the year must meet."""
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="owed_count",
            min_value=1,
            row_condition=_IN_GROUP,
            meta={"rule_code": "OBL-03", "expected": "至少一个应报事项"},
        ),
        # Great Expectations passes over nulls; a count that is not there is not at least one.
        gxe.ExpectColumnValuesToNotBeNull(
            column="owed_count",
            row_condition=_IN_GROUP,
            meta={"rule_code": "OBL-03", "expected": "至少一个应报事项"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_deadline",
            value_set=[True],
            meta={
                "rule_code": "OBL-04",
                "expected": "deadlines.csv 中当年该类单位的一行",
                "actual": "unit_type",
            },
        ),
    ]
