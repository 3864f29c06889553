"""Reads the receipts of a year from the read copy: DuckDB does the joins, in three queries for all of them."""

from itertools import groupby
from typing import Any, NamedTuple

from orchestration.exports.labels import labels
from orchestration.exports.receipt import FormStanding, OwedItem, Receipt, ReceiptFinding, in_order
from orchestration.exports.tables import ReadCopy

# The words are those of 收件登记簿, so that a receipt and the register cannot differ.
_FORMS = """
with units as (
    select unit_id, short_name, unit_name
    from dim_units
    qualify row_number() over (partition by unit_id, short_name order by valid_from desc nulls last) = 1
)
select
    files.receipt_id, files.unit_id, register.short_name, coalesce(units.unit_name, register.short_name) as unit_name,
    register.form_label, register.outcome_label, register.standing_label, register.received_basis_label,
    files.received_at, files.file_name, files.sha256, files.is_synthetic, files.is_withdrawn, files.withdrawn_at,
    files.withdrawal_reason, newer.file_name as newer_file, newer.received_at as newer_at
from fct_submissions as files
inner join rpt_receipt_register as register
    on files.submission_id = register.submission_id and register.scope = 'city'
left join units on files.unit_id = units.unit_id and register.short_name = units.short_name
left join fct_submissions as newer on files.superseded_by = newer.submission_id
where files.report_year = $year
order by files.receipt_id, register.row_order
"""
# The office answers by the number of the flag; two forms of a file may each have a flag that says the same.
_FINDINGS = """
with flags as (
    select
        rule_code, source_locator, actual, expected, string_agg(fingerprint, '、' order by fingerprint) as numbers,
        any_value(verdict) as verdict, any_value(verdict_reason) as verdict_reason, any_value(decided_on) as decided_on
    from fct_quality_flags
    where report_year = $year
    group by all
)
select
    findings.receipt_id, findings.rule_code, findings.title, findings.severity, findings.source_locator,
    findings.found, findings.expected, findings.remedy, flags.numbers, flags.verdict, flags.verdict_reason,
    flags.decided_on
from fct_submission_findings as findings
left join flags
    on findings.rule_code = flags.rule_code
    and findings.source_locator is not distinct from flags.source_locator
    and findings.found is not distinct from flags.actual
    and findings.expected is not distinct from flags.expected
where findings.report_year = $year
order by findings.receipt_id, findings.submission_id, findings.finding_no
"""
_OWED = """
select
    unit_id, coalesce(task_no || '. ', '') || title as title, obligation_type_label as item_kind, due_date,
    status_label as status
from rpt_obligation_details
where report_year = $year and status in ('missing', 'due_soon', 'not_due')
order by unit_id, due_date, row_order
"""


class FiledReceipt(NamedTuple):
    """A receipt and the folder that its page belongs in."""

    folder: str
    receipt: Receipt


def read_receipts(copy: ReadCopy, report_year: int) -> list[FiledReceipt]:
    """Return all receipts of a year, ordered by their id.

    Raises:
        LookupError: The copy holds nothing of that year.
    """
    edition = copy.edition(report_year)
    findings: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(copy, _FINDINGS, report_year):
        findings.setdefault(row["receipt_id"], []).append(row)
    owed: dict[str, list[OwedItem]] = {}
    for row in _rows(copy, _OWED, report_year):
        owed.setdefault(row.pop("unit_id"), []).append(OwedItem(**row))
    receipts = []
    for receipt_id, group in groupby(_rows(copy, _FORMS, report_year), key=lambda row: row["receipt_id"]):
        forms = list(group)
        first = forms[0]
        receipt = Receipt(
            receipt_id=receipt_id,
            report_year=report_year,
            unit_name=first["unit_name"],
            file_name=first["file_name"],
            sha256=first["sha256"],
            received_at=first["received_at"],
            received_basis=first["received_basis_label"],
            as_of=edition.as_of,
            is_synthetic=any(form["is_synthetic"] for form in forms),
            forms=tuple(map(_form, forms)),
            findings=in_order(_finding(row, first["file_name"]) for row in findings.get(receipt_id, [])),
            still_owed=tuple(owed.get(first["unit_id"], ())) if first["unit_id"] else None,
            is_among_synthetic=edition.is_synthetic,
        )
        receipts.append(FiledReceipt(first["short_name"], receipt))
    return receipts


def _rows(copy: ReadCopy, query: str, report_year: int) -> list[dict[str, Any]]:
    cursor = copy.connection.execute(query, {"year": report_year})
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _form(row: dict[str, Any]) -> FormStanding:
    note = ""
    if row["is_withdrawn"]:
        when = f"{row['withdrawn_at']:%Y-%m-%d %H:%M}" if row["withdrawn_at"] else ""
        note = "，".join(part for part in (when, row["withdrawal_reason"]) if part) or "文件已从收件箱撤走"
    elif row["newer_file"]:
        note = f"以 {row['newer_at']:%Y-%m-%d %H:%M} 收到的“{row['newer_file']}”为准"
    return FormStanding(row["form_label"], row["outcome_label"], row["standing_label"], note)


def _finding(row: dict[str, Any], file_name: str) -> ReceiptFinding:
    """The receipt says once which file it is about; a place is a place in it."""
    place = (row["source_locator"] or "").removeprefix(f"{file_name} ")
    severity = labels("severity")[row["severity"]]
    told = (place, row["found"] or "", row["expected"] or "", row["remedy"] or "")
    decision = ""
    if row["verdict"]:
        decision = f"{labels('verdict')[row['verdict']]}：{row['verdict_reason']}（{row['decided_on']}）"
    return ReceiptFinding(row["rule_code"], row["title"], severity, *told, row["numbers"] or "", decision)
