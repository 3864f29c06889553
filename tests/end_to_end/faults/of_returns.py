"""Faults in what units hand in: whole files, when they come, and the lines about the tasks."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import xlsxwriter
from openpyxl.workbook import Workbook

from sources.returns.documents.workbook import MARKS_SHEET
from sources.returns.template.progress import SHEET, TITLE
from tests.end_to_end.faults.model import Fault, Raised, of_unit
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import STATISTICS, WHOLE_YEAR, Book, CleanYear, UnitYear

ANOTHER, LATER = "补充材料.xlsx", f"{YEAR + 1}-01-25"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WEBSITE_SHEET = "政府网站年度数据"
HEADERS = ("任务编号", "工作任务", "事项类别", "完成时限", "完成状态", "完成时间", "落实情况", "公开链接")
# The columns of the template's sheet.
NUMBER, KIND, STATUS, DONE_ON, REMARK = "A", "D", "F", "G", "J"
# Tasks of every ordinary department.
EVERYBODYS = ("任务1", "任务2", "任务7", "任务11")


def another(name: str, content: Callable[[UnitYear], bytes]) -> Callable[[UnitYear], None]:
    """Hand in one more file, after everything else."""

    def change(unit: UnitYear) -> None:
        unit.books[name] = Book(LATER, content=content(unit))

    return change


def edited(book: str, change: Callable[[UnitYear, Workbook], None]) -> Callable[[UnitYear], None]:
    """Change the finished workbook."""

    def put(unit: UnitYear) -> None:
        unit.books[book].edit = lambda workbook: change(unit, workbook)

    return put


def cell(column: str, text: str, task_no: int = 7) -> Callable[[UnitYear], None]:
    """Overwrite a cell of a task's line in the newest workbook."""

    def change(unit: UnitYear, workbook: Workbook) -> None:
        workbook[SHEET][f"{column}{unit.line(task_no)}"] = text

    return edited(WHOLE_YEAR, change)


def _half(unit: UnitYear) -> bytes:
    return unit.bytes_of(unit.whole_year)[:3000]


def _address_book(unit: UnitYear) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("通讯录")
        page.write_row(0, 0, ["姓名", "电话"])
        page.write_row(1, 0, ["略", "略"])
    return buffer.getvalue()


def _only_file_halved(unit: UnitYear) -> None:
    unit.whole_year.content = _half(unit)


def _file_of_another(year: CleanYear) -> None:
    other = year.units["shi-shuiliju"]
    year.units["shi-minzongju"].books[ANOTHER] = Book(LATER, content=other.bytes_of(other.whole_year))


def _template_of_last_year(unit: UnitYear) -> None:
    def change(workbook: Workbook) -> None:
        workbook[MARKS_SHEET]["B2"] = str(YEAR - 1)

    unit.books[ANOTHER] = Book(LATER, dict(unit.whole_year.answers), edit=change)


def _taken_back(unit: UnitYear) -> None:
    answers = {item: said._replace(text="误报") for item, said in unit.whole_year.answers.items()}
    unit.books[ANOTHER] = Book(LATER, answers, withdrawn=f"{YEAR + 1}-01-26 10:00")


def _statistics_taken_back(unit: UnitYear) -> None:
    unit.statistics.withdrawn = f"{YEAR + 1}-01-28 10:00"


def _line_again(unit: UnitYear, workbook: Workbook) -> None:
    page = workbook[SHEET]
    values = [one.value for one in page[unit.line(7)]]
    for column, value in enumerate(values, start=1):
        page.cell(page.max_row + (column == 1), column, value)


def _line_of_another(unit: UnitYear, workbook: Workbook) -> None:
    """A line about a task that is another unit's."""
    _line_again(unit, workbook)
    workbook[SHEET].cell(workbook[SHEET].max_row, 1, 8)


def _column_more(unit: UnitYear, workbook: Workbook) -> None:
    page = workbook[SHEET]
    page["K3"], page[f"K{unit.line(7)}"] = "附加说明", "人手不足"


def _as_csv_with_short_line(unit: UnitYear) -> None:
    """An old system saves the lines, and breaks the last one off."""
    rows = [[TITLE.format(year=YEAR)], ["填报单位", unit.row["unit_name"]], list(HEADERS)]
    for item, said in unit.whole_year.answers.items():
        texts = [said.status, f"{said.completed_on}", said.text, said.url]
        rows.append([str(item.task_no), item.title, item.item_kind, str(item.due_date), *texts])
    rows[-1] = rows[-1][:3]
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    unit.books[WHOLE_YEAR.replace("xlsx", "csv")] = Book(
        unit.whole_year.day, content=buffer.getvalue().encode()
    )
    del unit.books[WHOLE_YEAR]


def _sheet_gone(unit: UnitYear, workbook: Workbook) -> None:
    del workbook[WEBSITE_SHEET]


def _line_left_out(unit: UnitYear) -> None:
    del unit.whole_year.answers[unit.item(7)]


def _on(book: str, day: str) -> Callable[[UnitYear], None]:
    def change(unit: UnitYear) -> None:
        unit.books[book].day = day

    return change


def _statistics_not_owed(unit: UnitYear) -> None:
    other = UnitYear(unit.row, [], dt.date(YEAR + 1, 1, 31), unit.reported, unit.before)
    unit.books[STATISTICS] = Book(
        f"{YEAR + 1}-01-20", content=other.bytes_of(Book("", figures=dict(unit.reported)))
    )


