"""A receipt (回执): what became of one file, in the words that its unit reads; and how it reads in a terminal."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from orchestration.exports.labels import labels
from sources.returns.model import SYNTHETIC_MARK
from sources.text import one_line

UNKNOWN_UNIT = "未识别"
NOT_HANDED_IN = "尚未报送"


class FormStanding(NamedTuple):
    """One form of the file: label, outcome and standing as in the register, and why it does not count."""

    form: str
    outcome: str
    standing: str
    note: str = ""


class ReceiptFinding(NamedTuple):
    """One thing wrong; ``severity`` is the label.

    ``numbers`` is what the office answers it by, and ``decision`` what it answered; empty where there is none.
    """

    rule_code: str
    title: str
    severity: str
    place: str
    found: str
    expected: str
    remedy: str
    numbers: str = ""
    decision: str = ""


class OwedItem(NamedTuple):
    """What the unit still has to hand in: task or form, kind of item, deadline, and the label of its status."""

    title: str
    item_kind: str
    due_date: dt.date
    status: str


@dataclass(frozen=True)
class Receipt:
    """All that the receipt of one file says.

    Attributes:
        receipt_id: None before the file is handed in.
        report_year: The year that it was handed in for.
        unit_name: Who sent it, ``未识别`` where nobody can tell.
        file_name: Its path below the inbox of the year.
        sha256: Names its bytes.
        received_at: When it came, and ``received_basis``: how that is known; None before it is handed in.
        received_basis: See ``received_at``.
        as_of: The day on which ``still_owed`` is told.
        is_synthetic: Whether it is demo data.
        is_among_synthetic: Whether other files of the year are; of one that cannot be read nobody can tell.
        forms: What was found in it.
        findings: What is wrong, the severe first; made by :func:`in_order`.
        still_owed: None where nobody can tell whose it would be.
        owed_note: What the reader has to know of ``still_owed``.
    """

    receipt_id: str | None
    report_year: int
    unit_name: str
    file_name: str
    sha256: str
    received_at: dt.datetime | None
    received_basis: str | None
    as_of: dt.date
    is_synthetic: bool
    forms: tuple[FormStanding, ...]
    findings: tuple[ReceiptFinding, ...]
    still_owed: tuple[OwedItem, ...] | None
    owed_note: str = ""
    is_among_synthetic: bool = False

    @property
    def synthetic_note(self) -> str:
        """What is said of demo data; empty where there is none."""
        if self.is_synthetic:
            return f"{SYNTHETIC_MARK}，非真实报送"
        return f"本年度收件含{SYNTHETIC_MARK}" if self.is_among_synthetic else ""

    @property
    def is_rejected(self) -> bool:
        """Whether nothing in the file can be used."""
        return all(form.outcome == labels("outcome")["rejected"] for form in self.forms)

    @property
    def is_fatal(self) -> bool:
        """Whether the file, or a form in it, cannot be used as it is."""
        refused = any(form.outcome == labels("outcome")["rejected"] for form in self.forms)
        return refused or labels("severity")["fatal"] in self.counts

    @property
    def counts(self) -> dict[str, int]:
        """Severity label → number of findings, for those that there are."""
        counted = Counter(finding.severity for finding in self.findings)
        return {label: counted[label] for label in labels("severity").values() if counted[label]}

    @property
    def outcome(self) -> str:
        """What became of the file and what to do, in one sentence."""
        if standing := self._gone():
            return standing
        is_in = self.receipt_id is not None
        if self.is_rejected:
            return "未受理。请按下列办法改正后重新报送" if is_in else "不能受理。请按下列办法改正后再报送"
        accepted = "已受理" if is_in else "可以受理"
        if not self.findings:
            return f"{accepted}，没有发现问题"
        counts = "、".join(f"{label} {count} 处" for label, count in self.counts.items())
        if labels("severity")["fatal"] in self.counts:
            return f"{accepted}，但有严重问题（{counts}），必须改正{'后重新报送' if is_in else ''}"
        return f"{accepted}，有需要核对的地方（{counts}）"

    def _gone(self) -> str | None:
        """A file taken back or replaced whole is told first: whatever else is said no longer matters."""
        words, standings = labels("standing"), {form.standing for form in self.forms}
        if standings == {words["withdrawn"]}:
            return "已撤回，不再计入"
        return "已被后来的报送取代，不再计入" if standings == {words["superseded"]} else None


def in_order(findings: Iterable[ReceiptFinding]) -> tuple[ReceiptFinding, ...]:
    """Return the findings of all forms of a file, the severe first; what two forms share stands once."""
    ranks = list(labels("severity").values())
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: ranks.index(finding.severity)))


class Told(NamedTuple):
    """The same thing wrong at one or more places, as one entry of the receipt."""

    heading: str
    severity: str
    rule_code: str
    parts: list[tuple[str, str]]


def told_together(findings: Iterable[ReceiptFinding]) -> list[Told]:
    """Return the entries of a receipt: a word mistyped in every line is one entry with all its places."""
    places: dict[ReceiptFinding, list[ReceiptFinding]] = {}
    for finding in findings:
        places.setdefault(finding._replace(place="", numbers=""), []).append(finding)
    entries = []
    for finding, same in places.items():
        where = [one.place for one in same]
        parts = [("位置", _places(where)), ("发现", finding.found), ("应为", finding.expected)]
        parts += [("办法", finding.remedy), ("编号", "、".join(one.numbers for one in same if one.numbers))]
        parts += [("处理", finding.decision)]
        kept = [(label, one_line(text)) for label, text in parts if text]
        heading = f"{finding.title}：{len(where)} 处" if len(where) > 1 else finding.title
        entries.append(Told(heading, finding.severity, finding.rule_code, kept))
    return entries


def _places(places: list[str]) -> str:
    """Return all places; a worksheet is named once for its cells that follow each other."""
    told, before = [], ""
    for place in places:
        sheet = place[: place.rfind("!") + 1]
        told.append(place.removeprefix(sheet) if sheet == before else place)
        before = sheet
    return "、".join(told)


def receipt_text(receipt: Receipt) -> str:
    """Return the receipt for the terminal: the outcome, each finding, then what is still owed and when."""
    lines = [*_heading(receipt), "", *_findings(receipt), "", *_owed(receipt)]
    return "\n".join(lines) + "\n"


def owed_heading(receipt: Receipt) -> str:
    """Return the line above what is still owed."""
    if receipt.still_owed is None:
        return "仍应报送：填报单位未识别，无法列出"
    count = f"{len(receipt.still_owed)} 项" if receipt.still_owed else "无"
    note = f"；{receipt.owed_note}" if receipt.owed_note else ""
    return f"仍应报送：{count}（截至 {receipt.as_of}{note}）"


def received(receipt: Receipt) -> str:
    """Return when the file was received and how that is known."""
    if receipt.received_at is None:
        return f"{NOT_HANDED_IN}（预检）"
    return f"{receipt.received_at:%Y-%m-%d %H:%M}（{receipt.received_basis}）"


def _heading(receipt: Receipt) -> Iterator[str]:
    yield f"结果：{receipt.outcome}"
    if receipt.synthetic_note:
        yield f"注意：{receipt.synthetic_note}"
    yield f"单位：{one_line(receipt.unit_name)}　年度：{receipt.report_year}"
    yield f"文件：{one_line(receipt.file_name)}"
    for form in receipt.forms:
        note = f"（{one_line(form.note)}）" if form.note else ""
        standing = "" if form.standing in (form.outcome, NOT_HANDED_IN) else f"；{form.standing}"
        yield f"报表：{form.form}　{form.outcome}{standing}{note}"
    yield f"收到：{received(receipt)}"
    if receipt.receipt_id:
        yield f"回执号：{receipt.receipt_id}"
    yield f"SHA-256：{receipt.sha256}"


def _findings(receipt: Receipt) -> Iterator[str]:
    if not receipt.findings:
        yield "问题：无"
        return
    yield f"问题：{len(receipt.findings)} 处"
    for number, entry in enumerate(told_together(receipt.findings), start=1):
        yield f"{number}. [{entry.severity}] {entry.heading}（{entry.rule_code}）"
        for label, text in entry.parts:
            yield f"   {label}：{text}"


def _owed(receipt: Receipt) -> Iterator[str]:
    yield owed_heading(receipt)
    for item in receipt.still_owed or ():
        yield f"  {item.due_date}　{item.status}　{item.item_kind}　{one_line(item.title)}"
