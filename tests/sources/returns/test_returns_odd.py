"""Odd things that real files do: what must not become a figure, a year or a unit by accident."""

import datetime as dt
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sources.registry.registry import Registry
from sources.returns import chunks
from sources.returns.documents.formats import open_document
from sources.returns.figures import find_figures
from sources.returns.inbox import list_inbox, read_register
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE, Return
from sources.returns.numbers import read_number
from sources.returns.reading import read_file
from tests.sources.returns import official as o

Make = Callable[..., bytes]
AMOUNT = ("disclosures", "charges", "amount")


def _page(old: str, new: str) -> bytes:
    page = o.as_html(o.grids(o.filled())).decode()
    assert old in page
    return page.replace(old, new, 1).encode()


def _figures(content: bytes, form: str = FORM_STATISTICS) -> tuple[dict[Any, Any], list[str]]:
    found = find_figures(open_document(content, "a.html"), form, 2021)
    assert found is not None
    return {f[:3]: (f.cell_state, f.value) for f in found.figures}, [f.rule_code for f in found.findings]


@pytest.mark.parametrize("raw", ["69①", "69²", "①", "½", "69₁", "999999999999亿元"])
def test_a_mark_or_a_number_beyond_all_bounds_is_no_figure(raw: str) -> None:
    assert read_number(raw, "万元").state == "unreadable"


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "<sup><span>1</span></sup>", "<sub>2</sub>"])
def test_a_raised_footnote_is_no_digit(mark: str) -> None:
    figures, rules = _figures(_page(">69<", f">69{mark}<"))
    assert figures["disclosures", "normative", "in_force"] == ("unreadable", None)
    assert rules == ["STA-03"]


def test_the_unit_of_the_label_counts() -> None:
    figures, rules = _figures(_page("（单位：万元）", "（单位：元）"))
    assert figures[AMOUNT] == ("number", Decimal("5.923724"))
    assert rules == []
    figures, rules = _figures(_page("（单位：万元）", "（单位：万次）"))
    assert figures[AMOUNT] == ("unreadable", None)
    assert rules == ["STA-03"]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("<tr><td>网站总访问量（万次）</td><td>9</td></tr>", ("number", Decimal(90000))),
        ("<tr><td>网站总访问量</td><td>次</td><td>9</td></tr>", ("number", Decimal(9))),
        ("<tr><td>网站总访问量</td><td>5</td><td>9</td></tr>", ("unreadable", None)),
        ("<tr><th>指标</th><th>上年数</th><th>本年数</th></tr><tr><td>网站总访问量</td><td>5</td><td>9</td></tr>", ("number", Decimal(9))),
        ("<tr><th>指标</th><th>代码</th><th>数值</th></tr><tr><td>网站总访问量</td><td>5</td><td></td></tr>", ("empty", None)),
    ],
)  # fmt: skip
def test_the_value_of_a_label_is_the_one_below_its_heading(
    row: str, state: tuple[str, Decimal | None]
) -> None:
    rest = "".join(
        f"<tr><td>{label}</td><td></td><td></td></tr>"
        for label in ("独立用户访问总量", "收到留言数量", "办结留言数量", "公开答复数量", "平均办理时间", "注册用户数",
                      "政务服务事项数量", "维护数量", "新开设数量", "解读材料数量", "解读产品数量", "媒体评论文章数量",
                      "征集调查期数", "收到意见数量", "公布调查结果期数", "访谈期数", "网民留言数量", "发现问题数量")
    )  # fmt: skip
    figures, _ = _figures(f"<html><body><table>{row}{rest}</table></body></html>".encode(), FORM_WEBSITE)
    assert figures["website", "visits", "value"] == state


