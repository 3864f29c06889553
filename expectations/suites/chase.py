"""What is wrong with what units owe, beyond missing and late: every row is a finding, and names its rule."""

from typing import Any

import great_expectations.expectations as gxe

# Rule → what should be, where the finding itself does not say.
_EXPECTED = {
    "OBL-05": "更正后重报",
    "OBL-06": "到期的每一项都有填报",
    "OBL-07": "不晚于时限",
    "OBL-08": "时限前汇总",
    "OBL-09": "时限前报送",
    "OBL-10": "不报年度统计",
    "OBL-11": "时限前报送",
}


def expectations() -> list[Any]:
    """Return what every unit must meet: no finding of any of the rules."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="rule_code", value_set=[rule_code], meta={"rule_code": rule_code, "expected": expected}
        )
        for rule_code, expected in _EXPECTED.items()
    ]
