"""The sources that should keep arriving: each that has stopped is a finding, and names its rule."""

from typing import Any

import great_expectations.expectations as gxe

# Rule → what should be, where the finding itself does not say.
_EXPECTED = {"FRS-01": "按期巡检", "FRS-02": "按期探测", "FRS-03": "收到即登记"}


def expectations() -> list[Any]:
    """Return what every source must meet: none of them has stopped."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="rule_code", value_set=[rule_code], meta={"rule_code": rule_code, "expected": expected}
        )
        for rule_code, expected in _EXPECTED.items()
    ]
