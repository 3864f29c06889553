"""Names in unit cells, and the headings above the tasks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sources.errors import SourceError
from sources.notices.headings import Headings
from sources.notices.model import Cell, Notice
from sources.notices.names import kind_of, read_names, split_names
from sources.registry.registry import Registry, UnknownName

DAY = dt.date(2021, 6, 4)
Read = Callable[..., Notice]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市财政局", ["市财政局"]),
        ("市财政局\n市农业农村局", ["市财政局", "市农业农村局"]),
        ("市财政局，市司法局；市教育局、市民政局", ["市财政局", "市司法局", "市教育局", "市民政局"]),
        ("市大数据委\n(负责A、B)", ["市大数据委(负责A、B)"]),
        ("市大数据委（负责专题）", ["市大数据委(负责专题)"]),
        ("", []),
        ("\u00a0\n ", []),
    ],
)
def test_names_split_outside_brackets(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def test_a_name_is_resolved_and_its_note_set_apart(registry: Registry) -> None:
    (named,) = read_names("市司法局\n(负责市政府规章)", registry, DAY, "第1行")
    assert (named.printed, named.match.unit_id, named.scope_note) == (
        "市司法局",
        "shi-sifaju",
        "负责市政府规章",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市财政局", "units"),
        ("市财政局、市司法局", "units"),
        ("市财政局、", "units"),
        ("市直各有关单位,各县(市)区政府", "class"),
        ("市财政局(负责甲)", "units"),
        ("做好信息公开工作。", None),
        ("市财政局和市司法局", None),
        ("(负责专题建设)", None),
        ("", None),
    ],
)
def test_prose_and_names_are_told_apart(registry: Registry, text: str, kind: str | None) -> None:
    assert kind_of(text, registry, DAY) == kind


@pytest.mark.parametrize(
    ("name", "near"),
    [("市财政居", "市财政局"), ("市直各相关单位", "市直各有关单位"), ("市卫计健委", "市卫健委")],
)
def test_an_unknown_name_gets_the_nearest_ones(read: Read, notice_page: str, name: str, near: str) -> None:
    page = notice_page.replace("<td>市发改委<br>市商务局</td>", f"<td>{name}</td>")
    with pytest.raises(SourceError) as caught:
        read(page, ".html")
    assert isinstance(caught.value.__cause__, UnknownName)
    assert caught.value.where.startswith("通知.html 第")
    assert f"“{name}”不在单位名录中。是否为 " in caught.value.found
    assert near in caught.value.found


def test_a_name_like_no_other_gets_no_candidates(registry: Registry) -> None:
    with pytest.raises(UnknownName) as caught:
        registry.resolve("某某集团", DAY, "第1行")
    assert caught.value.found == "“某某集团”不在单位名录中。"


def test_a_name_of_two_units_is_refused(read: Read, notice_page: str, city: Any) -> None:
    twice = city.add("aliases.csv", "shi-jiaoyuju,市财政局,其他写法").load()
    with pytest.raises(SourceError) as caught:
        read(notice_page, ".html", 37, twice)
    assert "“市财政局”对应多个单位（shi-caizhengju、shi-jiaoyuju）" in caught.value.found
    assert caught.value.expected == "唯一的单位名称"


@pytest.mark.parametrize("cell", ["市发改委、", "市发改委，", "市发改委;"])
def test_a_cell_that_ends_in_a_separator_is_refused(read: Read, notice_page: str, cell: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(notice_page.replace("<td>市发改委<br>市商务局</td>", f"<td>{cell}</td>"), ".html")
    assert f"“{cell}”以分隔号结尾" in caught.value.found


def test_a_unit_named_twice_in_one_cell_is_refused(read: Read, notice_page: str) -> None:
    page = notice_page.replace("<td>市发改委<br>市商务局</td>", "<td>市发改委<br>福州市发改委</td>")
    with pytest.raises(SourceError) as caught:
        read(page, ".html")
    assert "任务 4 的同一栏两次列出“福州市发改委”" in caught.value.found


def read_headings(*texts: str) -> list[tuple[str, str]]:
    headings, read = Headings(), []
    for number, text in enumerate(texts, start=1):
        headings.read(Cell(text, f"第{number}行"))
        read.append((headings.theme, headings.section))
    return read


@pytest.mark.parametrize(
    "texts",
    [
        ("一、甲", "(一)乙", "(二)丙", "二、丁", "(一)戊"),
        ("一、甲", "(一)乙", "二、丁", "(二)戊"),
        ("(一)乙", "(二)丙"),
        tuple(
            f"{numeral}、甲"
            for numeral in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
        ),
    ],
    ids=["sections anew", "sections run on", "sections only", "past ten"],
)
def test_headings_that_run_on_are_read(texts: tuple[str, ...]) -> None:
    assert len(read_headings(*texts)) == len(texts)


def test_a_new_theme_ends_the_section() -> None:
    assert read_headings("一、甲", "（一）乙", "二、丙") == [
        ("一、甲", ""),
        ("一、甲", "（一）乙"),
        ("二、丙", ""),
    ]


@pytest.mark.parametrize(
    ("texts", "found", "expected"),
    [
        (("一、甲", "三、乙"), "标题“三、乙”的编号为 3", "2"),
        (("一、甲", "(一)乙", "(三)丙"), "标题“(三)丙”的编号为 3", "2"),
        (("一、甲", "(一)乙", "(二)丙", "(一)丁"), "标题“(一)丁”的编号为 1", "3"),
        (("一、甲", "一、甲"), "标题“一、甲”的编号为 1", "2"),
        (("重点工作",), "“重点工作”既不是任务也不是标题", "如 一、… 或 (一)…"),
    ],
)
def test_headings_that_do_not_run_on_are_refused(texts: tuple[str, ...], found: str, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_headings(*texts)
    assert (caught.value.where, caught.value.found) == (f"第{len(texts)}行", found)
    assert caught.value.expected == expected
