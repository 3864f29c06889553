"""Zero, empty, not applicable and unreadable stay apart; nothing is guessed."""

from decimal import Decimal

import pytest

from sources.returns.numbers import read_number


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *(
            ("12", "12"),
            ("１２", "12"),
            ("1,234", "1234"),
            ("１，２３４", "1234"),
            ("1,234,567.5", "1234567.5"),
        ),
        *(("\u00a07", "7"), ("7 ", "7"), ("\u30007\u00a0", "7"), ("\u200b7", "7"), ("\n7\n", "7")),
        *(("-3", "-3"), ("+3", "3"), ("12.0", "12"), ("24252.311082", "24252.311082"), ("007", "7")),
        *(("12件", "12"), ("12 件", "12")),
    ],
)
def test_a_number_is_read(raw: str, value: str) -> None:
    reading = read_number(raw, "件")
    assert (reading.state, reading.value) == ("number", Decimal(value))


@pytest.mark.parametrize("raw", ["0", "０", "0 ", "\u00a00", "0.00", "-0", "0件"])
def test_a_zero_is_a_zero(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("zero", Decimal(0))


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\u3000", "\n", "\u200b", "\ufeff"])
def test_nothing_is_empty_and_no_zero(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("empty", None)


@pytest.mark.parametrize("raw", ["/", "／", "—", "——", "-", "不涉及", " 不涉及\u00a0", "N/A", "不适用"])
def test_not_applicable_is_said_in_words(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("not_applicable", None)


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "减3",
            "约12",
            "无",
            "空",
            "十二",
            "12个",
            "12万",
            "251000元",
            "500000 5",
            "13 612",
            "1,23",
            "12,3456",
        ),
        *("1e5", "1.2.3", "2021-01-05", "True", "#REF!", "=1+2", "12-13", "1234567890123", "١٢", "12％"),
    ],
)
def test_anything_else_is_unreadable_and_not_guessed(raw: str) -> None:
    assert read_number(raw, "件")[:2] == ("unreadable", None)


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        *(("251000元", "万元", "25.1"), ("25.1万元", "万元", "25.1"), ("1.5亿元", "万元", "15000")),
        *(("2950元", "元", "2950"), ("0.295万元", "元", "2950"), ("2,950 元", "元", "2950")),
    ],
)
def test_money_is_converted_by_the_unit_in_the_cell(raw: str, unit: str, value: str) -> None:
    reading = read_number(raw, unit)
    assert (reading.state, reading.value, reading.has_unit) == ("number", Decimal(value), True)


def test_a_bare_number_has_no_unit_of_its_own() -> None:
    assert not read_number("1035000", "万元").has_unit
