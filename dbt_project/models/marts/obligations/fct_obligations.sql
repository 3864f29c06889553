with obligations as (select * from {{ ref('int_obligations') }}),

met as (select * from {{ ref('int_obligations_met') }}),

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
)

select
    obligation_id,
    report_year,
    task_id,
    unit_id,
    role,
    obligation_type,
    milestone,
    due_date,
    due_basis,
    status,
    submission_id,
    received_at,
    cast(case
        when status = 'late' then {{ dbt.datediff('due_date', 'received_on', 'day') }}
        when status = 'missing' then {{ dbt.datediff('due_date', 'as_of', 'day') }}
    end as integer) as days_late,
    exemption_reason,
    source_locator,
    as_of
from judged
