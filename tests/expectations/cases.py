"""For every rule of a suite: a row that it lets pass, one that breaks it, one with an empty cell."""

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd

Row = dict[str, Any]

TYPES = "municipal_department、county_government、development_zone、city_government、party_organ"
DAY, DAY_AFTER = dt.date(2021, 10, 30), dt.date(2021, 10, 31)
DATES = ("valid_from", "valid_to", "completed_on", "received_on")
# What a sound row of each suite has besides its keys.
SOUND: dict[str, Row] = {
    "tasks": {"title": "重大政策解读", "issued_year": 2021, "assigned_units": 2, "unreached": None},
    "units": {
        "unit_name": "某市教育局",
        "unit_type": "municipal_department",
        "valid_from": dt.date(2019, 1, 1),
        "valid_to": None,
        "period": "2019-01-01 至 不限",
        "is_overlapping": False,
        "shared_name": None,
        "group_code": "municipal",
        "is_group_known": True,
    },
    "progress": {
        "progress_status": "completed",
        "completed_on": DAY,
        "evidence_url": "https://example.invalid/1",
        "received_on": DAY_AFTER,
        "is_assigned": True,
        "is_unconfirmed": False,
        "evidence_status": "reachable",
        "evidence_found": "打得开：https://example.invalid/1",
    },
    "submissions": {"is_withdrawn": False, "whereabouts": "在收件箱"},
    "obligations": {
        "expected": "时限 2021-10-30",
        "actual": "收到 2021-10-30 09:00",
        "difference": None,
        "status": "on_time",
    },
    "portals": {"expected": "打得开", "actual": "打开", "difference": None, "rule_code": None},
    "freshness": {
        "expected": "间隔不超过 3 天",
        "actual": "最近一次 2022-02-15",
        "difference": 0.0,
        "rule_code": None,
    },
    "chase": {"expected": "时限前报送", "actual": "已报", "difference": None, "rule_code": None},
    "reports": {"expected": "18", "actual": "18", "difference": None, "rule_code": None},
    "probes": {
        "expected": "每一天的疫情情况",
        "actual": "共 10 天，齐全",
        "difference": None,
        "result": "shown",
    },
    "coverage": {
        "owed_count": 3,
        "group_code": "county",
        "unit_type": "county_government",
        "has_deadline": True,
    },
}


def frame(dataset: str, changes: Row | None = None, rows: int = 3) -> pd.DataFrame:
    """Return sound rows, the second of them with ``changes``."""
    made = []
    for number in range(1, rows + 1):
        row = {
            "row_key": f"{dataset}-{number}",
            "report_year": 2021,
            "unit_id": f"unit{number}",
            "task_id": f"2021-{number:02d}",
            "subject": f"对象{number}",
            "source_locator": f"文件.xlsx 表一!A{number}",
        }
        row |= {"task_no": number} if dataset == "tasks" else {}
        made.append(row | SOUND[dataset] | ((changes or {}) if number == 2 else {}))
    table = pd.DataFrame(made, columns=[*row, *SOUND[dataset]])
    for column in table.columns.intersection(DATES):
        table[column] = pd.to_datetime(table[column])
    return table


class Broken(NamedTuple):
    """A change that breaks one rule, and what its failure then says."""

    rule_code: str
    dataset: str
    changes: Row
    expected: str
    actual: str | None
    difference: float | None = None


class Met(NamedTuple):
    """A change that a rule lets pass."""

    rule_code: str
    dataset: str
    changes: Row


class Empty(NamedTuple):
    """Cells that are empty, and whether that breaks the rule."""

    rule_code: str
    dataset: str
    changes: Row
    is_broken: bool
    actual: str | None = None


# Every finding of a portal is one of these; the frame has its own words.
_PORTAL_RULES = [f"PRT-{number:02d}" for number in (*range(1, 16), 18)]
_REPORT_RULES = [*(f"RPT-{number:02d}" for number in range(1, 12)), "TXT-09"]
_CHASE_RULES = [f"OBL-{number:02d}" for number in range(5, 12)]
_FRESHNESS_RULES = [f"FRS-{number:02d}" for number in range(1, 4)]
_STOPPED = {"expected": "间隔不超过 3 天", "actual": "最近一次 2022-02-11", "difference": 4.0}
_UNLISTED = {"expected": "到期的每一项都有填报", "actual": "缺 2 项：任务 7、8", "difference": 2.0}
_MISCOUNTED = {"expected": "各单位之和 20", "actual": "19", "difference": -1.0}
_STALE = {"expected": "14天内有更新", "actual": "最近更新于2021-12-29", "difference": 34.0}
_GONE = "已不存在：https://example.invalid/1"
_SHORT = {"expected": "每一天的疫情情况", "actual": "缺 2021-12-08", "difference": 1.0}
_LINK = "政府门户上打得开的网址"
_OVERDUE = {"expected": "时限 2021-10-30", "actual": "未收到", "difference": 9.0}
_LATE = {"expected": "时限 2021-10-30", "actual": "收到 2021-11-02 08:00", "difference": 3.0}
_ORGAN = "办公厅确认后登记于 overrides.csv"
_DEADLINE = "deadlines.csv 中当年该类单位的一行"
_NO_CLASS = {"group_code": None, "owed_count": 0, "unit_type": "party_organ"}

