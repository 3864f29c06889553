-- The newest file of each form that a unit handed in and that was turned down, unless that is settled. What form a
-- file was that nobody could open is not known: it may have been any.
select
    report_year,
    unit_id,
    form,
    submission_id,
    file_name
from (
    select
        owed.form,
        rejected.report_year,
        rejected.unit_id,
        rejected.submission_id,
        rejected.file_name,
        row_number() over (
            partition by owed.form, rejected.report_year, rejected.unit_id
            order by rejected.received_at desc, rejected.submission_id desc
        ) as recency
    from {{ ref('fct_submissions') }} as rejected
    inner join (select 'task_progress' as form union all select 'annual_statistics' as form) as owed
        on rejected.form = owed.form or rejected.form = 'unknown'
    left join {{ ref('int_submissions_settled') }} as settled on rejected.submission_id = settled.submission_id
    where
        rejected.outcome = 'rejected'
        and not rejected.is_withdrawn
        and rejected.unit_id is not null
        and settled.submission_id is null
) as ranked
where recency = 1
