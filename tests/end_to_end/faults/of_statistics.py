"""Faults in the annual statistics and the yearly figures of the websites."""

from collections.abc import Callable
from decimal import Decimal

from openpyxl.workbook import Workbook

from sources.returns.form_map import form_fields
from sources.returns.model import FORM_WEBSITE
from tests.end_to_end.faults.model import Fault, of_unit
from tests.end_to_end.faults.of_returns import LATER, WEBSITE_SHEET, edited
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import STATISTICS, Book, UnitYear
from tests.sources.returns import official

FOI, DISCLOSED, REVIEWS = "foi_requests", "disclosures", "reviews_litigation"
PAGE = STATISTICS.replace("xlsx", "html")


def plus(table: str, row: str, column: str, amount: Decimal | int = 1) -> Callable[[UnitYear], None]:
    """Put one too many into a figure."""

    def change(unit: UnitYear) -> None:
        figures = unit.statistics.figures
        figures[table, row, column] = Decimal(figures[table, row, column]) + amount

    return change


def said(table: str, row: str, column: str, text: str | int | None) -> Callable[[UnitYear], None]:
    """Write something else into a figure's cell; None leaves it empty."""

    def change(unit: UnitYear) -> None:
        figures = unit.statistics.figures
        del figures[table, row, column]
        if text is not None:
            figures[table, row, column] = text

    return change


def together(*changes: Callable[[UnitYear], None]) -> Callable[[UnitYear], None]:
    """Make one mistake that shows in several cells."""

    def put(unit: UnitYear) -> None:
        for change in changes:
            change(unit)

    return put


def as_page(spoil: Callable[[UnitYear, str], str]) -> Callable[[UnitYear], None]:
    """Hand the annual statistics in as a page, and spoil that."""

    def put(unit: UnitYear) -> None:
        page = unit.as_page().decode()
        spoilt = spoil(unit, page)
        assert spoilt != page
        book = unit.books.pop(STATISTICS)
        unit.books[PAGE] = Book(book.day, content=spoilt.encode())

    return put


def _misspelt(unit: UnitYear, page: str) -> str:
    name = unit.row["unit_name"]
    return page.replace(name, name[:-1] + "居")


def _renamed(unit: UnitYear) -> None:
    """The unit has a new name, and nobody has told the registry."""
    as_page(lambda unit, page: page.replace(unit.row["unit_name"], "福州市政务服务新局"))(unit)
    unit.books[PAGE].folder = "市政务服务新局"


def _table_again(unit: UnitYear, page: str) -> str:
    """The first table stands once more at the end, with another figure."""
    key = (DISCLOSED, "licences", "decisions")
    other = unit.as_page({**unit.reported, key: unit.reported[key] + 1}).decode()
    table = other[other.index("<table") : other.index("</table>") + len("</table>")]
    return page.replace("</body>", table + "</body>")


def _prose(unit: UnitYear, page: str) -> str:
    count = unit.reported[FOI, "new", "total"] + unit.reported[FOI, "carry", "total"] + 100
    return page.replace("</h1>", f"</h1><p>本年度共收到政府信息公开申请{count}件。</p>")


def _on_old_form(amount: str) -> Callable[[UnitYear], None]:
    def put(unit: UnitYear) -> None:
        title = f"{unit.row['unit_name']}{{year}}年政府信息公开工作年度报告"
        values = {key: unit.reported.get(key, Decimal(0)) for key in official.filled("60")}
        for column in official.APPLICANTS:
            values[FOI, "others", column] = sum(unit.reported[FOI, row, column] for row in ("o1", "o2", "o3"))
        values[DISCLOSED, "procurement", "amount"] = amount
        book = unit.books.pop(STATISTICS)
        content = official.as_html(official.grids(values, "60"), YEAR, title)
        unit.books[PAGE] = Book(book.day, content=content)

    return put


def _without_sheet(name: str) -> Callable[[UnitYear], None]:
    def change(unit: UnitYear, workbook: Workbook) -> None:
        del workbook[name]

    return edited(STATISTICS, change)


def _in_sheet(name: str, place: str, text: object) -> Callable[[UnitYear], None]:
    def change(unit: UnitYear, workbook: Workbook) -> None:
        workbook[name][place] = text

    return edited(STATISTICS, change)


def _website_row_gone(unit: UnitYear, workbook: Workbook) -> None:
    workbook[WEBSITE_SHEET].delete_rows(workbook[WEBSITE_SHEET].max_row)


