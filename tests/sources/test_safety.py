"""Files from outside are measured before anything opens them."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from sources import safety
from sources.errors import SourceError
from sources.safety import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, check_zip


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(content: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        check_zip(content, "工作簿")
    assert caught.value.where == "工作簿"
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_ordinary_file_passes(method: int) -> None:
    check_zip(zipped({"a.xml": b"<a/>", "b/c.xml": bytes(range(256)) * 40, "empty": b""}, method), "工作簿")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"a,b\n1,2\n",
        zipped({"a": b"x" * 99})[:-9],
    ],
    ids=["empty", "stub", "encrypted or xls", "csv", "truncated"],
)
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    error = refused(content)
    assert error.found == "文件已损坏或不是真正的 Office 2007 以后格式"
    assert error.remedy == "请打开后另存再报"


def test_a_flipped_bit_is_refused() -> None:
    content = bytearray(zipped({"a.xml": b"x" * 4096}, zipfile.ZIP_STORED))
    content[2000] ^= 1
    assert "文件已损坏" in refused(bytes(content)).found


def test_a_member_with_a_password_is_refused() -> None:
    content = zipped({"a.xml": b"x" * 50})
    flagged = content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    flagged = flagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert flagged != content
    assert "文件已损坏" in refused(flagged).found


def test_a_bomb_is_refused() -> None:
    error = refused(zipped({"a.xml": bytes(MAX_RATIO * 4096 + 1)}))
    assert (error.found, error.expected) == ("内含 1 个部件，解压后超出限度", "解压后不超过 0.8 MB")


def test_a_bomb_in_many_pieces_is_refused() -> None:
    assert "解压后超出限度" in refused(zipped({f"{n}.xml": bytes(200_000) for n in range(10)})).found


def test_just_under_the_limit_passes() -> None:
    check_zip(zipped({"a.xml": bytes(MAX_RATIO * 4096 - 1)}), "工作簿")


@pytest.mark.parametrize("stated", [1, 1000])
def test_a_bomb_that_lies_about_its_size_is_refused(stated: int) -> None:
    size = 5_000_001
    content = zipped({"a.xml": bytes(size)}).replace(struct.pack("<I", size), struct.pack("<I", stated))
    assert zipfile.ZipFile(io.BytesIO(content)).getinfo("a.xml").file_size == stated
    assert "解压后超出限度" in refused(content).found


def test_a_small_lie_is_refused_too() -> None:
    content = zipped({"a.xml": b"x" * 777}).replace(struct.pack("<I", 777), struct.pack("<I", 70))
    assert "文件已损坏" in refused(content).found


def test_too_many_members_are_refused() -> None:
    parts = {f"{number}": b"" for number in range(MAX_MEMBERS + 1)}
    assert f"内含 {MAX_MEMBERS + 1} 个部件" in refused(zipped(parts, zipfile.ZIP_STORED)).found


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_macros_are_refused(name: str) -> None:
    error = refused(zipped({"a.xml": b"<a/>", name: b"x"}))
    assert (error.found, error.expected) == ("文件含有宏", "不含宏的文件")


@pytest.mark.parametrize(
    "name", ["../a.xml", "xl/../../a.xml", "xl/..", "..\\a.xml", "/etc/a", "\\\\host\\a", "C:\\a"]
)
def test_a_part_that_would_lie_outside_is_refused(name: str) -> None:
    error = refused(zipped({"a.xml": b"<a/>", name: b"x"}))
    assert error.found == f"文件内部有指到文件之外的路径（{name}）"


@pytest.mark.parametrize("name", ["a..xml", "..a/b.xml", "a/...", "xl/a:b.xml"])
def test_points_in_a_name_are_no_way_out(name: str) -> None:
    check_zip(zipped({name: b"x"}), "工作簿")


def test_a_file_that_is_too_large_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_BYTES", 100)
    error = refused(bytes(101))
    assert error.remedy == "请删去图片后重报"
    assert MAX_BYTES == 50 * 2**20


def test_real_workbooks_pass(make_workbook: Callable[..., bytes]) -> None:
    check_zip(
        make_workbook(*[(n, "任务", "", "", "已完成", "", "已公开" * 20, "") for n in range(500)]), "工作簿"
    )
