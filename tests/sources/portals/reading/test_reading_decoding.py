import pytest

from sources.portals.reading.decoding import decoded

TEXT = "政务公开工作要点"
META = '<meta charset="{}" name="viewport">'
EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("declared", "actual", "header", "expected"),
    [
        (META.format("utf-8"), "utf-8", None, ("utf-8", "meta")),
        (EQUIV.format("gb2312"), "gbk", None, ("gb18030", "meta")),
        (EQUIV.format("GBK"), "gb18030", "text/html", ("gb18030", "meta")),
        ("", "utf-8", "text/html; charset=UTF-8", ("utf-8", "header")),
        ("", "gbk", 'text/html;charset="gb2312"', ("gb18030", "header")),
        (META.format("utf-8"), "gbk", None, ("gb18030", "content")),
        (META.format("gb2312"), "utf-8", None, ("utf-8", "content")),
        ("", "utf-8", None, ("utf-8", "content")),
        ("", "gbk", "text/html", ("gb18030", "content")),
        (META.format("gbk"), "gbk", "text/html; charset=utf-8", ("gb18030", "meta")),
        (META.format("nonsense"), "gbk", "text/html; charset=", ("gb18030", "content")),
        ("", "utf-8-sig", "text/html; charset=gbk", ("utf-8", "bom")),
        ("", "utf-16", None, ("utf-16", "bom")),
        (META.format("big5"), "big5hkscs", None, ("big5hkscs", "meta")),
    ],
)
def test_the_content_decides_and_what_agrees_is_the_basis(
    declared: str, actual: str, header: str | None, expected: tuple[str, str]
) -> None:
    text = f"<head>{declared}</head>{TEXT.replace('务', '務') if 'big5' in actual else TEXT}"
    text = text if "big5" not in actual else text.replace("开", "開").replace("点", "點")
    assert decoded(text.encode(actual), header) == (text, *expected)


def test_a_rare_character_beyond_gb2312_is_read() -> None:
    text = '<meta charset="gb2312">䶮镕'
    assert decoded(text.encode("gb18030"), None)[0] == text


def test_a_few_damaged_characters_do_not_change_the_encoding() -> None:
    damaged = (TEXT * 20).encode()[:-1]
    assert decoded(damaged, None)[1] == "utf-8"
    damaged = (TEXT * 20).encode("gbk")[:-1] + b"\xff"
    text, encoding, _ = decoded(damaged, None)
    assert encoding == "gb18030" and text.startswith(TEXT * 19)


def test_two_characters_of_gbk_that_happen_to_be_utf8() -> None:
    content = '<meta charset="gb2312">模'.encode("gbk")
    assert content.decode("utf-8")  # sound, and wrong
    assert decoded(content, None)[0].endswith("模")


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff\xfe\xfd" * 50, bytes(range(256)) * 4, b"\xff", b"caf\xe9"]
)
def test_any_bytes_become_text(content: bytes) -> None:
    text, encoding, basis = decoded(content, "text/html; charset=\udcff")
    assert isinstance(text, str) and encoding and basis in ("content", "bom")
