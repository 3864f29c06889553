-- 按单位汇总: how each unit stands, those with most missing items first.
with units as (select * from {{ ref('int_units_by_year') }}),

obligations as (select * from {{ ref('fct_obligations') }}),

counted as (
    select
        report_year,
        unit_id,
        count(*) as owed_count,
        {% for status in ['missing', 'late', 'due_soon', 'not_due', 'on_time', 'exempt'] -%}
        sum(case when status = '{{ status }}' then 1 else 0 end) as {{ status }}_count,
        {% endfor -%}
        max(case when status = 'missing' then days_late end) as longest_overdue_days
    from obligations
    group by report_year, unit_id
)

select
    counted.report_year,
    cast(row_number() over (
        partition by counted.report_year
        order by counted.missing_count desc, counted.late_count desc, units.sort_order, counted.unit_id
    ) as integer) as row_order,
    counted.unit_id,
    units.unit_name,
    cast(counted.owed_count as integer) as owed_count,
    {% for status in ['missing', 'late', 'due_soon', 'not_due', 'on_time', 'exempt'] -%}
    cast(counted.{{ status }}_count as integer) as {{ status }}_count,
    {% endfor -%}
    cast(counted.longest_overdue_days as integer) as longest_overdue_days
from counted
inner join units on counted.report_year = units.report_year and counted.unit_id = units.unit_id
