"""The verdict on what the portals show of the tasks: everything that must be seen, and as it must be."""

from typing import Any

import great_expectations.expectations as gxe


def expectations() -> list[Any]:
    """Return what every answered probe must meet; what nobody can tell is held against nobody."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="result",
            value_set=["not_shown"],
            meta={"rule_code": "PRB-01", "expected": "门户上看得到"},
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="result",
            value_set=["partly"],
            meta={"rule_code": "PRB-02", "expected": "门户上看得到，且全合要求"},
        ),
    ]