def _website_as_page(unit: UnitYear) -> None:
    """The figures of the website once more, as a page without headings; one row has this year's and last year's."""
    lines = []
    for field in form_fields(FORM_WEBSITE)["12"]:
        key = field.table_code, field.row_code, field.column_code
        texts = [*field.row_path[:-1], field.row_label, field.unit, str(unit.statistics.figures[key])]
        lines.append([*texts, "5"] if field.row_code == "topics_new" else texts)
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>\n" for line in lines)
    title = f"{unit.row['unit_name']}{YEAR}年政府网站年度数据"
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><table>\n{rows}</table></body></html>"
    unit.books["政府网站年度数据.html"] = Book(LATER, content=page.encode())


def _website_twice(unit: UnitYear, workbook: Workbook) -> None:
    again = workbook.copy_worksheet(workbook[WEBSITE_SHEET])
    again["D6"] = int(again["D6"].value) + 1


def statistics_faults() -> list[Fault]:
    """Return the faults in figures."""
    return [*_statistics(), *_website()]


def _statistics() -> list[Fault]:
    return [
        of_unit("一格没有填", "shi-shijianju", said(DISCLOSED, "coercions", "decisions", None), "STA-01 表二主动公开!B14"),
        of_unit("复议诉讼一页删去了", "shi-yibaoju", _without_sheet("表四复议诉讼"), "STA-02 复议诉讼情况表"),
        of_unit("数字格写“减3”", "shi-jinrongju", said(DISCLOSED, "licences", "decisions", "减3"), "STA-03 表二主动公开!B10"),
        of_unit("件数是负数", "shi-xinfangju", said(DISCLOSED, "coercions", "decisions", -1), "STA-04 表二主动公开!B14", "RPT-09 表二主动公开!B14", "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表1第11行第2列"),
        of_unit("件数有小数", "shi-renfangban", plus(DISCLOSED, "licences", "decisions", Decimal("0.5")), "STA-04 表二主动公开!B10", "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表1第7行第2列"),
        of_unit("同一张表两处数字不同", "shi-jiguanju", as_page(_table_again), "STA-06 表1第7行第2列"),
        of_unit("表头之外多填了一个数", "shi-fuwuzhongxin", _in_sheet("表三申请办理", "K8", 5), "STA-07 表三申请办理!K8"),
        of_unit("用旧版表样", "gulou", _on_old_form("251000元"), "STA-08 文件"),
        of_unit("用旧版表样，采购金额没有写单位", "taijiang", _on_old_form("251000"), "STA-08 文件", "STA-05 表1第18行第3列"),
        of_unit("新收总计多一件", "cangshan", plus(FOI, "new", "total"), "STA-11 表三申请办理!J7", "STA-13 表三申请办理!J7", "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表2第4行第10列"),
        of_unit("予以公开多一件", "mawei", plus(FOI, "granted", "natural_person"), "STA-12 表三申请办理!D30", "STA-13 表三申请办理!J9", "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表2第6行第4列"),
        of_unit("复议总计多一件", "jinan", plus(REVIEWS, "review", "total"), "STA-14 表四复议诉讼!E7", "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表3第4行第5列"),
        of_unit("单位改了名，名录里没有", "shi-fuban", _renamed, "RET-04 填报单位", "OBL-01 时限表"),
        of_unit("正文的申请件数与表内不符", "changle", as_page(_prose), "STA-15 第3行"),
        of_unit("标题里的单位写错字", "fuqing", as_page(_misspelt), "RET-16 第2行"),
    ]  # fmt: skip


def _website() -> list[Fault]:
    def website(row: str) -> tuple[str, str, str]:
        return "website", row, "value"

    return [
        of_unit("网站数据一格没有填", "minhou", said(*website("topics_new"), None), "WEB-01 政府网站年度数据!D12"),
        of_unit("网站数据删去一行", "lianjiang", edited(STATISTICS, _website_row_gone), "WEB-02 政府网站年度数据!D5"),
        of_unit("访问量写约数", "luoyuan", said(*website("visits"), "约9万"), "WEB-03 政府网站年度数据!D6"),
        of_unit("网站数据是负数", "minqing", said(*website("topics_new"), -1), "WEB-04 政府网站年度数据!D12"),
        of_unit("网站数据一页有两份，数字不同", "gaoxinqu", edited(STATISTICS, _website_twice), "WEB-06 政府网站年度数据!D6"),
        of_unit("网站数据一行有两个数", "shi-shenjiju", _website_as_page, "WEB-07 表1第8行第4列"),
        of_unit("办件总数多一件", "shi-tongjiju", plus(*website("cases")), "WEB-11 政府网站年度数据!D21"),
        of_unit("办结留言多于收到", "shi-tiyuju", said(*website("messages_received"), 0), "WEB-12 政府网站年度数据!D25"),
    ]  # fmt: skip
