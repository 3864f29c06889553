-- Published reports whose address carries another date than the one printed (DQ-14): either the site was moved, or the
-- page is not as old as it says. The printed date is the one that counts; a person has to look.
with limits as ({{ thresholds(['address_date_days']) }}),

units as (select * from {{ ref('int_units_by_year') }}),

dated as (
    select
        chosen.report_year,
        chosen.unit_id,
        chosen.url,
        chosen.published_on,
        reports.address_dated,
        {{ dbt.datediff('chosen.published_on', 'reports.address_dated', 'day') }} as days_apart
    from {{ ref('fct_published_reports') }} as chosen
    inner join {{ ref('stg_published_reports__reports') }} as reports
        on chosen.report_id = reports.report_id and chosen.crawl_day = reports.crawl_day
    where chosen.published_on is not null and reports.address_dated is not null
)

select
    'RPT-11' as rule_code,
    dated.report_year,
    dated.unit_id,
    {{ dbt.concat([text('dated.report_year'), "'|'", 'dated.unit_id']) }} as row_key,
    {{ dbt.concat(['coalesce(units.unit_name, dated.unit_id)', "' 已公布的年报'"]) }} as subject,
    {{ dbt.concat(["'网址中的日期与所印日期相近：所印 '", text('dated.published_on')]) }} as expected,
    {{ dbt.concat(["'网址中为 '", text('dated.address_dated')]) }} as actual,
    cast(dated.days_apart as {{ figure_type() }}) as difference,
    dated.url as source_locator
from dated
cross join limits
left join units on dated.report_year = units.report_year and dated.unit_id = units.unit_id
where abs(dated.days_apart) > limits.address_date_days
