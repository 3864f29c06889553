-- How many items had which status on each day on which a run saw a change: the line of a chart.
with history as (select * from {{ ref('fct_obligation_history') }}),

changes as (
    select report_year, status, known_from as day, 1 as change from history
    union all
    select report_year, status, known_until as day, -1 as change from history where known_until is not null
),

days as (select distinct report_year, day from changes),

statuses as (select distinct report_year, status from history),

daily as (
    select
        days.report_year,
        days.day,
        statuses.status,
        coalesce(sum(changes.change), 0) as change
    from days
    inner join statuses on days.report_year = statuses.report_year
    left join changes
        on
            days.report_year = changes.report_year
            and days.day = changes.day
            and statuses.status = changes.status
    group by days.report_year, days.day, statuses.status
)

select
    report_year,
    day,
    status,
    cast(sum(change) over (
        partition by report_year, status order by day rows between unbounded preceding and current row
    ) as integer) as obligation_count
from daily
