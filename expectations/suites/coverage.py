"""The expected matrix itself: no unit of a class that the notice names is left out."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what every unit of the year must meet."""
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="owed_count", min_value=1, meta={"rule_code": "OBL-03", "expected": "至少一个应报事项"}
        ),
    ]
