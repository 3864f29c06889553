"""The files received, as the office knows them."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what every submission must meet."""
    return [
        gxe.ExpectColumnValuesToBeInSet(
            column="is_withdrawn",
            value_set=[False],
            meta={"rule_code": "RET-07", "expected": "未撤回", "actual": "whereabouts"},
        ),
    ]
