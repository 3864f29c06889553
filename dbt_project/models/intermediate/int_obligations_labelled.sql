-- Obligations with everything as the office prints it: names, labels, and the order of its lists.
with obligations as (select * from {{ ref('fct_obligations') }}),

units as (select * from {{ ref('int_units_by_year') }}),

tasks as (select * from {{ ref('dim_tasks') }}),

progress as (select * from {{ ref('fct_task_progress') }}),

{% for domain in ['obligation_type', 'role', 'status', 'due_basis'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

-- What the unit says of the item in the return that counts; of repeated lines, the first.
reported as (
    select *
    from (
        select
            unit_id,
            report_year,
            task_id,
            item_kind,
            due_date,
            status_text,
            completed_on,
            progress_text,
            evidence_url,
            row_number() over (
                partition by unit_id, report_year, task_id, item_kind, due_date
                order by line_no
            ) as choice
        from progress
    ) as ranked
    where choice = 1
)

select
    obligations.obligation_id,
    obligations.report_year,
    obligations.unit_id,
    units.short_name,
    units.sort_order as unit_order,
    tasks.task_no,
    obligations.task_id,
    coalesce(tasks.title, obligations.milestone, {{ dbt.concat([text('obligations.report_year'), "'年政府信息公开年度统计'"]) }}) as title,
    obligations.milestone,
    obligations.obligation_type,
    obligation_type_labels.label as obligation_type_label,
    obligation_type_labels.sort_order as type_order,
    role_labels.label as role_label,
    obligations.due_date,
    due_basis_labels.label as due_basis_label,
    obligations.status,
    status_labels.label as status_label,
    obligations.received_at,
    obligations.days_late,
    reported.status_text,
    reported.completed_on,
    reported.progress_text,
    reported.evidence_url
from obligations
inner join units on obligations.report_year = units.report_year and obligations.unit_id = units.unit_id
left join tasks on obligations.task_id = tasks.task_id
left join reported
    on
        obligations.report_year = reported.report_year
        and obligations.unit_id = reported.unit_id
        and obligations.task_id = reported.task_id
        and obligations.obligation_type = reported.item_kind
        and (reported.due_date is null or reported.due_date = obligations.due_date or obligations.obligation_type <> 'milestone')
{% for domain in ['obligation_type', 'role', 'status', 'due_basis'] -%}
left join {{ domain }}_labels on obligations.{{ domain }} = {{ domain }}_labels.code
{% endfor -%}
