"""Archives and reads new files chunk by chunk; many chunks go to several processes, few stay in this one.

Memory does not grow with the number of files: a chunk comes back and is written before the next.
"""

import contextlib
import datetime as dt
import gc
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from sources.archive import archive, archived
from sources.errors import SourceError
from sources.registry.registry import Registry
from sources.returns.batch import ReturnBatch
from sources.returns.inbox import InboxFile, unreadable
from sources.returns.model import FORM_UNKNOWN, Finding, Return
from sources.returns.reading import read_kept
from sources.returns.received import Registered
from sources.returns.sender import unit_of

CHUNK = 25
_TELL_US = "请另存为 .xlsx 后重新报送；仍然如此，请把原件交给维护人员"
_logger = logging.getLogger(__name__)
# Below this many chunks another process would cost more than it brings.
_WORTH_PROCESSES = 4
_MOST_PROCESSES = 4


class NewFile(NamedTuple):
    """A file to be read: where it lies, the number of its receipt, and what the register says of it."""

    file: InboxFile
    receipt_id: str
    registered: Registered


class Reader(NamedTuple):
    """What reading needs besides the files; ``fingerprint`` names the reader in what is landed."""

    archive_root: Path
    report_year: int
    registry: Registry
    fingerprint: str


class Chunk(NamedTuple):
    """What a chunk of files brought: returns, how many files were read and rejected, and files not opened."""

    batch: ReturnBatch
    read: int
    rejected: int
    findings: list[Finding]


def read_chunks(files: list[NewFile], reader: Reader) -> Iterator[Chunk]:
    """Archive and read files; yield them in chunks, in their order.

    Raises:
        SourceError: A process that read for us did not come to its end.
    """
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    count = min(os.cpu_count() or 1, _MOST_PROCESSES)
    if len(chunks) < _WORTH_PROCESSES or count == 1:
        yield from (_read_chunk(chunk, reader) for chunk in chunks)
        return
    with contextlib.ExitStack() as stack:
        # All are started before the first is given its work: it takes that only once it has imported what it needs.
        others = [stack.enter_context(_reading_apart()) for _ in range(count)]
        for nth, process in enumerate(others):
            # One that is dead already says so when its answer is missing.
            with contextlib.suppress(BrokenPipeError), cast(IO[bytes], process.stdin) as to_process:
                pickle.dump((chunks[nth::count], reader), to_process)
        for number in range(len(chunks)):
            yield _next(others[number % count])


@contextlib.contextmanager
def _reading_apart() -> Iterator[subprocess.Popen[bytes]]:
    """Start a process of our own code, which takes chunks to read and answers with one after the other.

    Not the process pool of Python: that needs the program that called us to be written for it, and leaves
    its processes behind when we are killed. This one ends when nobody takes its answers.
    """
    command = [sys.executable, "-P", "-X", "utf8", "-m", __name__]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        cast(IO[bytes], process.stdout).close()


def _next(process: "subprocess.Popen[bytes]") -> Chunk:
    try:
        chunk: Chunk = pickle.load(cast(IO[bytes], process.stdout))
    except EOFError:
        found = "读取报送文件的进程中途停止"
        raise SourceError("收件箱", found, remedy="请重新运行；仍然如此，请查看运行日志") from None
    return chunk


def _read_chunk(files: list[NewFile], reader: Reader) -> Chunk:
    batch, read, rejected, findings = ReturnBatch(), 0, 0, []
    for new in files:
        try:
            results = _read(new, reader)
        except OSError as error:
            findings.append(unreadable(new.file.name, error))
            continue
        if results:
            read += 1
            rejected += results[0].is_rejected
        for result in results:
            batch.add(result, _submission(new, result, reader))
    return Chunk(batch, read, rejected, findings)


def _read(new: NewFile, reader: Reader) -> list[Return]:
    """Read the archived bytes, which are those that were hashed; the inbox may change under our hands."""
    file = new.file
    digest = archive(reader.archive_root, file.path)
    if digest != file.sha256:
        return []  # it changed while we looked: still being written, so it is for the next run
    kept = archived(reader.archive_root, digest)
    try:
        return read_kept(kept, file.name, file.folder, reader.report_year, reader.registry)
    except OSError:
        raise
    except Exception:  # a fault of our own on one file must not take the others down with it
        _logger.exception("reading %s failed", file.name)
        finding = Finding("RET-01", "文件", "读取程序出错，未能读完", "能正常读取的文件", _TELL_US)
        unit_id = unit_of(file.folder, dt.date(reader.report_year, 12, 31), reader.registry)
        return [Return(FORM_UNKNOWN, unit_id, findings=[finding], is_rejected=True)]


def _submission(new: NewFile, result: Return, reader: Reader) -> dict[str, object]:
    return {
        "submission_id": f"{new.receipt_id}-{result.form}",
        "report_year": reader.report_year,
        "receipt_id": new.receipt_id,
        "file_name": new.file.name,
        "sha256": new.file.sha256,
        "registered_at": new.registered.received_at,
        "reader_fingerprint": reader.fingerprint,
    }


def _main() -> None:
    """Read what comes on standard input and answer on standard output: the side of the other process."""
    from sources.returns import chunks as here  # pickles name things by this module, and not by __main__

    # Cells come and go by the thousand and hardly any points back: looking for cycles all the time is a tenth
    # of the work.
    gc.freeze()
    gc.set_threshold(200_000)
    # Answers alone may go there: what a library prints goes to standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    work, reader = pickle.load(sys.stdin.buffer)
    for chunk in work:
        pickle.dump(here._read_chunk(chunk, reader), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        _main()
