"""What a unit still owes after a file: the same rules as the models, for the one file."""

import datetime as dt
from typing import Any

import pytest

from orchestration.still_owed import still_owed
from sources.owed import COMPLETION, MILESTONE, SUMMARY, Item
from sources.returns.model import FORM_STATISTICS, FORM_TASK_PROGRESS, FORM_WEBSITE, ProgressLine, Return

YEAR_END, JULY, OCTOBER = dt.date(2021, 12, 31), dt.date(2021, 7, 31), dt.date(2021, 10, 31)
STATISTICS_DUE = dt.date(2022, 1, 31)


def _item(kind: str, task_no: int | None = 7, due: dt.date = YEAR_END) -> Item:
    return Item(task_no, "公开预算。", "", kind, "responsible", "", due)


def _line(item_kind: str, task_no: int | None = 7, **values: Any) -> ProgressLine:
    nothing = dict.fromkeys(("due_date", "progress_status", "status_text", "completed_on", "progress_text"))
    known = {"line_no": 4, "evidence_url": None, "place": "A4", "item_kind": item_kind, "task_no": task_no}
    return ProgressLine(**{**nothing, **known, **values})


def _left(
    items: list[Item],
    *lines: ProgressLine,
    form: str = FORM_TASK_PROGRESS,
    is_rejected: bool = False,
    statistics: dt.date | None = None,
    as_of: dt.date = YEAR_END,
) -> list[tuple[str, str, dt.date, str]]:
    result = Return(form, "shi-caizhengju", lines=list(lines), is_rejected=is_rejected)
    return [tuple(item) for item in still_owed(items, statistics, 2021, [result], as_of, 7)]


@pytest.mark.parametrize(
    ("status", "ends_completion", "ends_milestone"),
    [
        ("completed", True, True),
        ("not_applicable", True, True),
        ("ongoing", True, False),
        ("in_progress", False, False),
        ("not_started", False, False),
        ("delayed", False, False),
        (None, False, False),
    ],
)
def test_a_line_ends_an_item_by_its_status(
    status: str | None, ends_completion: bool, ends_milestone: bool
) -> None:
    completion, milestone = _item(COMPLETION), _item(MILESTONE)
    assert (_left([completion], _line("completion", progress_status=status)) == []) is ends_completion
    assert (_left([milestone], _line("milestone", progress_status=status)) == []) is ends_milestone


@pytest.mark.parametrize(
    "line",
    [
        _line("completion", task_no=8, progress_status="completed"),
        _line("milestone", progress_status="completed"),
        _line("completion", task_no=None, progress_status="completed"),
    ],
)
def test_a_line_on_something_else_ends_nothing(line: ProgressLine) -> None:
    left = _left([_item(COMPLETION)], line)
    assert left == [("7. 公开预算。", "完成情况", YEAR_END, "临期")]


def test_a_summary_is_its_text() -> None:
    item = _item(SUMMARY, due=dt.date(2021, 10, 30))
    assert _left([item], _line("summary", progress_status="completed"))
    assert _left([item], _line("summary", progress_text="本年牵头的任务……")) == []


def test_of_two_steps_each_needs_its_own_date() -> None:
    steps = [_item(MILESTONE, due=JULY), _item(MILESTONE, due=OCTOBER)]
    done = {"progress_status": "completed"}
    assert [due for _, _, due, _ in _left(steps, _line("milestone", due_date=JULY, **done))] == [OCTOBER]
    assert len(_left(steps, _line("milestone", **done))) == 2
    assert _left(steps[:1], _line("milestone", **done)) == []
    assert len(_left(steps[:1], _line("milestone", due_date=OCTOBER, **done))) == 1


def test_an_order_of_the_body_is_met_by_its_date_alone() -> None:
    order = _item(MILESTONE, task_no=None, due=JULY)
    done = {"progress_status": "completed"}
    assert _left([order], _line("milestone", task_no=None, due_date=JULY, **done)) == []
    assert _left([order], _line("milestone", task_no=9, due_date=JULY, **done)) == []
    assert _left([order], _line("milestone", task_no=None, **done)) == [
        ("公开预算。", "阶段任务", JULY, "未报")
    ]


@pytest.mark.parametrize(
    ("form", "is_rejected", "is_owed"),
    [
        (FORM_STATISTICS, False, False),
        (FORM_STATISTICS, True, True),
        (FORM_WEBSITE, False, True),
        (FORM_TASK_PROGRESS, False, True),
    ],
)
def test_the_statistics_are_met_by_their_form(form: str, is_rejected: bool, is_owed: bool) -> None:
    left = _left([], form=form, is_rejected=is_rejected, statistics=STATISTICS_DUE)
    assert left == ([("2021年政府信息公开年度统计", "年度统计", STATISTICS_DUE, "未到期")] if is_owed else [])


def test_a_rejected_file_answers_nothing() -> None:
    line = _line("completion", progress_status="completed")
    assert len(_left([_item(COMPLETION)], line, is_rejected=True)) == 1


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (dt.date(2022, 1, 1), "未报"),
        (dt.date(2021, 12, 31), "临期"),
        (dt.date(2021, 12, 24), "临期"),
        (dt.date(2021, 12, 23), "未到期"),
    ],
)
def test_the_status_is_told_from_the_day(as_of: dt.date, status: str) -> None:
    assert [left[-1] for left in _left([_item(COMPLETION)], as_of=as_of)] == [status]


def test_what_is_due_first_comes_first_and_else_the_order_of_the_tasks() -> None:
    items = [_item(COMPLETION, 1), _item(MILESTONE, 2, JULY), _item(COMPLETION, 3)]
    titles = [left[0] for left in _left(items, statistics=dt.date(2021, 12, 1))]
    assert [title[:2] for title in titles] == ["2.", "20", "1.", "3."]
