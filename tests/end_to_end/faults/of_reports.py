"""Faults that show only beside another year, another report or the tariff: the units' figures are sound in themselves."""

from collections.abc import Callable

from tests.end_to_end.faults.model import Fault, Raised, of_nobody, of_unit
from tests.end_to_end.faults.of_statistics import DISCLOSED, FOI, said, together
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import CleanYear, UnitYear


def everywhere(*changes: tuple[str, str, str, int]) -> Callable[[UnitYear], None]:
    """Report other figures, in the return and on the site alike."""

    def put(unit: UnitYear) -> None:
        for table, row, column, amount in changes:
            unit.reported[table, row, column] += amount
            unit.statistics.figures[table, row, column] = unit.reported[table, row, column]

    return put


def _fees(notices: int | None, amount: int) -> Callable[[UnitYear], None]:
    return together(
        said("fees", "notices", "value", notices), said("fees", "notices_amount", "value", amount)
    )


def _own_report_off(year: CleanYear) -> None:
    year.misprints[DISCLOSED, "penalties", "decisions"] = 1


def _joint_case(year: CleanYear) -> None:
    year.city.add(
        "joint_cases.csv",
        f"{YEAR},city,reviews_litigation,review,upheld,1,市公安局、市司法局,联合事项,办公厅,{YEAR + 1}-02-01",
    )


def report_faults() -> list[Fault]:
    """Return the faults in figures beside other figures."""
    carried = [
        (FOI, row, column, step)
        for row, step in (("carry", 1), ("new", -1))
        for column in ("natural_person", "total")
    ]
    unpaid = [
        (FOI, row, column, 1) for row in ("new", "o2", "total") for column in ("natural_person", "total")
    ]
    rules = [(DISCLOSED, "rules", column, 1) for column in ("issued", "in_force")]
    return [
        of_unit("上年结转多一件，本年新收少一件", "gulou", everywhere(*carried), "RPT-01 表三申请办理!D8", "RPT-01 表三申请办理!J8"),
        of_unit("现行有效规范性文件多一件", "taijiang", everywhere((DISCLOSED, "normative", "in_force", 1)), "RPT-02 表二主动公开!D7"),
        of_unit("没有制定权的单位填了规章", "cangshan", everywhere(*rules), "RPT-03 表二主动公开!B6", "RPT-03 表二主动公开!D6"),
        of_unit("一件收费 385 元，收费标准算不出", "mawei", _fees(1, 385), "RPT-04 信息处理费!C6"),
        of_unit("收费 380 元，件数没有填", "jinan", _fees(None, 380), "RPT-05 信息处理费!C6"),
        of_unit("收费 380 元，件数填 0", "changle", _fees(0, 380), "RPT-04 信息处理费!C6", "RPT-05 信息处理费!C6"),
        of_unit("逾期未缴费一件，没有发过收费通知", "fuqing", everywhere(*unpaid), "RPT-05 表三申请办理!J28"),
        of_nobody("本级政府公布的年报有一格多一件", _own_report_off, "RPT-06 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表1第10行第2列"),
        of_nobody("联合事项只扣减了一格", _joint_case, "RPT-08 joint_cases.csv", Raised("RPT-06", "门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表3第4行第1列")),
    ]  # fmt: skip