BROKEN = [
    Broken("TSK-02", "tasks", {"title": None}, "任务名称", None),
    Broken("TSK-03", "tasks", {"assigned_units": 0}, "至少一个单位", "0"),
    Broken("TSK-04", "tasks", {"issued_year": 2020}, "成文日期在任务年度内", "2020"),
    Broken("TSK-05", "tasks", {"unreached": "市直各单位"}, "成文当日在册的单位或有成员的类别", "市直各单位"),
    Broken("UNT-01", "units", {"is_overlapping": True}, "各行有效期不重叠", "2019-01-01 至 不限"),
    Broken("UNT-02", "units", {"unit_name": None}, "全称", None),
    Broken("UNT-03", "units", {"unit_type": "学校"}, TYPES, "学校"),
    Broken("UNT-04", "units", {"valid_to": dt.date(2018, 12, 31)}, "失效日不早于生效日", "2018-12-31"),
    Broken(
        "UNT-05", "units", {"is_group_known": False, "group_code": "school"}, "groups.csv 中的类别", "school"
    ),
    Broken("UNT-06", "units", {"shared_name": "市教育局"}, "同一时间只有一个单位使用的名称", "市教育局"),
    Broken("PRG-01", "progress", {"completed_on": None}, "完成时间", None),
    Broken("PRG-02", "progress", {"evidence_url": None}, "公开链接", None),
    Broken("PRG-03", "progress", {"completed_on": dt.date(2021, 11, 1)}, "不晚于收到日期", "2021-11-01"),
    Broken("PRG-04", "progress", {"is_assigned": False}, "任务分解表分给本单位的任务", "2021-02"),
    Broken(
        "PRG-05",
        "progress",
        {"progress_status": "not_applicable", "is_unconfirmed": True},
        _ORGAN,
        "not_applicable",
    ),
    *(
        Broken("PRT-17", "progress", {"evidence_status": status, "evidence_found": _GONE}, _LINK, _GONE)
        for status in ("gone", "moved", "private", "off_topic", "not_a_link")
    ),
    Broken("RET-07", "submissions", {"is_withdrawn": True, "whereabouts": "已撤走"}, "未撤回", "已撤走"),
    # The frame's own words come before the suite's.
    Broken("OBL-01", "obligations", {"status": "missing", **_OVERDUE}, *_OVERDUE.values()),
    Broken("OBL-02", "obligations", {"status": "late", **_LATE}, *_LATE.values()),
    Broken("OBL-03", "coverage", {"owed_count": 0}, "至少一个应报事项", "0"),
    Broken("OBL-04", "coverage", {"has_deadline": False, "unit_type": "school"}, _DEADLINE, "school"),
    Broken("PRB-01", "probes", {"result": "not_shown", **_SHORT}, *_SHORT.values()),
    Broken("PRB-02", "probes", {"result": "partly", **_SHORT}, *_SHORT.values()),
    *(
        Broken(rule_code, "portals", {"rule_code": rule_code, **_STALE}, *_STALE.values())
        for rule_code in _PORTAL_RULES
    ),
    *(
        Broken(rule_code, "reports", {"rule_code": rule_code, **_MISCOUNTED}, *_MISCOUNTED.values())
        for rule_code in _REPORT_RULES
    ),
    *(
        Broken(rule_code, "chase", {"rule_code": rule_code, **_UNLISTED}, *_UNLISTED.values())
        for rule_code in _CHASE_RULES
    ),
    *(
        Broken(rule_code, "freshness", {"rule_code": rule_code, **_STOPPED}, *_STOPPED.values())
        for rule_code in _FRESHNESS_RULES
    ),
    # A unit of no class may owe nothing, but the office has to say so.
    Broken("OBL-04", "coverage", {"has_deadline": False, **_NO_CLASS}, _DEADLINE, "party_organ"),
]

