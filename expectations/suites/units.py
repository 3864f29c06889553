"""The landed registry of units: shape and domains."""

from typing import Any

import great_expectations.expectations as gxe

UNIT_TYPES = [
    "municipal_department",
    "county_government",
    "development_zone",
    "city_government",
    "party_organ",
]


def expectations() -> list[Any]:
    """Return what every row of the registry must meet."""
    return [
        gxe.ExpectColumnValuesToBeInSet(
            column="is_overlapping",
            value_set=[False],
            meta={"rule_code": "UNT-01", "expected": "各行有效期不重叠", "actual": "period"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="unit_name", meta={"rule_code": "UNT-02", "expected": "全称"}
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="unit_type",
            value_set=UNIT_TYPES,
            meta={"rule_code": "UNT-03", "expected": "、".join(UNIT_TYPES)},
        ),
        # A unit without a type would meet no row of the deadline table and so owe no annual statistics.
        gxe.ExpectColumnValuesToNotBeNull(
            column="unit_type", meta={"rule_code": "UNT-03", "expected": "、".join(UNIT_TYPES)}
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="valid_to",
            column_B="valid_from",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta={"rule_code": "UNT-04", "expected": "失效日不早于生效日", "actual": "valid_to"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_group_known",
            value_set=[True],
            meta={"rule_code": "UNT-05", "expected": "groups.csv 中的类别", "actual": "group_code"},
        ),
        # SQL says null, not false, when it looks for a class among classes of which one has no code.
        gxe.ExpectColumnValuesToNotBeNull(
            column="is_group_known",
            meta={"rule_code": "UNT-05", "expected": "groups.csv 中的类别", "actual": "group_code"},
        ),
        gxe.ExpectColumnValuesToBeNull(
            column="shared_name", meta={"rule_code": "UNT-06", "expected": "同一时间只有一个单位使用的名称"}
        ),
    ]
