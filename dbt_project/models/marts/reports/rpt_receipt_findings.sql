-- 问题明细: what was found in the returns of the register, in its order; in each the severe first.
with receipts as (select * from {{ ref('rpt_receipt_register') }}),

findings as (select * from {{ ref('fct_submission_findings') }}),

severity_labels as (select * from {{ ref('labels') }} where domain = 'severity')

select
    receipts.scope,
    cast(row_number() over (
        partition by receipts.report_year, receipts.scope
        order by receipts.row_order, severity_labels.sort_order, findings.finding_no
    ) as integer) as row_order,
    receipts.report_year,
    receipts.unit_id,
    receipts.submission_id,
    receipts.short_name,
    receipts.file_name,
    -- The file has a column of its own.
    {{ dbt.replace('findings.source_locator', dbt.concat(['receipts.file_name', "' '"]), "''") }} as place,
    {{ dbt.concat(['findings.title', "'（'", 'findings.rule_code', "'）'"]) }} as rule,
    severity_labels.label as severity_label,
    findings.found,
    findings.expected,
    findings.remedy,
    receipts.receipt_id
from receipts
inner join findings on receipts.submission_id = findings.submission_id
left join severity_labels on findings.severity = severity_labels.code