MET = [
    Met("TSK-01", "tasks", {"task_no": 37}),
    Met("TSK-02", "tasks", {"title": "一"}),
    Met("TSK-03", "tasks", {"assigned_units": 1}),
    Met("TSK-04", "tasks", {"issued_year": 2021}),
    Met("TSK-05", "tasks", {"unreached": None}),
    Met("UNT-01", "units", {"unit_id": "unit1", "is_overlapping": False}),
    Met("UNT-02", "units", {"unit_name": "局"}),
    *(Met("UNT-03", "units", {"unit_type": name}) for name in TYPES.split("、")),
    Met("UNT-04", "units", {"valid_to": dt.date(2019, 1, 1)}),
    Met("UNT-05", "units", {"group_code": None, "is_group_known": True}),
    Met("UNT-06", "units", {"shared_name": None}),
    # Only who says that it is done has to say when and where.
    Met("PRG-01", "progress", {"progress_status": "in_progress", "completed_on": None}),
    Met("PRG-02", "progress", {"progress_status": "in_progress", "evidence_url": None}),
    Met("PRG-03", "progress", {"completed_on": DAY_AFTER}),
    Met("PRG-04", "progress", {"is_assigned": True}),
    Met("PRG-05", "progress", {"progress_status": "in_progress"}),
    Met("PRG-05", "progress", {"progress_status": "not_applicable", "is_unconfirmed": False}),
    *(
        Met("PRT-17", "progress", {"evidence_status": status})
        for status in ("not_given", "not_checked", "reachable", "unreachable")
    ),
    Met("RET-07", "submissions", {"is_withdrawn": False}),
    *(
        Met(rule_code, "obligations", {"status": status, "actual": "未收到"})
        for rule_code in ("OBL-01", "OBL-02")
        for status in ("on_time", "due_soon", "not_due", "exempt")
    ),
    *(
        Met(rule_code, "probes", {"result": result})
        for rule_code in ("PRB-01", "PRB-02")
        for result in ("shown", "cannot_tell")
    ),
    *(Met(rule_code, "portals", {"rule_code": "PRT-17"}) for rule_code in _PORTAL_RULES),
    *(Met(rule_code, "reports", {"rule_code": "RPT-99"}) for rule_code in _REPORT_RULES),
    *(Met(rule_code, "freshness", {"rule_code": "FRS-99"}) for rule_code in _FRESHNESS_RULES),
    *(Met(rule_code, "chase", {"rule_code": "OBL-01"}) for rule_code in _CHASE_RULES),
    Met("OBL-03", "coverage", {"owed_count": 1}),
    Met("OBL-03", "coverage", _NO_CLASS),
    Met("OBL-04", "coverage", {"has_deadline": True}),
]

EMPTY = [
    Empty("TSK-01", "tasks", {"task_no": None}, False),
    Empty("TSK-02", "tasks", {"title": None, "subject": None}, True),
    Empty("TSK-03", "tasks", {"assigned_units": None}, True),
    Empty("TSK-04", "tasks", {"issued_year": None}, False),
    Empty("TSK-05", "tasks", {"unreached": None, "subject": None}, False),
    Empty("UNT-01", "units", {"valid_from": None, "valid_to": None}, False),
    Empty("UNT-02", "units", {"unit_name": None, "subject": None}, True),
    Empty("UNT-03", "units", {"unit_type": None}, True),
    Empty("UNT-04", "units", {"valid_from": None, "valid_to": dt.date(2017, 11, 5)}, False),
    Empty("UNT-05", "units", {"is_group_known": None}, True, "municipal"),
    Empty("UNT-06", "units", {"unit_name": "某市新局", "shared_name": None}, False),
    # A line that states no status, or one that could not be read, is not said to be done.
    Empty("PRG-01", "progress", {"progress_status": None, "completed_on": None}, False),
    Empty("PRG-02", "progress", {"progress_status": None, "evidence_url": None}, False),
    Empty("PRG-03", "progress", {"received_on": None}, False),
    Empty("PRG-04", "progress", {"is_assigned": None, "task_id": None}, False),
    Empty("PRG-05", "progress", {"progress_status": None, "is_unconfirmed": None}, False),
    Empty(
        "PRT-17", "progress", {"evidence_status": None, "evidence_url": None, "progress_status": None}, False
    ),
    Empty("PRB-01", "probes", {"result": None}, False),
    Empty("PRB-02", "probes", {"result": None}, False),
    Empty("RET-07", "submissions", {"is_withdrawn": None, "unit_id": None}, False),
    Empty("OBL-01", "obligations", {"status": None}, False),
    Empty("OBL-02", "obligations", {"status": None}, False),
    *(Empty(rule_code, "portals", {"rule_code": None}, False) for rule_code in _PORTAL_RULES),
    *(Empty(rule_code, "reports", {"rule_code": None}, False) for rule_code in _REPORT_RULES),
    *(Empty(rule_code, "freshness", {"rule_code": None}, False) for rule_code in _FRESHNESS_RULES),
    *(Empty(rule_code, "chase", {"rule_code": None}, False) for rule_code in _CHASE_RULES),
    Empty("OBL-03", "coverage", {"owed_count": None}, True),
    Empty("OBL-04", "coverage", {"unit_type": None, "has_deadline": False}, True),
]
