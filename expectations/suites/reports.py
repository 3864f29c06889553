"""What does not fit in the annual reports: every row is a finding, and names its rule."""

from typing import Any

import great_expectations.expectations as gxe

# Rule → what should be, where the finding itself does not say.
_EXPECTED = {
    "RPT-01": "等于上年结转下年度的数量",
    "RPT-02": "等于上年现行有效加制发减废止",
    "RPT-03": "0",
    "RPT-04": "按收费标准算得出的金额",
    "RPT-05": "有金额的有件数",
    "RPT-06": "等于各单位之和",
    "RPT-07": "报送与公布一致",
    "RPT-08": "左右相等",
    "RPT-09": "与上年相差不大",
    "RPT-10": "与门户一致",
    "RPT-11": "网址中的日期与所印日期相近",
    "TXT-09": "与上年相同的文字不过半",
}


def expectations() -> list[Any]:
    """Return what every annual report must meet: no finding of any of the rules."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="rule_code", value_set=[rule_code], meta={"rule_code": rule_code, "expected": expected}
        )
        for rule_code, expected in _EXPECTED.items()
    ]
