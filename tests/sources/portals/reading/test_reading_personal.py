import pytest

from sources.portals.reading.personal import is_id_card, personal_data
from tests.sources.portals.reading.samples import sample

CARD = "350102190001010015"  # 合成: born in 1900, nobody's
MOBILE = "19900000000"  # 合成: a series that was never issued


def found(text: str) -> list[tuple[str, str]]:
    return [(datum.kind, datum.masked) for datum in personal_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            CARD,
            f"身份证：{CARD}。",
            "350102 19000101 0015",
            "350102-19000101-0015",
            "350102\u200b19000101\u200b0015",
        ),
        "３５０１０２１９０００１０１００１５",
    ],
)
def test_identity_cards(text: str) -> None:
    assert found(text) == [("id_card", "3501**********0015")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "350102190001010016",
            "350102190013010015",
            "350102900101001",
            f"1{CARD}",
            f"{CARD}1",
            f"A{CARD}",
        ),
        *(
            "000000000000000000",
            "99999919000101001X",
            "3501021900010100",
            "350102\t19000101\t0015",
            "350102\n190001010015",
        ),
    ],
)
def test_what_is_no_identity_card(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "id_card"] == []


def test_the_check_digit_x_in_either_case() -> None:
    number = next(n for n in (f"3501021900010100{i:02d}"[:17] for i in range(10, 100)) if is_id_card(f"{n}X"))
    assert found(number + "x") == found(number + "X") != []


def test_the_checksum_alone_decides() -> None:
    assert sum(is_id_card(CARD[:17] + check) for check in "0123456789X") == 1


@pytest.mark.parametrize(
    "text",
    [
        *(
            MOBILE,
            f"联系电话：{MOBILE}（办公室）",
            "199-0000-0000",
            "199 0000 0000",
            f"+86{MOBILE}",
            f"86-{MOBILE}",
        ),
        *("１９９００００００００", f"电话{MOBILE}，"),
    ],
)
def test_mobile_numbers(text: str) -> None:
    assert found(text) == [("mobile", "199****0000")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "12900000000",
            "1990000000",
            f"{MOBILE}1",
            f"1{MOBILE}",
            f"{MOBILE}元",
            f"{MOBILE} 元",
            f"0.{MOBILE}",
        ),
        *(f"{MOBILE}.5", f"AB{MOBILE}", "6222 1990 0000 0000 123", "0591-12345678", "199\t0000\t0000"),
    ],
)
def test_what_is_no_mobile_number(text: str) -> None:
    assert found(text) == []


def test_each_once_and_nothing_unmasked_gets_out() -> None:
    page = sample("personal")
    assert [(datum.kind, datum.masked) for datum in page.personal_data] == [
        ("id_card", "3501**********0015"),
        ("id_card", "3501**********0023"),
        ("mobile", "199****0000"),
        ("mobile", "199****0001"),
    ]
    for datum in page.personal_data:
        assert datum.masked in datum.context
        rest = datum.context.replace(datum.masked, "")
        assert not any(part in rest for part in ("19000101", "1990000", "350102"))


def test_no_more_than_the_cap() -> None:
    assert len(personal_data("，".join(str(19900000000 + n) for n in range(500)))) == 200
