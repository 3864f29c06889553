"""What the portal inspection found on the units' sites: every row is a finding, and names its rule."""

from typing import Any

import great_expectations.expectations as gxe

# Rule → what should be there, where the finding itself does not say.
_EXPECTED = {
    "PRT-01": "首页打得开",
    "PRT-02": "首页两周内有更新",
    "PRT-03": "栏目按期更新",
    "PRT-04": "栏目有内容",
    "PRT-05": "必备栏目打得开",
    "PRT-06": "首页上的链接打得开",
    "PRT-07": "内页上的链接打得开",
    "PRT-08": "网页标签齐全合规",
    "PRT-09": "页脚标识齐全",
    "PRT-10": "页面上没有个人号码",
    "PRT-11": "政策文件有解读",
    "PRT-12": "解读在规定的工作日内发布",
    "PRT-13": "所印日期即发布日期",
    "PRT-14": "站点规则允许巡检",
    "PRT-15": "目录里没有已删除的页面",
    "PRT-18": "在上限之内看得完",
}


def expectations() -> list[Any]:
    """Return what every site must meet: no finding of any of the rules."""
    return [
        gxe.ExpectColumnValuesToNotBeInSet(
            column="rule_code", value_set=[rule_code], meta={"rule_code": rule_code, "expected": expected}
        )
        for rule_code, expected in _EXPECTED.items()
    ]
