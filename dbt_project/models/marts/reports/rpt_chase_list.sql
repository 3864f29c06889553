-- 催报清单: what is missing or falls due within days, unit by unit in the office's order, oldest first.
with obligations as (
    select * from {{ ref('rpt_obligation_details') }} where status in ('missing', 'due_soon')
),

-- A unit whose newest file was turned down should hear that, not only that something is missing. What form a
-- file was that nobody could open is not known: it may have been any.
turned_down as (
    select
        owed.form,
        rejected.report_year,
        rejected.unit_id,
        rejected.file_name,
        row_number() over (
            partition by owed.form, rejected.report_year, rejected.unit_id
            order by rejected.received_at desc, rejected.submission_id desc
        ) as recency
    from {{ ref('fct_submissions') }} as rejected
    inner join (select 'task_progress' as form union all select 'annual_statistics' as form) as owed
        on rejected.form = owed.form or rejected.form = 'unknown'
    left join {{ ref('int_submissions_settled') }} as settled on rejected.submission_id = settled.submission_id
    where rejected.outcome = 'rejected' and not rejected.is_withdrawn and settled.submission_id is null
)

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
        and case when obligations.obligation_type = 'statistics' then 'annual_statistics' else 'task_progress' end
        = turned_down.form
        and turned_down.recency = 1
