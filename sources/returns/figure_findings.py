"""What is wrong with the figures of a statistical form, besides the sums that do not hold."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from sources.returns.documents.model import Cell
from sources.returns.form_map import FormField, versions
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE, Finding
from sources.returns.numbers import Reading, read_number
from sources.returns.table_form import Stray, TableForm, figure_key
from sources.text import shorten


class RuleCodes(NamedTuple):
    """The rules of a form, by what is wrong; how severe each is stands in the rule catalogue."""

    empty: str
    missing: str
    unreadable: str
    impossible: str
    without_unit: str
    conflicting: str
    stray: str
    wrong_version: str


RULES = {
    FORM_STATISTICS: RuleCodes(
        *("STA-01", "STA-02", "STA-03", "STA-04", "STA-05", "STA-06", "STA-07", "STA-08")
    ),
    FORM_WEBSITE: RuleCodes(
        *("WEB-01", "WEB-02", "WEB-03", "WEB-04", "WEB-05", "WEB-06", "WEB-07", "WEB-08")
    ),
}
TABLE_NAMES = {
    "disclosures": "主动公开情况表",
    "foi_requests": "申请办理情况表",
    "reviews_litigation": "复议诉讼情况表",
    "fees": "信息处理费",
    "website": "政府网站年度数据",
}
# May be left out without a word: most units have nothing to say there.
OPTIONAL = frozenset({"fees"})
_SHOWN = 5


class Resolved(NamedTuple):
    """A field with the cell that holds it and what that says."""

    field: FormField
    cell: Cell
    reading: Reading


def conflicting(rules: RuleCodes, f: FormField, cells: list[Cell]) -> Finding:
    """Return the finding on a figure that stands in several places and differs."""
    said = "、".join(f"{cell.place}“{shorten(cell.text, 12)}”" for cell in cells[:_SHOWN])
    return Finding(
        rules.conflicting, cells[0].place, f"{_label(f)}：{said}", "只有一个数", "请只保留正确的一处"
    )


def missing(
    rules: RuleCodes, table_forms: Mapping[str, TableForm], codes: set[str], resolved: list[Resolved]
) -> Iterator[Finding]:
    """Yield what the form has and the file lacks: whole tables, and rows or columns of a table."""
    present = {figure_key(item.field) for item in resolved}
    for code, table_form in table_forms.items():
        absent = [f for f in table_form.fields if figure_key(f) not in present]
        if not absent or (code in OPTIONAL and code not in codes):
            continue
        name = TABLE_NAMES[code]
        if code not in codes:
            yield Finding(
                rules.missing,
                name,
                f"没有{name}",
                "各表齐全",
                f"请补上{name}，与其他表放在一个文件中重新报送",
            )
            continue
        # Of a table in which no cell could be placed nothing is resolved.
        place = next((item.cell.place for item in resolved if item.field.table_code == code), name)
        labels = list(dict.fromkeys(f.row_label or f.column_label for f in absent))
        if table_form.row_leaves and len(labels) == len({f.row_path for f in table_form.fields}):
            labels = list(dict.fromkeys(f.column_label for f in absent))
        yield Finding(
            rules.missing,
            place,
            f"{name}缺少“{_listed(labels)}”",
            "表样的各行各列齐全、名称一致",
            "请按表样补上这些行或列，核对其名称",
        )


def unit_of_label(rules: RuleCodes, f: FormField, cell: Cell, unit: str) -> Finding:
    """Return the finding on a figure whose label counts in another unit, which cannot be converted."""
    found = f"{_quoted(f, cell)}，表头写的单位是{unit}"
    return Finding(
        rules.unreadable, cell.place, found, f"单位：{f.unit}", f"请按{f.unit}填报，并改正表头的单位"
    )


def taken_out(rule_code: str, code: str) -> Finding:
    """Return the finding on a table that may be left out, but was in our template and is no more."""
    name = TABLE_NAMES[code]
    found, remedy = f"下发的模板中有{name}，文件中没有", f"请找回{name}一页后重新报送；没有发生的填 0 或留空"
    return Finding(rule_code, name, found, "模板中的各页齐全", remedy)


def _listed(labels: list[str]) -> str:
    more = f"”等 {len(labels)} 处“" if len(labels) > _SHOWN else ""
    return ("”“".join(shorten(label, 20) for label in labels[:_SHOWN]) + more).removesuffix("“")


def stray_finding(rules: RuleCodes, stray: Stray) -> Finding:
    """Return the finding on something that belongs to no field."""
    text = shorten(stray.text, 30)
    found, expected, remedy = {
        "row": (f"“{text}”一行不在表样中", "表样所列的行", "请核对这一行的名称"),
        "short": (
            f"“{text}”一行缺少单元格，数字无法对位",
            "每行的格数与表头一致",
            "请补齐该行的单元格，没有的填 0",
        ),
        "extra": (f"表头之外有“{text}”", "数字都在表头所列的列内", "请检查该行是否错位"),
        "choice": (
            f"右边有几个数：{text}",
            "只有一个填报数，或表头写明“数值”“本年数”",
            "请写明哪一列是本年的数",
        ),
        "shared": (f"合并单元格“{text}”横跨几个填报项", "每个填报项一格", "请取消合并，分别填写"),
    }[stray.kind]
    return Finding(rules.stray, stray.place, found, expected, remedy)


def empty(rules: RuleCodes, resolved: list[Resolved]) -> Iterator[Finding]:
    """Yield one finding a table for its empty cells: an empty cell is no zero."""
    for code, items in groupby(resolved, key=lambda item: item.field.table_code):
        places = [item.cell.place for item in items if item.reading.state == "empty"]
        if places and code not in OPTIONAL:
            shown = "、".join(places[:_SHOWN]) + (" 等" if len(places) > _SHOWN else "")
            found = f"{TABLE_NAMES[code]}有 {len(places)} 格空白：{shown}"
            yield Finding(rules.empty, places[0], found, "每格都填写", "没有的填 0，不涉及的填 /")


def may_be_unusual(item: Resolved) -> bool:
    """Tell whether a figure needs a second look, which nearly none does."""
    state, value, _ = item.reading
    return state == "unreadable" or (
        value is not None and (value < 0 or item.field.kind not in ("count", "change") or value % 1 != 0)
    )


def unusual(rules: RuleCodes, item: Resolved) -> Iterator[Finding]:
    """Yield what is odd about one figure: not readable, negative, not whole, of no stated unit."""
    f, cell, reading = item
    value = reading.value
    if reading.state == "unreadable":
        # What is unreadable for another reason (two cells, a row out of place) has its finding already.
        if read_number(cell.raw, f.unit).state == "unreadable":
            expected, remedy = f"数字（单位：{f.unit}）", "请只填数字；没有的填 0，不涉及的填 /"
            yield Finding(rules.unreadable, cell.place, _quoted(f, cell), expected, remedy)
    elif value is None:
        return
    elif value < 0 and f.kind != "change":
        yield Finding(rules.impossible, cell.place, _quoted(f, cell), "不小于 0 的数", "请核对后改正")
    elif f.kind in ("count", "change") and value % 1:
        yield Finding(rules.impossible, cell.place, _quoted(f, cell), "整数", "请核对后改正")
    elif f.kind == "amount_with_unit" and value and not reading.has_unit:
        expected = f"写明元或万元（现按{f.unit}计）"
        yield Finding(rules.without_unit, cell.place, _quoted(f, cell), expected, "请在数字后写明单位")


def wrong_version(rules: RuleCodes, form: str, version: str, report_year: int) -> Iterator[Finding]:
    """Yield a finding where the form is not the one due for the year."""
    title, first, last = versions(form)[version]
    if not first <= report_year <= last:
        due = next((name for name, a, b in versions(form).values() if a <= report_year <= b), "当年的表样")
        yield Finding(rules.wrong_version, "文件", f"用的是{title}", due, "请改用当年的表样填报")


def _label(f: FormField) -> str:
    return "·".join(label for label in (f.row_label, f.column_label) if label)


def _quoted(f: FormField, cell: Cell) -> str:
    return f"{_label(f)}：“{shorten(cell.text, 20)}”"
