"""Reading in a process apart: the answer is the same, and no file can hang or kill the caller."""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sources.returns.documents import isolated
from sources.returns.documents.isolated import read_isolated
from sources.returns.documents.model import Document
from sources.returns.documents.pdf import read_pdf
from sources.returns.documents.workbook import open_old_workbook
from sources.returns.model import Finding, Rejected
from tests.sources.returns.documents.drawn_pdf import drawn_pdf, ruled, stream, text
from tests.sources.returns.documents.official_form import content, expected, found

MOST_SECONDS = 5.0
GOOD = {"pdf": "statistics.pdf", "xls": "statistics.xls"}


def processor_seconds() -> float:
    """Of the children that ended: how busy the machine is decides nothing."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def refusal(kind: str, data: bytes) -> Finding:
    began = processor_seconds()
    with pytest.raises(Rejected) as caught:
        read_isolated(kind, data)
    assert processor_seconds() - began < MOST_SECONDS
    return caught.value.finding


def shape(document: Document) -> list[list[list[int]]]:
    """Which positions are one cell, by the first position that holds it."""
    shapes = []
    for table in document.tables:
        first: dict[int, int] = {}
        numbers = [[first.setdefault(id(cell), len(first)) for cell in row] for row in table.rows]
        shapes.append(numbers)
    return shapes


@pytest.mark.parametrize(("kind", "read"), [("pdf", read_pdf), ("xls", open_old_workbook)])
def test_the_answer_is_what_the_reader_says(kind: str, read: Callable[[bytes], Document]) -> None:
    data = content(GOOD[kind])
    apart, here = read_isolated(kind, data), read(data)
    assert apart == here
    assert shape(apart) == shape(here)
    assert found(apart.tables, top=2 if kind == "xls" else 0) == expected()


def test_a_refusal_comes_back_word_for_word() -> None:
    with pytest.raises(Rejected) as here:
        read_pdf(content("scan.pdf"))
    assert refusal("pdf", content("scan.pdf")) == here.value.finding


def test_the_old_workbook_is_checked_before_it_is_read() -> None:
    assert refusal("xls", content("formulas.xls")).place == "表四!E6"


@pytest.mark.parametrize("kind", ["pdf", "xls"])
def test_a_reader_that_does_not_come_to_an_end_is_stopped(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "WALL_SECONDS", 0.01)
    finding = refusal(kind, content(GOOD[kind]))
    assert (finding.rule_code, finding.place) == ("RET-01", "文件")
    assert finding.found == "读取超过 0.01 秒仍未完成，已停止"
    assert "另存" in finding.remedy


def test_a_page_that_takes_for_ever_to_draw_is_stopped() -> None:
    endless = drawn_pdf([ruled((50, 200), (100, 120)) * 200_000])
    finding = refusal("pdf", endless)
    assert (finding.rule_code, finding.found) == ("RET-01", "读取用了 4 秒处理器时间仍未完成，已停止")


def test_a_form_that_draws_itself_is_stopped_or_refused() -> None:
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /P 4 0 R >> >>"
    finding = refusal("pdf", drawn_pdf(["/P Do " * 50], picture=stream(b"/P Do " * 50, head)))
    assert finding.rule_code in ("RET-01", "RET-02")


def child(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_child_may_not_take_more_memory_nor_write_files(tmp_path: Path) -> None:
    begin = "from sources.returns.documents import isolated; isolated._limit()\n"
    taking = child(begin + "bytearray(isolated.MEMORY_BYTES)")
    assert taking.returncode != 0 and "MemoryError" in taking.stderr
    writing = child(begin + f"open({str(tmp_path / 'x')!r}, 'wb', 0).write(b'x')")
    assert writing.returncode != 0 and "File too large" in writing.stderr
    assert child(begin + "bytearray(isolated.MEMORY_BYTES // 2)").returncode == 0


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit(3)", "文件展开后过大，占满了读取程序的内存"),
        ("import sys; sys.exit(1)", "文件无法读取，读取程序中途停止"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "文件无法读取，读取程序中途停止"),
        ("print('not what was agreed')", "文件无法读取，读取程序没有给出结果"),
        ("pass", "文件无法读取，读取程序没有给出结果"),
    ],
)
def test_however_the_child_ends_there_is_a_finding(
    program: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    finding = refusal("pdf", b"%PDF-")
    assert (finding.rule_code, finding.found) == ("RET-01", said)


def test_it_works_from_any_folder_and_imports_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "pdfplumber", "sources"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the inbox')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert len(read_isolated("pdf", content("statistics.pdf")).tables) == 3


def test_secrets_of_the_environment_stay_with_us(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(env)
        return subprocess.CompletedProcess([], 1, b"", b"")

    monkeypatch.setenv("ZWGK_MAIL_PASSWORD", "secret")
    monkeypatch.setattr(subprocess, "run", run)
    refusal("pdf", b"")
    assert seen["PATH"] == os.environ["PATH"]
    assert "ZWGK_MAIL_PASSWORD" not in seen


def test_a_small_report_takes_well_under_a_second() -> None:
    data = content("statistics.pdf")
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        read_isolated("pdf", data)
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 1


def flipped(data: bytes, seed: int) -> bytes:
    chance, damaged = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged[: chance.randrange(len(damaged))] if chance.random() < 0.2 else damaged)


def answer_to(kind: str, data: bytes) -> Document | None:
    began = processor_seconds()
    try:
        return read_isolated(kind, data)
    except Rejected as rejection:
        assert all(rejection.finding[:5])
        return None
    finally:
        assert processor_seconds() - began < MOST_SECONDS


def numbers(document: Document) -> list[str]:
    raws = [cell.raw for table in document.tables for row in table.rows for cell in row if cell]
    return [raw for raw in raws if raw.replace(",", "").replace(".", "").isdigit()]


def check_flips(kind: str, seeds: range) -> None:
    data = content(GOOD[kind])
    good = numbers(read_isolated(kind, data))
    for seed in seeds:
        document = answer_to(kind, flipped(data, seed))
        # A PDF carries checksums of what it prints; an xls workbook has none, only its sums can tell.
        if document is not None and kind == "pdf":
            assert set(numbers(document)) <= set(good), f"seed {seed}"


@pytest.mark.parametrize("kind", ["pdf", "xls"])
def test_flipped_bits_never_crash_or_hang(kind: str) -> None:
    check_flips(kind, range(12))


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["pdf", "xls"])
def test_many_flipped_bits_never_crash_or_hang(kind: str) -> None:
    check_flips(kind, range(1000, 1100))


def test_text_in_a_drawn_page_is_read_apart_as_well() -> None:
    data = drawn_pdf([ruled((50, 200, 300), (100, 120)) + text("1", 60, 114)])
    assert [cell.text for cell in read_isolated("pdf", data).tables[0].rows[0] if cell] == ["1", ""]
