"""The expected matrix itself: no unit of a class that the notice names is left out."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what every unit of the year must meet."""
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="owed_count", min_value=1, meta={"rule_code": "OBL-03", "expected": "至少一个应报事项"}
        ),
        # Great Expectations passes over nulls; a count that is not there is not at least one.
        gxe.ExpectColumnValuesToNotBeNull(
            column="owed_count", meta={"rule_code": "OBL-03", "expected": "至少一个应报事项"}
        ),
    ]
