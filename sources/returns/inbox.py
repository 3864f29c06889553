"""Lists the inbox and reads the office's receipt register (register.csv)."""

import datetime as dt
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sources.errors import SourceError
from sources.returns.model import Finding
from sources.returns.office_lines import read_office_lines
from sources.text import key, shorten

REGISTER = "register.csv"
_IGNORED_PREFIXES = (".", "~$")
_IGNORED_NAMES = ("thumbs.db", "desktop.ini", ".ds_store")  # left behind by the file managers themselves
_IGNORED_SUFFIXES = (".tmp", ".part", ".partial", ".crdownload")  # still being copied or downloaded
_OF_YEAR = re.compile(r"(\d{4})[/／](.*)", re.DOTALL)
_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)


class InboxFile(NamedTuple):
    """A file in the inbox. ``name`` is its path below the year's folder, with ``/``.

    One that could not be opened has no ``sha256``: it still lies there, so what was read of it still counts.
    """

    name: str
    folder: str
    path: Path
    sha256: str | None


class RegisterLine(NamedTuple):
    """A line of the register.

    Attributes:
        place: Where it stands.
        printed: The file as written there.
        name: The file's name below the year's folder.
        received_at: When it was received.
        withdrawn_at: When it was taken back; None where it was not.
        withdrawal_reason: Why.
        note: What the office noted, e.g. why a return was sent again.
    """

    place: str
    printed: str
    name: str
    received_at: dt.datetime | None
    withdrawn_at: dt.datetime | None = None
    withdrawal_reason: str | None = None
    note: str | None = None


@dataclass
class Register:
    """What the register says of a year, with what could not be read; times are local (Asia/Shanghai)."""

    lines: list[RegisterLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # The same for what is of no year: the file itself, and lines that name none.
    yearless: list[Finding] = field(default_factory=list)
    # Lines that say a file was taken back which lies there no more.
    gone: list[RegisterLine] = field(default_factory=list)


def list_inbox(inbox: Path, report_year: int, findings: list[Finding]) -> list[InboxFile]:
    """Return the files handed in for a year, sorted by name; the first folder is the unit's.

    Args:
        inbox: Holds a folder for each year.
        report_year: The year.
        findings: Takes up what could not be opened; it is listed all the same, without its hash.

    Raises:
        SourceError: The inbox folder itself is not there (a disk not mounted must not read as "all missing").
    """
    root = inbox / str(report_year)
    if not inbox.is_dir():
        raise SourceError(
            inbox.name, "收件箱文件夹不存在", remedy="请检查磁盘是否挂载；首次使用请先建立该文件夹"
        )
    files = []
    for folder, _, names in os.walk(root):
        for name in names:
            file = _inbox_file(root, Path(folder, name), findings)
            if file is not None:
                files.append(file)
    return _told_apart(sorted(files, key=lambda file: str(file.path)))


def _told_apart(files: list[InboxFile]) -> list[InboxFile]:
    """Give files that read alike (one name in two encodings) names of their own."""
    seen: set[str] = set()
    for number, file in enumerate(files):
        if file.name in seen:
            files[number] = file._replace(name=f"{file.name}#{(file.sha256 or '')[:6]}{number}")
        seen.add(files[number].name)
    return files


def _inbox_file(root: Path, path: Path, findings: list[Finding]) -> InboxFile | None:
    """Return a file of the inbox, None where it is no return."""
    name = legible(str(path)[len(str(root)) + 1 :].replace(os.sep, "/"))
    if is_ignored(name):
        return None
    digest: str | None = None
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        findings.append(unreadable(name, error))
    return InboxFile(name, name.split("/")[0] if "/" in name else "", path, digest)


def unreadable(name: str, error: OSError) -> Finding:
    """Return the finding on a file that the system does not let us read."""
    found = f"文件打不开（{error.strerror or error}）"
    return Finding("RET-01", name, found, "可以读取的文件", "请检查权限，或关闭占用它的程序")


def is_ignored(name: str) -> bool:
    """Tell whether a file is nobody's return: left by a file manager, a lock, or half a download."""
    parts = name.lower().split("/")
    # What begins with two points hides nothing: an archive with a climbing name left it.
    hidden = any(part.startswith(_IGNORED_PREFIXES) and not part.startswith("..") for part in parts)
    return hidden or parts[-1] in _IGNORED_NAMES or parts[-1].endswith(_IGNORED_SUFFIXES)


def legible(name: str) -> str:
    """Return a file name that can be stored: names from old archives are GBK bytes, not UTF-8."""
    return "/".join(map(_legible_part, name.split("/")))


def _legible_part(name: str) -> str:
    """Each folder and file for itself: a name in one encoding may lie in a folder named in another."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def read_register(inbox: Path, report_year: int) -> Register:
    """Read the receipt register; a line that cannot be read is a finding and the others still count.

    Columns 文件 and 收到时间 must be there; 撤回时间, 撤回原因 and 备注 may be.
    """
    register, path = Register(), inbox / REGISTER
    if not path.is_file():
        return register
    try:
        header, rows = read_office_lines(path)
    except OSError as error:  # open in a spreadsheet that locks it: what was registered before still stands
        found = f"登记簿打不开（{error.strerror or error}）"
        register.yearless.append(Finding("RET-06", REGISTER, found, "可以读取的文件", "请关闭占用它的程序"))
        return register
    if not {"文件", "收到时间"} <= set(map(key, header)):
        found = "、".join(header) or "空文件"
        register.yearless.append(
            Finding("RET-06", f"{REGISTER} 第1行", found, "文件、收到时间", "请补上这两列")
        )
        return register
    for number, columns in rows:
        _add_line(register, report_year, f"{REGISTER} 第{number}行", columns)
    return register


def _add_line(register: Register, report_year: int, place: str, columns: dict[str, str]) -> None:
    printed = columns["文件"]
    of_year = _OF_YEAR.fullmatch(printed.replace("\\", "/"))
    if of_year is None:
        found, expected = shorten(printed) or "空白", "如 2021/单位/文件名.xlsx"
        register.yearless.append(
            Finding("RET-06", place, found, expected, "请在文件名前写明年度和单位文件夹")
        )
        return
    if int(of_year[1]) != report_year:
        return
    received_at = _noted_time(register, report_year, place, columns["收到时间"], "收到时间")
    withdrawn = columns.get("撤回时间", "")
    withdrawn_at = _noted_time(register, report_year, place, withdrawn, "撤回时间") if withdrawn else None
    reason, note = columns.get("撤回原因") or None, columns.get("备注") or None
    register.lines.append(RegisterLine(place, printed, of_year[2], received_at, withdrawn_at, reason, note))


def _noted_time(
    register: Register, report_year: int, place: str, stamp: str, column: str
) -> dt.datetime | None:
    noted = _time(stamp)
    if noted is not None and not report_year - 1 <= noted.year <= report_year + 5:  # 2201-10-28
        noted = None
    if noted is None:
        register.findings.append(
            Finding("RET-06", place, shorten(stamp) or "空白", "如 2021-10-28 15:20", f"请改正{column}")
        )
    return noted


def _time(text: str) -> dt.datetime | None:
    for pattern in _FORMATS:
        try:
            return dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None
