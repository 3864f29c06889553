-- Working days are counted on, so that the days between two dates are a difference of two numbers: a day off
-- has the number of the last working day before it.
select
    day,
    is_workday,
    cast(
        sum(case when is_workday then 1 else 0 end) over (order by day rows unbounded preceding) as integer
    ) as workday_no,
    holiday_name
from {{ ref('stg_registry__calendar_days') }}
