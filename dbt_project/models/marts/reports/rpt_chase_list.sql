-- 催报清单: what is missing or falls due within days, unit by unit in the office's order, oldest first.
with obligations as (
    select * from {{ ref('rpt_obligation_details') }} where status in ('missing', 'due_soon')
),

-- A unit whose newest file was turned down should hear that, not only that something is missing.
turned_down as (select * from {{ ref('int_submissions_turned_down') }})

select
    obligations.report_year,
    cast(row_number() over (
        partition by obligations.report_year
        order by
            obligations.unit_order,
            obligations.due_date,
            obligations.type_order,
            coalesce(obligations.task_no, 999),
            obligations.obligation_id
    ) as integer) as row_order,
    obligations.obligation_id,
    obligations.unit_id,
    obligations.short_name,
    obligations.status_label,
    obligations.days_late,
    obligations.due_date,
    obligations.obligation_type_label,
    obligations.task_no,
    obligations.title,
    obligations.milestone,
    obligations.due_basis_label,
    case
        when turned_down.file_name is not null
            then {{ dbt.concat(["'所报文件未受理，请更正后重报：'", 'turned_down.file_name']) }}
    end as remark
from obligations
left join turned_down
    on
        obligations.report_year = turned_down.report_year
        and obligations.unit_id = turned_down.unit_id
        and {{ form_owed('obligations.obligation_type') }} = turned_down.form
