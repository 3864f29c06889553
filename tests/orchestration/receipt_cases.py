"""Receipts to be shown: one good in parts, and ways to change it."""

import dataclasses
import datetime as dt
from typing import Any

from orchestration.exports.receipt import (
    FormStanding,
    OwedItem,
    Receipt,
    ReceiptFinding,
    in_order,
)

OUTCOMES = {"accepted": "受理", "accepted_with_warnings": "受理（有问题）", "rejected": "未受理"}
ACTIVE, SUPERSEDED, WITHDRAWN, REFUSED = "有效", "已被取代", "已撤回", "未受理"
SHA256 = "0123456789abcdef" * 4
NOTICE = ReceiptFinding("PRG-05", "自报不涉及，待办公厅确认", "提示", "任务落实情况!E9", "不涉及", "", "")
WARNING = ReceiptFinding(
    "RET-11",
    "完成状态不在选项中",
    "警告",
    "任务落实情况!E7",
    "己完成",
    "已完成、不涉及",
    "请从下拉选项中选择",
)
FATAL = ReceiptFinding("STA-03", "勾稽关系不成立", "严重", "表三!J30", "13 与 12", "两者相等", "请核对后改正")
UNREADABLE = ReceiptFinding(
    "RET-01",
    "文件无法读取",
    "严重",
    "文件",
    "工作簿无法打开",
    "能正常打开的 .xlsx",
    "请另存为 .xlsx 重新报送",
)
OWED = (
    OwedItem("7. 稳步扩大预决算公开范围。", "完成情况", dt.date(2021, 12, 31), "未报"),
    OwedItem("2021年政府信息公开年度统计", "年度统计", dt.date(2022, 3, 31), "未到期"),
)


def a_receipt(*findings: ReceiptFinding, outcome: str = "accepted", **changes: Any) -> Receipt:
    """A receipt of one file of one form, handed in; ``changes`` are its attributes."""
    standing = REFUSED if outcome == "rejected" else ACTIVE
    receipt = Receipt(
        receipt_id="2021-shi-caizhengju-0123456789ab",
        report_year=2021,
        unit_name="某市财政局",
        file_name="市财政局/任务落实情况表.xlsx",
        sha256=SHA256,
        received_at=dt.datetime(2021, 12, 28, 15, 20),
        received_basis="收件登记簿",
        as_of=dt.date(2022, 2, 15),
        is_synthetic=False,
        forms=(FormStanding("任务落实情况表", OUTCOMES[outcome], standing),),
        findings=in_order(findings),
        still_owed=OWED,
    )
    return dataclasses.replace(receipt, **changes)


def before_handing_in(*findings: ReceiptFinding, outcome: str = "accepted", **changes: Any) -> Receipt:
    """The receipt of a file that is only looked at."""
    unknown = {"receipt_id": None, "received_at": None, "received_basis": None}
    return a_receipt(*findings, outcome=outcome, **{**unknown, **changes})
