-- 逐单位明细: one row an obligation, with everything as the office prints it, by task and then in the office's
-- order of units. The other lists are made from these rows, so that they cannot differ.
with obligations as (select * from {{ ref('fct_obligations') }}),

units as (select * from {{ ref('int_units_by_year') }}),

tasks as (select * from {{ ref('dim_tasks') }}),

{% for domain in ['obligation_type', 'role', 'status', 'due_basis', 'probe_result'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

reported as ({{ reported_lines(ref('fct_obligations'), ref('fct_task_progress')) }}),

-- What its portal shows of the task: of several things looked for, what the office must see first.
probed as (
    select *
    from (
        select
            evidence.obligation_id,
            probe_result_labels.label,
            row_number() over (
                partition by evidence.obligation_id
                order by probe_result_labels.sort_order, evidence.probe_id
            ) as choice
        from {{ ref('fct_task_evidence') }} as evidence
        inner join probe_result_labels on evidence.result = probe_result_labels.code
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
        reported.evidence_url,
        probed.label as probe_result
    from obligations
    inner join units on obligations.report_year = units.report_year and obligations.unit_id = units.unit_id
    left join tasks on obligations.task_id = tasks.task_id
    left join reported on obligations.obligation_id = reported.obligation_id
    left join probed on obligations.obligation_id = probed.obligation_id
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
    evidence_url,
    probe_result
from labelled
