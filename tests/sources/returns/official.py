"""The official tables as published, written by hand and not from the form maps: merged cells, labels, figures.

A grid is a list of (row, column, rows, columns, text). The same grid is written as HTML, docx, xlsx and CSV.
"""

import csv
import html
import io
import re
from collections.abc import Mapping
from typing import NamedTuple

import docx
import xlsxwriter

from sources.returns.model import SYNTHETIC_MARK

APPLICANTS = ("natural_person", "commercial", "research", "charity", "legal_service", "other", "total")
REFUSED = (
    *("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益"),
    *("5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"),
)
UNABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
NOT_HANDLED = (
    *("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请"),
    "5.要求行政机关确认或重新出具已获取信息",
)
OTHERS = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)
ROW_CODES = (
    *("new", "carry", "granted", "partial", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "u1", "u2", "u3"),
    *("n1", "n2", "n3", "n4", "n5", "o1", "o2", "o3", "total", "next"),
)
ROW_CODES_60 = (*ROW_CODES[:20], "others", "total", "next")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
TITLE = f"市财政局{{year}}年政府信息公开工作年度报告（{SYNTHETIC_MARK}）"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Span(NamedTuple):
    """A cell with the rows and columns that it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


Grid = list[Span]
Values = Mapping[tuple[str, str, str], object]


def _said(values: Values, table: str, row: str, column: str) -> str:
    value = values.get((table, row, column), "")
    return "" if value is None else str(value)


def disclosures_30(values: Values) -> Grid:
    def said(row: str, column: str) -> str:
        return _said(values, "disclosures", row, column)

    grid = [Span(0, 0, 1, 4, "第二十条第（一）项"), Span(1, 0, 1, 1, "信息内容")]
    grid += [
        Span(1, 1 + i, 1, 1, text) for i, text in enumerate(("本年制发件数", "本年废止件数", "现行有效件数"))
    ]
    for at, (label, row) in enumerate((("规章", "rules"), ("行政规范性文件", "normative")), start=2):
        grid.append(Span(at, 0, 1, 1, label))
        grid += [
            Span(at, 1 + i, 1, 1, said(row, c)) for i, c in enumerate(("issued", "repealed", "in_force"))
        ]
    blocks = (
        ("五", "本年处理决定数量", "decisions", (("行政许可", "licences"),)),
        ("六", "本年处理决定数量", "decisions", (("行政处罚", "penalties"), ("行政强制", "coercions"))),
        ("八", "本年收费金额（单位：万元）", "amount", (("行政事业性收费", "charges"),)),
    )
    at = 4
    for item, heading, column, rows in blocks:
        grid.append(Span(at, 0, 1, 4, f"第二十条第（{item}）项"))
        grid += [Span(at + 1, 0, 1, 1, "信息内容"), Span(at + 1, 1, 1, 3, heading)]
        for number, (label, row) in enumerate(rows, start=at + 2):
            grid += [Span(number, 0, 1, 1, label), Span(number, 1, 1, 3, said(row, column))]
        at += 2 + len(rows)
    return grid


def disclosures_60(values: Values) -> Grid:
    blocks = (
        ("一", (("本年新制作数量", "made"), ("本年新公开数量", "published"), ("对外公开总数量", "public_total")),
         (("规章", "rules"), ("规范性文件", "normative"))),
        ("五", (("上一年项目数量", "items_last_year"), ("本年增/减", "items_change"), ("处理决定数量", "decisions")),
         (("行政许可", "licences"), ("其他对外管理服务事项", "other_services"))),
        ("六", (("上一年项目数量", "items_last_year"), ("本年增/减", "items_change"), ("处理决定数量", "decisions")),
         (("行政处罚", "penalties"), ("行政强制", "coercions"))),
        ("八", (("上一年项目数量", "items_last_year"), ("本年增/减", "items_change")),
         (("行政事业性收费", "charges"),)),
        ("九", (("采购项目数量", "items"), ("采购总金额", "amount")), (("政府集中采购", "procurement"),)),
    )  # fmt: skip
    grid, at = [], 0
    for item, columns, rows in blocks:
        wide = 3 // len(columns) if len(columns) == 3 else 1
        grid += [Span(at, 0, 1, 4, f"第二十条第（{item}）项"), Span(at + 1, 0, 1, 1, "信息内容")]
        widths = [wide] * len(columns) if len(columns) == 3 else [1, 2]
        for number in range(at + 1, at + 2 + len(rows)):
            place = 1
            for (heading, column), width in zip(columns, widths, strict=True):
                row = rows[number - at - 2][1]
                text = heading if number == at + 1 else _said(values, "disclosures", row, column)
                grid.append(Span(number, place, 1, width, text))
                place += width
            if number > at + 1:
                grid.append(Span(number, 0, 1, 1, rows[number - at - 2][0]))
        at += 2 + len(rows)
    return grid


def foi_requests(values: Values, version: str = "30") -> Grid:
    grid = [Span(0, 0, 3, 3, CORNER), Span(0, 3, 1, 7, "申请人情况"), Span(1, 3, 2, 1, "自然人")]
    grid += [Span(1, 4, 1, 5, "法人或其他组织"), Span(1, 9, 2, 1, "总计")]
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    grid += [Span(2, 4 + i, 1, 1, text) for i, text in enumerate(names)]
    others = OTHERS if version == "30" else ()
    codes = ROW_CODES if version == "30" else ROW_CODES_60
    grid += [Span(3, 0, 1, 3, "一、本年新收政府信息公开申请数量")]
    grid += [Span(4, 0, 1, 3, "二、上年结转政府信息公开申请数量")]
    grid += [Span(5, 0, len(codes) - 3, 1, "三、本年度办理结果"), Span(5, 1, 1, 2, "（一）予以公开")]
    grid += [Span(6, 1, 1, 2, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    at = 7
    for group, labels in (("（三）不予公开", REFUSED), ("（四）无法提供", UNABLE), ("（五）不予处理", NOT_HANDLED),
                          ("（六）其他处理", others)):  # fmt: skip
        grid.append(Span(at, 1, max(len(labels), 1), 1 if labels else 2, group))
        grid += [Span(at + i, 2, 1, 1, label) for i, label in enumerate(labels)]
        at += max(len(labels), 1)
    grid += [Span(at, 1, 1, 2, "（七）总计"), Span(at + 1, 0, 1, 3, "四、结转下年度继续办理")]
    for number, row in enumerate(codes, start=3):
        grid += [
            Span(number, 3 + i, 1, 1, _said(values, "foi_requests", row, column))
            for i, column in enumerate(APPLICANTS)
        ]
    return grid


def reviews(values: Values) -> Grid:
    grid = [Span(0, 0, 1, 5, "行政复议"), Span(0, 5, 1, 10, "行政诉讼")]
    grid += [Span(1, 5, 1, 5, "未经复议直接起诉"), Span(1, 10, 1, 5, "复议后起诉")]
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    for group, row in enumerate(("review", "direct_suit", "suit_after_review")):
        for i, (name, column) in enumerate(zip(names, OUTCOMES, strict=True)):
            top, height = (1, 2) if group == 0 else (2, 1)
            grid.append(Span(top, 5 * group + i, height, 1, name))
            grid.append(Span(3, 5 * group + i, 1, 1, _said(values, "reviews_litigation", row, column)))
    return grid


def grids(values: Values, version: str = "30") -> list[Grid]:
    """The three tables of the report."""
    first = disclosures_30(values) if version == "30" else disclosures_60(values)
    return [first, foi_requests(values, version), reviews(values)]


def shape(grid: Grid) -> tuple[int, int]:
    return max(s.row + s.rows for s in grid), max(s.column + s.columns for s in grid)


def filled(version: str = "30") -> dict[tuple[str, str, str], object]:
    """A return in which every cell is filled and every identity holds; the numbers differ from cell to cell."""
    values: dict[tuple[str, str, str], object] = {}
    codes = ROW_CODES if version == "30" else ROW_CODES_60
    results = codes[2:-2]
    for number, column in enumerate(APPLICANTS[:-1]):
        for at, row in enumerate(results):
            values["foi_requests", row, column] = (at * 7 + number * 3) % 11
        total = sum(int(str(values["foi_requests", row, column])) for row in results)
        values["foi_requests", "total", column] = total
        values["foi_requests", "next", column] = number
        values["foi_requests", "carry", column] = 2 + number % 2
        values["foi_requests", "new", column] = total + number - 2 - number % 2
    for row in codes:
        values["foi_requests", row, "total"] = sum(
            int(str(values["foi_requests", row, column])) for column in APPLICANTS[:-1]
        )
    for at, row in enumerate(("review", "direct_suit", "suit_after_review")):
        for i, column in enumerate(OUTCOMES[:-1]):
            values["reviews_litigation", row, column] = at + i
        values["reviews_litigation", row, "total"] = 4 * at + 6
    if version == "30":
        values |= {
            ("disclosures", "rules", c): n
            for c, n in zip(("issued", "repealed", "in_force"), (0, 0, 0), strict=True)
        }
        values |= {
            ("disclosures", "normative", c): n
            for c, n in zip(("issued", "repealed", "in_force"), (3, 1, 69), strict=True)
        }
        values |= {
            ("disclosures", row, "decisions"): n
            for row, n in (("licences", 1234), ("penalties", 56), ("coercions", 7))
        }
        values["disclosures", "charges", "amount"] = "59237.2449"
    else:
        for row in ("rules", "normative"):
            values |= {("disclosures", row, c): 4 for c in ("made", "published", "public_total")}
        for row in ("licences", "other_services", "penalties", "coercions"):
            values |= {("disclosures", row, c): 5 for c in ("items_last_year", "items_change", "decisions")}
        values |= {("disclosures", "charges", c): 6 for c in ("items_last_year", "items_change")}
        values |= {
            ("disclosures", "procurement", "items"): 2,
            ("disclosures", "procurement", "amount"): "251000元",
        }
    return values


def as_html(tables: list[Grid], year: int = 2021, title: str = TITLE) -> bytes:
    """A published page: a heading before each table, header cells merged."""
    name = title.format(year=year)
    body = [f"<h1>{name}</h1>", "<p>一、总体情况</p><p>本年度主动公开工作平稳。</p>"]
    for heading, grid in zip(HEADINGS[-len(tables) :], tables, strict=True):
        body.append(f"<p>{heading}</p>{_html_table(grid, html.escape)}")
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{name}</title></head><body>{''.join(body)}</body></html>"
    return page.encode()


def _html_table(grid: Grid, written: object) -> str:
    assert callable(written)
    lines = []
    for number in range(shape(grid)[0]):
        cells = sorted((s for s in grid if s.row == number), key=lambda s: s.column)
        spans = [f"<td rowspan='{s.rows}' colspan='{s.columns}'>{written(s.text)}</td>" for s in cells]
        lines.append(f"<tr>{''.join(spans)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def as_ugly_html(tables: list[Grid], year: int = 2021, title: str = TITLE) -> bytes:
    """The same page as a word processor leaves it (reference domain.md, section 9)."""

    def pieces(text: str) -> str:
        """Cut a text in the middle by nested spans and fonts, with blanks around it."""
        half = (len(text) + 1) // 2
        cut = f"<font face='仿宋'>{html.escape(text[:half])}</font></span><span lang=EN-US style='mso-hansi-font-family:Calibri'>{html.escape(text[half:])}"
        label = (
            "<![if !supportLists]><!--[if !supportLists]-->&nbsp;<!--[endif]--><![endif]>"
            if text
            else "&nbsp;"
        )
        return f"\n<p class=MsoNormal style='mso-line-height-rule:exactly'>{label}<span style='mso-bidi-font-size:9.0pt'>{cut}</span><o:p></o:p> </p>\n"

    name = title.format(year=year)
    headings = (*HEADINGS[:2], "四、政府信息公开行政法复议、行政诉讼情况")[-len(tables) :]
    body = [
        f"<div class=WordSection1><p class=MsoTitle><b><span>{name[:9]}</span><span>{name[9:]}<o:p></o:p></span></b></p>"
    ]
    for heading, grid in zip(headings, tables, strict=True):
        body.append(f"<p class=MsoNormal><span>{heading[:6]}</span><span>{heading[6:]}<o:p></o:p></span></p>")
        body.append("<p>（一）有关情况说明。收到申请639件，其中上年结转15件。</p>")
        body.append(_html_table(grid, pieces))
        body.append("<p>以上数据统计期限为1月1日至12月31日。</p>")
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta charset="utf-8" name="viewport" content=""><meta name="ColumnName" content=""><title>{name}_年报</title>
<style><!-- table.MsoNormalTable {{mso-style-name:普通表格;}} --></style></head>
<body><table class=layout><tr><td><ul><li><a href="t1.htm">首页</a></li></ul></td><td><div class="article_content">
{"".join(body)}</div></div></td></tr></table><script>document.write("now")</script></body></html>"""
    return page.encode()


