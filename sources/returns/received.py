"""Matches the lines of the receipt register with the files that lie in the inbox."""

import datetime as dt
from collections import defaultdict

from sources.returns.inbox import InboxFile, Register
from sources.returns.model import Finding
from sources.text import key


def received_times(register: Register, files: list[InboxFile]) -> dict[str, dt.datetime]:
    """Return file name → registered time; a line without its file becomes a finding of the register.

    Names are compared as people write them (full-width brackets, blanks, NFC or NFD); a line that names one
    file exactly means that one alone.

    Args:
        register: The lines of the year; takes up the findings.
        files: What lies in the inbox, with what could not be opened.
    """
    exact = {file.name for file in files} & {line.name for line in register.lines}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        alike[key(file.name)].append(file.name)
    times: dict[str, dt.datetime] = {}
    for line in register.lines:
        present = alike.get(key(line.name), [])
        meant = [line.name] if line.name in exact else [name for name in present if name not in exact]
        if line.received_at:
            times |= dict.fromkeys(meant, line.received_at)
        if not present:
            register.findings.append(
                Finding("RET-08", line.place, line.printed, "收件箱中的文件", "请核对文件名，或补交文件")
            )
    return times
