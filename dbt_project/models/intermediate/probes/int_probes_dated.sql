-- Every day of a period, as far as it had come on the day of the crawl, has an entry: one whose title names the day,
-- else one that was printed on it. A title that names no year is of the day in the week before it was printed.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'dated' and state = 'ready'),

told as (
    select
        matched.probe_id,
        matched.unit_id,
        matched.printed_on,
        {{ number_in('matched.entry_text', "'([0-9]{4})年[0-9]{1,2}月[0-9]{1,2}日'") }} as told_year,
        {{ number_in('matched.entry_text', "'([0-9]{1,2})月[0-9]{1,2}日'") }} as told_month,
        {{ number_in('matched.entry_text', "'[0-9]{1,2}月([0-9]{1,2})日'") }} as told_day
    from {{ ref('int_probes_matched') }} as matched
    inner join asked on matched.probe_id = asked.probe_id and matched.unit_id = asked.unit_id
),

days as (
    select
        asked.probe_id,
        asked.unit_id,
        calendar.day
    from asked
    inner join {{ ref('dim_calendar') }} as calendar
        on
            calendar.day >= asked.period_from
            and calendar.day <= asked.period_to
            and calendar.day <= asked.crawl_day
),

seen as (
    select
        days.probe_id,
        days.unit_id,
        days.day,
        max(case when told.probe_id is null then 0 else 1 end) as is_seen
    from days
    left join told
        on
            days.probe_id = told.probe_id
            and days.unit_id = told.unit_id
            and case
                when told.told_month is null then coalesce(told.printed_on = days.day, false)
                when
                    told.told_month <> extract(month from days.day) or told.told_day <> extract(day from days.day)
                    then false
                when told.told_year is not null then told.told_year = extract(year from days.day)
                else
                    coalesce({{ dbt.datediff('days.day', 'told.printed_on', 'day') }} between 0 and 7, true)
            end
    group by days.probe_id, days.unit_id, days.day
),

{{ tallied('seen', 'day', '天') }}
