"""Lists the inbox and reads the office's receipt register (register.csv)."""

import csv
import datetime as dt
import hashlib
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sources.errors import SourceError
from sources.returns.model import Finding
from sources.text import key, shorten

REGISTER = "register.csv"
_IGNORED_PREFIXES = (".", "~$")
_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)


class InboxFile(NamedTuple):
    """A file in the inbox. ``name`` is its path below the year's folder, with ``/``."""

    name: str
    folder: str
    path: Path
    sha256: str


@dataclass
class Register:
    """When files were received: name → local time (Asia/Shanghai), with what could not be read."""

    received_at: dict[str, dt.datetime] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def list_inbox(inbox: Path, report_year: int, findings: list[Finding]) -> list[InboxFile]:
    """Return the files handed in for a year, sorted by name; the first folder is the unit's.

    Args:
        inbox: Holds a folder for each year.
        report_year: The year.
        findings: Takes up what could not be opened; the other files still count.

    Raises:
        SourceError: The inbox folder itself is not there (a disk not mounted must not read as "all missing").
    """
    root = inbox / str(report_year)
    if not inbox.is_dir():
        raise SourceError(
            inbox.name, "收件箱文件夹不存在", remedy="请检查磁盘是否挂载；首次使用请先建立该文件夹"
        )
    files = []
    for path in sorted(root.rglob("*")) if root.is_dir() else []:
        name = _legible(path.relative_to(root).as_posix())
        hidden = any(part.startswith(_IGNORED_PREFIXES) for part in Path(name).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            folder = Path(name).parts[0] if "/" in name else ""
            try:
                with path.open("rb") as handle:
                    digest = hashlib.file_digest(handle, "sha256").hexdigest()
            except OSError as error:
                found = f"文件打不开（{error.strerror}）"
                findings.append(
                    Finding("RET-01", name, found, "可以读取的文件", "请检查权限，或关闭占用它的程序")
                )
                continue
            files.append(InboxFile(name, folder, path, digest))
    return files


def _legible(name: str) -> str:
    """Return a file name that can be stored: names from old archives are GBK bytes, not UTF-8."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def read_register(inbox: Path, report_year: int) -> Register:
    """Read the receipt register; a line that cannot be read is a finding and the others still count."""
    register, path = Register(), inbox / REGISTER
    if not path.is_file():
        return register
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = {key(name): name for name in reader.fieldnames or ()}
    if "文件" not in names or "收到时间" not in names:
        found = "、".join(reader.fieldnames or ()) or "空文件"
        register.findings.append(
            Finding("RET-06", f"{REGISTER} 第1行", found, "文件、收到时间", "请补上这两列")
        )
        return register
    for row in reader:
        file_name = (row[names["文件"]] or "").strip().replace("\\", "/")
        stamp = (row[names["收到时间"]] or "").strip()
        year, _, name = file_name.partition("/")
        if year != str(report_year):
            continue
        received_at = _time(stamp)
        if received_at is None:
            place = f"{REGISTER} 第{reader.line_num}行"
            register.findings.append(
                Finding("RET-06", place, shorten(stamp) or "空白", "如 2021-10-28 15:20", "请改正收到时间")
            )
        else:
            register.received_at[name] = received_at
    return register


def _time(text: str) -> dt.datetime | None:
    for pattern in _FORMATS:
        try:
            return dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None
