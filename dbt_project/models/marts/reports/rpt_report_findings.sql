-- 年报核对: what does not fit in the annual reports, the severe first, as the office reads it.
with findings as (select * from {{ ref('fct_report_findings') }}),

rules as (select * from {{ ref('dim_rules') }}),

severities as (select * from {{ ref('labels') }} where domain = 'severity'),

scopes as (select * from {{ ref('int_report_scopes') }})

select
    'city' as scope,
    cast(row_number() over (
        partition by findings.report_year
        order by severities.sort_order, findings.rule_code, scopes.scope_order, findings.row_key
    ) as integer) as row_order,
    findings.report_year,
    findings.unit_id,
    severities.label as severity_label,
    rules.title,
    findings.rule_code,
    findings.subject,
    findings.actual,
    findings.expected,
    findings.difference,
    findings.source_locator
from findings
inner join rules on findings.rule_code = rules.rule_code
inner join severities on rules.severity = severities.code
left join scopes on findings.report_year = scopes.report_year and findings.unit_id = scopes.scope
