"""Faults in what the office itself keeps: the notice, the registry, the register of receipts, its decisions."""

import datetime as dt
from collections.abc import Callable

from tests.end_to_end.faults.model import Fault, Raised, expected, of_nobody
from tests.end_to_end.faults.registry import TASKS, YEAR
from tests.end_to_end.faults.year import Book, CleanYear

NEW_UNIT = "shi-hechengdanwei"


def task(turn: int, **changes: str) -> Callable[[CleanYear], None]:
    """Print a line of the task table otherwise."""

    def put(year: CleanYear) -> None:
        year.notice_tasks[turn - 1] = year.notice_tasks[turn - 1]._replace(**changes)

    return put


def body(old: str, new: str) -> Callable[[CleanYear], None]:
    """Print a sentence of the notice otherwise."""

    def put(year: CleanYear) -> None:
        assert any(old in line for line in year.notice_body)
        year.notice_body = [line.replace(old, new) for line in year.notice_body]

    return put


def _dated(year: CleanYear) -> None:
    year.issued = dt.date(YEAR - 1, 12, 28)


def _more(year: CleanYear) -> None:
    year.notice_body.append("五、请于11月15日前反馈联系人名单。")


def _unit_of_unnamed_class(year: CleanYear) -> None:
    year.city.add("groups.csv", "schools,市属各高等院校,合成")
    year.city.add("units.csv", f"{NEW_UNIT},福州市合成学院,市合成学院,city_government,schools,,,198,合成")


def _not_registered(year: CleanYear) -> None:
    """A file lies in the inbox, and nobody has written it down."""
    unit = year.units["shi-shenjiju"]
    answers = {item: said._replace(text="补充说明") for item, said in unit.whole_year.answers.items()}
    unit.books["补充材料.xlsx"] = Book("", answers)


def _no_deadline(year: CleanYear) -> None:
    year.city.replace(
        "deadlines.csv",
        f"{YEAR},party_organ,annual_statistics,no,,,条例适用于行政机关，党的机关不报年度统计\n",
        "",
    )


def office_faults() -> list[Fault]:
    """Return the faults of the office."""
    every_task = tuple(Raised("TSK-04", f"任务{number}") for number in range(1, len(TASKS) + 1))
    return [
        of_nobody("正文的时限缺了“月”字", body("10月30日前", "1030日前"), "NTC-01 通知第11行"),
        of_nobody("一项任务没有牵头单位", task(9, lead=""), "NTC-02 任务9"),
        of_nobody("一项任务没有工作要求", task(10, requirement=""), "NTC-03 任务10"),
        of_nobody("一项任务没有责任单位", task(8, responsible=""), "NTC-04 任务8"),
        of_nobody("正文段落缺了顿号", body("四、要将", "四要将"), "NTC-05 通知第13行"),
        of_nobody("时限一栏读不出日期", task(6, deadline="第3季度"), "NTC-06 任务6"),
        of_nobody("正文多一句有日期而无法归类的话", _more, "NTC-06 通知第14行"),
        Fault("成文日期写成上一年", "", _dated, every_task),
        Fault("名录里多一个通知没有点名的单位", NEW_UNIT, _unit_of_unnamed_class, expected("OBL-03 units.csv")),
        Fault("时限表缺党委机关的一行", "shi-wangxinban", _no_deadline, expected("OBL-04 units.csv")),
        of_nobody(
            "收件登记簿的文件名没有写年度",
            lambda year: year.register.append(("市教育局/来函.xlsx", f"{YEAR + 1}-01-10 09:30", "")),
            "RET-06 register.csv 第122行",
        ),
        of_nobody(
            "登记的文件不在收件箱",
            lambda year: year.register.append((f"{YEAR}/市教育局/来函.xlsx", f"{YEAR + 1}-01-10 09:30", "")),
            "RET-08 register.csv 第123行",
        ),
        of_nobody("收到的文件没有登记", _not_registered, "FRS-03 register.csv"),
        # Four days lie between the last inspection and the day of this run: nothing has to be done for it.
        of_nobody("巡检停了四天", lambda year: None, "FRS-01 zwgk.toml", "FRS-02 zwgk.toml"),
        of_nobody(
            "处理意见的编号成了科学计数",
            lambda year: year.verdicts.append(f"1.23E+11,说明,两区联合办理,（测试）,{YEAR + 1}-02-15"),
            "RET-09 verdicts.csv 第2行",
        ),
    ]  # fmt: skip
