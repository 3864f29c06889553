-- 逐单位明细: one row an obligation, by task and then in the office's order of units.
select
    report_year,
    cast(row_number() over (
        partition by report_year
        order by coalesce(task_no, 999), type_order, due_date, unit_order, obligation_id
    ) as integer) as row_order,
    obligation_id,
    unit_id,
    task_no,
    title,
    short_name,
    role_label,
    obligation_type_label,
    due_date,
    due_basis_label,
    status_label,
    received_at,
    cast(days_late as integer) as days_late,
    status_text,
    completed_on,
    progress_text,
    evidence_url
from {{ ref('int_obligations_labelled') }}
