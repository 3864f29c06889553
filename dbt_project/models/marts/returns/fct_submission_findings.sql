-- What was found in every return that is known, settled since or not: receipts are made from it. What is
-- still open is in fct_quality_flags.
select
    findings.submission_id,
    submissions.receipt_id,
    findings.report_year,
    submissions.unit_id,
    findings.finding_no,
    findings.rule_code,
    rules.severity,
    rules.title,
    findings.found,
    findings.expected,
    findings.remedy,
    cast(findings.difference as {{ figure_type() }}) as difference,
    findings.source_locator
from {{ ref('stg_returns__findings') }} as findings
inner join {{ ref('int_submissions_known') }} as submissions on findings.submission_id = submissions.submission_id
left join {{ ref('dim_rules') }} as rules on findings.rule_code = rules.rule_code