def as_docx(tables: list[Grid], year: int = 2021, title: str = TITLE) -> bytes:
    document = docx.Document()
    document.add_paragraph(title.format(year=year))
    for heading, grid in zip(HEADINGS[-len(tables) :], tables, strict=True):
        document.add_paragraph(heading)
        rows, columns = shape(grid)
        table = document.add_table(rows, columns)
        for span in grid:
            cell = table.cell(span.row, span.column)
            last = table.cell(span.row + span.rows - 1, span.column + span.columns - 1)
            (cell.merge(last) if last._tc is not cell._tc else cell).text = span.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_xlsx(tables: list[Grid], year: int = 2021, title: str = TITLE, unit: str = "市财政局") -> bytes:
    """One sheet a table, title and 填报单位 above the grid; what looks like a number is one."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        for number, grid in enumerate(tables, start=1):
            page = book.add_worksheet(f"表{number}")
            page.write_row(0, 0, [title.format(year=year)])
            page.write_row(1, 0, ["填报单位", unit])
            for s in grid:
                if s.rows * s.columns > 1:
                    page.merge_range(s.row + 2, s.column, s.row + s.rows + 1, s.column + s.columns - 1, "")
                page.write(s.row + 2, s.column, float(s.text) if _PLAIN.fullmatch(s.text) else s.text)
    return buffer.getvalue()


def as_csv(
    tables: list[Grid], year: int = 2021, title: str = TITLE, encoding: str = "utf-8-sig", tab: str = ","
) -> bytes:
    """All tables below each other, merged cells blank but for the first, as a spreadsheet saves them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=tab)
    writer.writerows([[title.format(year=year)], ["填报单位", "市财政局"]])
    for heading, grid in zip(HEADINGS[-len(tables) :], tables, strict=True):
        rows, columns = shape(grid)
        lines = [[""] * columns for _ in range(rows)]
        for span in grid:
            lines[span.row][span.column] = span.text
        writer.writerows([[heading], *lines])
    return buffer.getvalue().encode(encoding)
