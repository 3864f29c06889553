with obligations as (select * from {{ ref('int_obligations') }}),

met as (select * from {{ ref('int_obligations_met') }}),

calendar as (select * from {{ ref('dim_calendar') }}),

dated as (
    select
        obligations.*,
        met.submission_id,
        met.received_at,
        cast(met.received_at as date) as received_on,
        {{ as_of() }} as as_of
    from obligations
    left join met on obligations.obligation_id = met.obligation_id
),

judged as (
    select
        *,
        {{ obligation_status('is_exempt', 'received_on', 'due_date', 'as_of') }} as status
    from dated
),

-- The day until which an item is late; only what is late or missing has one.
timed as (
    select
        *,
        case when status = 'late' then received_on when status = 'missing' then as_of end as late_until
    from judged
)

select
    timed.obligation_id,
    timed.report_year,
    timed.task_id,
    timed.unit_id,
    timed.role,
    timed.obligation_type,
    timed.milestone,
    timed.due_date,
    timed.due_basis,
    timed.status,
    timed.submission_id,
    timed.received_at,
    cast({{ dbt.datediff('timed.due_date', 'timed.late_until', 'day') }} as integer) as days_late,
    cast(ends.workday_no - starts.workday_no as integer) as working_days_late,
    timed.exemption_reason,
    timed.source_locator,
    timed.as_of
from timed
left join calendar as starts on timed.due_date = starts.day
left join calendar as ends on timed.late_until = ends.day
