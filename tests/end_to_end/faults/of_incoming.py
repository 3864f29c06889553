"""Faults in the notice and the registry that stop a run before anything is loaded."""

from collections.abc import Callable

from tests.end_to_end.faults.model import Fault, Raised, of_nobody
from tests.end_to_end.faults.of_office import task
from tests.end_to_end.faults.registry import TASKS, YEAR
from tests.end_to_end.faults.year import CleanYear

_LINE = "shi-kejiju,福州市科学技术局,市科技局,municipal_department,municipal,,,104"


def line(old: str, new: str) -> Callable[[CleanYear], None]:
    """Write a unit's line otherwise."""

    def put(year: CleanYear) -> None:
        year.city.replace("units.csv", _LINE, _LINE.replace(old, new))

    return put


def _again(year: CleanYear) -> None:
    year.city.add("units.csv", f"{_LINE},合成")


def incoming_faults() -> list[Fault]:
    """Return the faults that stop a run, each with what it raises."""
    hightech = [
        Raised("TSK-05", f"任务{number}")
        for number, row in enumerate(TASKS, start=1)
        if "高新区" in row.responsible
    ]
    return [
        of_nobody("名录里一个单位写了两行", _again, "UNT-01 units.csv 第5行", "UNT-01 units.csv 第59行"),
        of_nobody("单位类别写错字", line("department", "departmnt"), "UNT-03 units.csv 第5行"),
        of_nobody("失效日早于生效日", line(",,,", f",{YEAR}-05-02,{YEAR}-05-01,"), "UNT-04 units.csv 第5行"),
        of_nobody("所属类别写错字", line("municipal,,", "municipl,,"), "UNT-05 units.csv 第5行"),
        of_nobody("两个单位用同一简称", line("市科技局", "市林业局"), "UNT-06 units.csv 第5行", "UNT-06 units.csv 第22行"),
        of_nobody("一项任务牵头、责任单位都空着", task(9, lead="", responsible=""), "TSK-03 任务9", "NTC-02 任务9", "NTC-04 任务9"),
        of_nobody("通知点名的高新区已经撤销", _hightech_gone, *hightech),
    ]  # fmt: skip


def _hightech_gone(year: CleanYear) -> None:
    year.city.replace(
        "units.csv", "development_zone,hightech,,,", f"development_zone,hightech,,{YEAR}-05-01,"
    )