def returns_faults() -> list[Fault]:
    """Return the faults in files and lines."""
    missing = tuple(Raised("OBL-01", task) for task in EVERYBODYS)
    late = tuple(Raised("OBL-02", task) for task in EVERYBODYS)
    return [
        *_files(missing),
        *_lines(),
        of_unit("全年的报送迟了一天", "shi-yuanlin", _on(WHOLE_YEAR, f"{YEAR + 1}-01-01"), *late),
        of_unit("年度统计迟了一天", "shi-gongjijin", _on(STATISTICS, f"{YEAR + 1}-02-01"), "OBL-02 文件"),
        of_unit(
            "正文点名的事项迟了一天",
            "shi-dashujuwei",
            _on("任务落实情况表（07月31日）.xlsx", f"{YEAR}-08-01"),
            "OBL-02 文件",
        ),
        of_unit("没有报送年度统计", "shi-guoziwei", lambda unit: unit.books.pop(STATISTICS), "OBL-01 时限表"),
        of_unit(
            "到运行日还没有报送年度统计，时限就在当天",
            "yongtai",
            lambda unit: unit.books.pop(STATISTICS),
            "OBL-11 时限表",
        ),
        of_unit(
            "整个单位的文件都删掉了",
            "shi-yingjiju",
            lambda unit: unit.books.clear(),
            *missing,
            "OBL-01 时限表",
            "OBL-09 通知第17行（表格第2行第5列）",
        ),
        of_unit("不应报年度统计的单位报了", "shi-wangxinban", _statistics_not_owed, "OBL-10 文件"),
    ]


def _files(missing: tuple[Raised, ...]) -> list[Fault]:
    return [
        of_unit("又交来一份只传了一半的工作簿", "shi-jiaoyuju", another(ANOTHER, _half), "RET-01 文件"),
        of_unit(
            "全年的报送只传了一半，没有别的",
            "shi-kejiju",
            _only_file_halved,
            "RET-01 文件",
            *missing,
            "OBL-05 文件",
        ),
        of_unit(
            "又交来一份旧版 Word",
            "shi-gongxinju",
            another("说明.doc", lambda unit: OLE + bytes(4096)),
            "RET-02 文件",
        ),
        of_unit("又交来一份无关的工作簿", "shi-gonganju", another(ANOTHER, _address_book), "RET-03 通讯录"),
        Fault(
            "又交来一份别的单位的工作簿",
            "shi-minzongju",
            _file_of_another,
            (Raised("RET-04", "下发时的模板"),),
        ),
        of_unit("又交来一份去年的模板", "shi-minzhengju", _template_of_last_year, "RET-05 下发时的模板"),
        of_unit("又交来一份，随后撤回", "shi-rensheju", _taken_back, "RET-07 原件"),
        of_unit(
            "年度统计报送后撤回",
            "shi-ziguiju",
            _statistics_taken_back,
            Raised("RET-07", "原件", 2),
            "OBL-01 时限表",
        ),
        of_unit(
            "模板里的网站年度数据一页删去了",
            "shi-shengtaiju",
            edited(STATISTICS, _sheet_gone),
            "RET-17 下发时的模板",
        ),
    ]


def _lines() -> list[Fault]:
    lost = ("OBL-01 任务7", "OBL-06 文件")
    return [
        of_unit("完成时间写成“去年十月”", "shi-jiansheju", cell(DONE_ON, "去年十月"), "RET-10 任务落实情况!G6", "PRG-01 任务7 任务落实情况!A6"),
        of_unit("完成状态写错字", "shi-fangguanju", cell(STATUS, "己完成"), "RET-11 任务落实情况!F6", "OBL-01 任务7"),
        of_unit("任务编号写成文字", "shi-chengguanwei", cell(NUMBER, "第七项"), "RET-12 任务落实情况!A6", *lost),
        of_unit("事项类别不在选项中", "shi-jiaotongju", cell(KIND, "季度小结"), "RET-13 任务落实情况!D6", *lost),
        of_unit("同一事项填了两行", "shi-nongyeju", edited(WHOLE_YEAR, _line_again), "RET-14 任务落实情况!A8"),
        of_unit("从旧系统导出的一行断了", "shi-haiyuju", _as_csv_with_short_line, "RET-15 第7行第1列", "OBL-01 任务11", "OBL-06 文件"),
        of_unit("多出一列表样没有的内容", "shi-linyeju", edited(WHOLE_YEAR, _column_more), "RET-18 任务落实情况!K3"),
        of_unit("填报完成而没有完成时间", "shi-shangwuju", lambda unit: unit.answer(7, completed_on=None), "PRG-01 任务7 任务落实情况!A6"),
        of_unit("填报完成而没有公开链接", "shi-wenlvju", lambda unit: unit.answer(7, url=""), "PRG-02 任务7 任务落实情况!A6"),
        of_unit("完成时间晚于收到时间", "shi-weijianwei", lambda unit: unit.answer(7, completed_on=dt.date(YEAR, 12, 21)), "PRG-03 任务7 任务落实情况!A6"),
        of_unit("填报了别的单位的任务", "shi-tuiyiju", edited(WHOLE_YEAR, _line_of_another), "PRG-04 任务8 任务落实情况!A8"),
        of_unit("自报不涉及", "shi-shuiliju", lambda unit: unit.answer(7, status="不涉及"), "PRG-05 任务7 任务落实情况!A6"),
        of_unit("全年的报送漏填一项", "shi-waishiban", _line_left_out, *lost),
        of_unit("完成时间晚于时限一天", "shi-caizhengju", lambda unit: unit.answer(3, "阶段任务", completed_on=dt.date(YEAR, 10, 1)), "OBL-07 任务3 任务落实情况!A7"),
        of_unit("牵头汇总没有写", "shi-fagaiwei", lambda unit: unit.answer(1, "牵头汇总", text=""), "OBL-01 任务1", "OBL-08 任务1"),
    ]  # fmt: skip