@pytest.mark.parametrize(
    "title",
    [
        "市财政局2020年政府信息公开工作年度报告",
        "市财政局政府信息公开工作年度报告（2020年度）",
        "市财政局政府信息公开工作2020年度报告",
        "2020年度政府信息公开统计表",
        "政府网站工作年度报表（2020年度）",
        "2020年政府网站工作年度报表",
        "市财政局二〇二〇年政府信息公开工作年度报告",
    ],
)
def test_a_report_of_another_year_is_known_by_its_title(title: str, registry: Registry) -> None:
    content = o.as_html(o.grids(o.filled()), title=title)
    (result,) = read_file(content, "a.html", "市财政局", 2021, registry)
    assert [f.rule_code for f in result.findings] == ["RET-05"]
    assert result.findings[0].found == "2020 年"


def test_two_names_in_one_heading_are_a_conflict(make_workbook: Make, registry: Registry) -> None:
    rows = "填报单位,市教育局\n填报单位,市财政局\n任务编号,完成状态,落实情况\n7,已完成,文\n"
    (result,) = read_file(rows.encode(), "a.csv", "", 2021, registry)
    assert [f.rule_code for f in result.findings] == ["RET-04"]


@pytest.mark.parametrize("text", ["(" * 20000 + ")" * 20000, "2021年" * 8000, "填报单位" * 9000])
def test_a_text_made_to_hang_the_reader_does_not(text: str, registry: Registry) -> None:
    rows = f"{text},x,y\n任务编号,完成状态,落实情况\n7,已完成,文\n"
    start = os.times().user
    (result,) = read_file(rows.encode(), "a.csv", "市财政局", 2021, registry)
    assert os.times().user - start < 2
    assert len(result.lines) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "上年度收取信息处理费1000元。",
        "2020年收取信息处理费1000元。",
        "与去年实际收取信息处理费500元相比有所减少。",
    ],
)
def test_the_money_of_another_year_is_not_this_years(sentence: str, registry: Registry) -> None:
    page = _page("本年度主动公开工作平稳。", sentence)
    (result,) = read_file(page, "a.html", "市财政局", 2021, registry)
    assert not [f for f in result.figures if f.table_code == "fees"]


def test_a_fault_of_our_own_on_one_file_takes_no_other_down(
    box: Any, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put("2021/市财政局/好.xlsx", make_workbook())
    box.put("2021/市司法局/怪.xlsx", make_workbook(unit="市司法局"))
    real = chunks.read_kept

    def faulty(path: Path, name: str, *rest: Any) -> list[Return]:
        if "怪" in name:
            raise RuntimeError("a fault of our own")
        return real(path, name, *rest)

    monkeypatch.setattr(chunks, "read_kept", faulty)
    assert box.take().rejected_now == 1
    assert box.outcomes() == {"市财政局/好.xlsx": "accepted", "市司法局/怪.xlsx": "rejected"}
    (finding,) = box.rows("returns", "findings")
    assert finding["rule_code"] == "RET-01"


def test_one_bad_line_of_the_register_spoils_no_other(box: Any) -> None:
    (box.inbox / "register.csv").write_text(
        '文件,收到时间\n"2021/甲/a.xlsx,2021-10-01\n2021/甲/b.xlsx,2021-10-02\n2021/甲/c.xlsx,2201-10-03\n',
        encoding="utf-8",
    )
    register = read_register(box.inbox, 2021)
    times = {line.name: line.received_at for line in register.lines}
    assert times["甲/b.xlsx"] == dt.datetime(2021, 10, 2)
    assert times["甲/c.xlsx"] is None
    assert [f.place for f in register.findings] == ["register.csv 第2行", "register.csv 第4行"]


def test_names_in_two_encodings_are_two_files(box: Any) -> None:
    folder = box.inbox / "2021" / "市财政局"
    folder.mkdir(parents=True)
    (folder / "年报.csv").write_bytes(b"a")
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "年报.csv".encode("gb18030"))).write_bytes(b"b")
    files = list_inbox(box.inbox, 2021, [])
    assert {file.folder for file in files} == {"市财政局"}
    assert len({file.name for file in files}) == 2
