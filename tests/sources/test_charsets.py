import codecs

import pytest

from sources.charsets import is_nearly_utf8, marked_encoding, page_charset


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (codecs.BOM_UTF8 + b"a", "utf-8-sig"),
        (codecs.BOM_UTF16_LE + b"a\0", "utf-16"),
        (codecs.BOM_UTF16_BE + b"\0a", "utf-16"),
        (b"a", None),
        (b"", None),
    ],
)
def test_marks(content: bytes, expected: str | None) -> None:
    assert marked_encoding(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<meta charset="UTF-8" name="viewport">', "utf-8"),
        (b"<META http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312"),
        (b'<?xml version="1.0" encoding="GBK"?>', "gbk"),
        (b"<meta name=keywords content=charset>", None),
        (b" " * 5000 + b"<meta charset=gbk>", None),
        (b"", None),
    ],
)
def test_what_a_page_calls_its_encoding(content: bytes, expected: str | None) -> None:
    assert page_charset(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [(("政务公开工作要点" * 5).encode()[:-1], True), ("政务公开工作要点".encode("gbk"), False), (b"", False)],
)
def test_damaged_utf8(content: bytes, expected: bool) -> None:
    assert is_nearly_utf8(content) is expected
