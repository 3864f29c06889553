-- 问题清单: every finding for the office to answer; the open first, the severe first among them. What is of no year
-- (a portal, the list of decisions) stands in the list of each year that has a notice.
with flags as (select * from {{ ref('fct_quality_flags') }}),

units as (select * from {{ ref('int_units_by_year') }}),

tasks as (select * from {{ ref('dim_tasks') }}),

years as (select distinct report_year from tasks),

{% for domain in ['severity', 'verdict'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

described as (
    select
        years.report_year,
        flags.fingerprint,
        flags.is_open,
        severity_labels.sort_order as severity_order,
        units.sort_order as unit_order,
        flags.unit_id,
        case when flags.is_open then '待处理' else '已处理' end as state_label,
        severity_labels.label as severity_label,
        coalesce(units.short_name, flags.unit_id) as short_name,
        tasks.task_no,
        flags.detail,
        flags.rule_code,
        flags.actual,
        flags.expected,
        flags.difference,
        flags.source_locator,
        verdict_labels.label as verdict_label,
        flags.verdict_reason,
        flags.decided_by,
        flags.decided_on
    from flags
    inner join years on coalesce(flags.report_year, years.report_year) = years.report_year
    inner join severity_labels on flags.severity = severity_labels.code
    left join verdict_labels on flags.verdict = verdict_labels.code
    left join units on years.report_year = units.report_year and flags.unit_id = units.unit_id
    left join tasks on flags.task_id = tasks.task_id
)

select
    'city' as scope,
    cast(row_number() over (
        partition by report_year
        order by case when is_open then 0 else 1 end, severity_order, rule_code, unit_order, task_no, fingerprint
    ) as integer) as row_order,
    report_year,
    unit_id,
    fingerprint,
    state_label,
    severity_label,
    short_name,
    task_no,
    detail,
    rule_code,
    actual,
    expected,
    difference,
    source_locator,
    verdict_label,
    verdict_reason,
    decided_by,
    decided_on
from described
