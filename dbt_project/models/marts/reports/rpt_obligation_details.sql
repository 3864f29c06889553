-- 逐单位明细: one row an obligation, with everything as the office prints it, by task and then in the office's
-- order of units. The other lists are made from these rows, so that they cannot differ.
with obligations as (select * from {{ ref('fct_obligations') }}),

units as (select * from {{ ref('int_units_by_year') }}),

tasks as (select * from {{ ref('dim_tasks') }}),

progress as (select * from {{ ref('fct_task_progress') }}),

{% for domain in ['obligation_type', 'role', 'status', 'due_basis'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

-- What the unit says of the item in the return that counts: one line an item, whatever the unit repeated;
-- the line with the item's own date before others, then the first.
reported as (
    select *
    from (
        select
            obligations.obligation_id,
            progress.status_text,
            progress.completed_on,
            progress.progress_text,
            progress.evidence_url,
            row_number() over (
                partition by obligations.obligation_id
                order by case when progress.due_date = obligations.due_date then 0 else 1 end, progress.line_no
            ) as choice
        from obligations
        inner join progress
            on
                obligations.report_year = progress.report_year
                and obligations.unit_id = progress.unit_id
                and obligations.task_id = progress.task_id
                and obligations.obligation_type = progress.item_kind
                and (
                    progress.due_date is null
                    or progress.due_date = obligations.due_date
                    or obligations.obligation_type <> 'milestone'
                )
    ) as ranked
    where choice = 1
),

labelled as (
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
    left join reported on obligations.obligation_id = reported.obligation_id
    {% for domain in ['obligation_type', 'role', 'status', 'due_basis'] -%}
    left join {{ domain }}_labels on obligations.{{ domain }} = {{ domain }}_labels.code
    {% endfor -%}
)

select
    report_year,
    cast(row_number() over (
        partition by report_year
        order by coalesce(task_no, 999), type_order, due_date, unit_order, obligation_id
    ) as integer) as row_order,
    obligation_id,
    task_id,
    unit_id,
    unit_order,
    obligation_type,
    type_order,
    milestone,
    status,
    task_no,
    title,
    short_name,
    role_label,
    obligation_type_label,
    due_date,
    due_basis_label,
    status_label,
    received_at,
    days_late,
    status_text,
    completed_on,
    progress_text,
    evidence_url
from labelled
