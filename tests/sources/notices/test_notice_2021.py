"""The notice as shipped, against a transcription made by hand."""

import datetime as dt
import re

import pytest

from sources.notices.model import Notice

NO_LEAD = [1, 2, 13, 16, 17, 18, 19, 20, 22, 29, 30, 32, 33, 34, 36]


def printed(notice: Notice, number: int, role: str) -> str:
    named = [one for one in notice.assignments if (one.task_no, one.role) == (number, role)]
    return "".join(one.assigned_as + (f"({one.scope_note})" if one.scope_note else "") for one in named)


@pytest.mark.parametrize("number", range(1, 38))
def test_each_task_reads_as_transcribed(
    notice: Notice, expected_rows: list[dict[str, str]], number: int
) -> None:
    row = next(row for row in expected_rows if row["task_no"] == str(number))
    task = notice.tasks[number - 1]
    assert (task.task_no, task.title, task.requirement) == (number, row["text_or_title"], row["requirement"])
    for role in ("lead", "responsible"):
        assert printed(notice, number, role) == re.sub(r"[,、\n]", "", row[role])


def test_there_are_no_other_tasks(notice: Notice) -> None:
    assert [task.task_no for task in notice.tasks] == list(range(1, 38))
    assert {one.task_no for one in notice.assignments} == set(range(1, 38))


def test_each_task_stands_under_its_theme_and_section(
    notice: Notice, expected_rows: list[dict[str, str]]
) -> None:
    expected, theme, section = [], "", ""
    for row in expected_rows:
        theme = row["text_or_title"] if row["kind"] == "theme" else theme
        section = row["text_or_title"] if row["kind"] == "section" else section
        if row["kind"] == "task":
            expected.append((theme, section))
    assert [(task.theme, task.section) for task in notice.tasks] == expected
    assert (len({theme for theme, _ in expected}), len(set(expected))) == (4, 13)


def test_the_passport_is_read(notice: Notice) -> None:
    assert notice.document_no == "榕政办〔2021〕53号"
    assert notice.title == "福州市人民政府办公厅关于印发2021年全市政务公开工作要点的通知"
    assert (notice.issuer, notice.index_no) == ("福州市人民政府办公厅", "FZ00101-2708-2021-00025")
    assert (notice.issued_on, notice.published_on) == (dt.date(2021, 6, 4), dt.date(2021, 6, 9))
    assert notice.report_year == 2021


@pytest.mark.parametrize(
    ("role", "without"), [("lead", NO_LEAD), ("responsible", [23, 28])], ids=["lead", "responsible"]
)
def test_blank_cells_stay_blank(notice: Notice, role: str, without: list[int]) -> None:
    named = {one.task_no for one in notice.assignments if one.role == role}
    assert sorted(set(range(1, 38)) - named) == without


def test_task_5_has_no_requirement_and_is_the_only_one(notice: Notice) -> None:
    assert [task.task_no for task in notice.tasks if not task.requirement] == [5]


@pytest.mark.parametrize(
    ("numbers", "classes"),
    [
        ([17, 29], ["municipal"]),
        ([30, 31], ["county"]),
        ([2, 3, 8, 15, 35], ["county", "hightech"]),
        ([1, 4, 5, 6, 7, 25, 37], ["municipal", "county", "hightech"]),
    ],
)
def test_four_sets_of_classes_are_responsible(notice: Notice, numbers: list[int], classes: list[str]) -> None:
    for number in numbers:
        named = [one for one in notice.assignments if (one.task_no, one.role) == (number, "responsible")]
        assert [one.group_code for one in named] == classes
        assert all(one.unit_id is None for one in named)


def test_scope_notes_belong_to_their_units(notice: Notice) -> None:
    noted = {(one.task_no, one.unit_id, one.scope_note) for one in notice.assignments if one.scope_note}
    assert noted == {
        (3, "shi-dashujuwei", "负责专题建设"),
        (23, "shi-sifaju", "负责市政府规章"),
        (27, "shi-dashujuwei", "负责市直部门信息公开专栏改版"),
        (31, "shi-fuwuzhongxin", "负责市级线下专区建设"),
    }


def test_brackets_in_a_name_are_no_note(notice: Notice) -> None:
    leads = [one for one in notice.assignments if (one.task_no, one.role) == (15, "lead")]
    assert [(one.assigned_as, one.scope_note) for one in leads] == [
        ("市大数据委", ""),
        ("市行政(市民)服务中心管委会", ""),
    ]


def test_milestones_are_those_of_23_and_25(notice: Notice) -> None:
    steps = [(one.task_no, one.milestone_no, one.due_date, one.due_words) for one in notice.milestones]
    assert steps == [
        (23, 1, dt.date(2021, 12, 31), "2021年底前"),
        (25, 1, dt.date(2021, 7, 31), "7月底前"),
        (25, 2, dt.date(2021, 10, 31), "10月底前"),
    ]
    assert {one.due_basis for one in notice.milestones} == {"stated"}
    assert [one.milestone for one in notice.milestones][1:] == [
        "7月底前提出市政府网站栏目设置优化提升方案",
        "10月底前完成提升工作,构建网上政府的数据底座,推动公开、互动、服务融合发展",
    ]


def test_cadence_is_told_by_date_and_words(notice: Notice) -> None:
    special = {task.task_no: task.cadence for task in notice.tasks if task.cadence != "year_round"}
    assert special == {8: "periodic", 10: "daily", 23: "milestone", 25: "milestone"}


def test_orders_in_the_body_are_read(notice: Notice) -> None:
    orders = [(one.kind, one.unit_id, one.due_date, one.due_basis) for one in notice.directives]
    assert orders == [
        ("look_back", None, None, None),
        ("lead_summary", None, dt.date(2021, 10, 30), "inferred"),
        ("annual_report", None, None, None),
        ("unit_milestone", "shi-dashujuwei", dt.date(2021, 7, 31), "stated"),
    ]
    assert (notice.directives[1].due_words, notice.directives[1].place) == ("1030日前", "第20行")


def test_oddities_are_exactly_these(notice: Notice) -> None:
    found = [(one.rule_code, one.task_no, one.found, one.expected, one.place) for one in notice.oddities]
    assert found[:2] == [
        ("NTC-05", None, "段落以“三各级政府和市…”开头", "一、", "第22行"),
        ("NTC-01", None, "1030日前", "2021-10-30（推定）", "第20行"),
    ]
    rest = [("NTC-02", number) for number in NO_LEAD] + [("NTC-03", 5), ("NTC-04", 23), ("NTC-04", 28)]
    assert sorted(one[:2] for one in found[2:]) == sorted(rest)


@pytest.mark.parametrize(("number", "line"), [(1, "第46行"), (37, "第383行")])
def test_a_task_knows_its_line(notice: Notice, notice_text: str, number: int, line: str) -> None:
    place = notice.tasks[number - 1].place
    assert place == line
    assert notice_text.split("\n")[int(place[1:-1]) - 1].startswith(f"{number}.")
