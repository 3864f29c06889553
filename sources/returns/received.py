"""Matches the lines of the receipt register with the files that lie in the inbox."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from sources.returns.inbox import InboxFile, Register
from sources.returns.model import Finding
from sources.text import key


class Registered(NamedTuple):
    """What the office wrote down of a file: when it came, when and why it was taken back if it was, and a note."""

    received_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    withdrawal_reason: str | None = None
    note: str | None = None

    def as_columns(self) -> dict[str, object]:
        """Return the columns of the landed inventory."""
        return {
            "registered_at": self.received_at,
            "withdrawn_at": self.withdrawn_at,
            "withdrawal_reason": self.withdrawal_reason,
            "note": self.note,
        }


def registered_files(register: Register, files: list[InboxFile]) -> dict[str, Registered]:
    """Return file name → what is registered of it; a line without its file becomes a finding of the register.

    Names are compared as people write them (full-width brackets, blanks, NFC or NFD); a line that names one
    file exactly means that one alone. Of two lines for one file each later entry counts.

    Args:
        register: The lines of the year; takes up the findings.
        files: What lies in the inbox, with what could not be opened.
    """
    exact = {file.name for file in files} & {line.name for line in register.lines}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        alike[key(file.name)].append(file.name)
    found: dict[str, Registered] = {}
    for line in register.lines:
        present = alike.get(key(line.name), [])
        meant = [line.name] if line.name in exact else [name for name in present if name not in exact]
        for name in meant:
            before = found.get(name, Registered())
            found[name] = Registered(
                line.received_at or before.received_at,
                line.withdrawn_at or before.withdrawn_at,
                line.withdrawal_reason or before.withdrawal_reason,
                line.note or before.note,
            )
        if not present and line.withdrawn_at:
            register.gone.append(line)
        elif not present:
            register.findings.append(
                Finding("RET-08", line.place, line.printed, "收件箱中的文件", "请核对文件名，或补交文件")
            )
    return found
