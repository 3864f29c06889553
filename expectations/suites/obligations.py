"""The verdict on what is owed: nothing missing, nothing late."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what every obligation must meet."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="status", value_set=["missing"], meta={"rule_code": "OBL-01", "expected": "时限前受理"}
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="status", value_set=["late"], meta={"rule_code": "OBL-02", "expected": "时限前收到"}
        ),
    ]
