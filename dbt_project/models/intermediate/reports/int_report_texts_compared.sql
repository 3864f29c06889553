-- How much of the prose of a report stood in the one of the year before (DQ-12). New numbers are no new text.
with limits as ({{ thresholds(['repeated_text_share']) }}),

texts as (select * from {{ ref('int_report_texts_known') }}),

origins as (select * from {{ ref('labels') }} where domain = 'figure_origin'),

units as (select * from {{ ref('int_units_by_year') }}),

years as (
    select
        report_year,
        unit_id,
        min(origin) as origin,
        min(source_locator) as source_locator
    from texts
    group by report_year, unit_id
),

paired as (
    select
        this_year.report_year,
        this_year.unit_id,
        this_year.clause,
        this_year.clause_length,
        this_year.text_length,
        this_year.source_locator,
        years.origin,
        years.source_locator as last_locator,
        same.clause is not null as is_repeated
    from texts as this_year
    inner join years on this_year.unit_id = years.unit_id and this_year.report_year = years.report_year + 1
    left join texts as same
        on
            this_year.unit_id = same.unit_id
            and this_year.report_year = same.report_year + 1
            and this_year.clause = same.clause
),

counted as (
    select
        *,
        sum(case when is_repeated then clause_length else 0 end) over (partition by report_year, unit_id) as repeated_length,
        row_number() over (
            partition by report_year, unit_id
            order by case when is_repeated then 0 else 1 end, clause_length desc, clause
        ) as choice
    from paired
),

-- The longest clause that is repeated stands for the others.
compared as (
    select
        counted.*,
        round(100.0 * counted.repeated_length / counted.text_length, 1) as repeated_percent,
        100 * limits.repeated_text_share as most_percent
    from counted
    cross join limits
    where counted.choice = 1
)

select
    'TXT-09' as rule_code,
    compared.report_year,
    compared.unit_id,
    {{ dbt.concat([text('compared.report_year'), "'|'", 'compared.unit_id']) }} as row_key,
    {{ dbt.concat(['coalesce(units.unit_name, compared.unit_id)', "' 年度报告正文'"]) }} as subject,
    {{ dbt.concat(["'与上年相同的文字不超过 '", plain_number('compared.most_percent'), "'%（上年'", 'origins.label', "'：'", 'compared.last_locator', "'）'"]) }} as expected,
    {{ dbt.concat([plain_number('compared.repeated_percent'), "'%：'", text('compared.text_length'), "' 字中 '", text('compared.repeated_length'), "' 字相同，如“'", 'substring(compared.clause, 1, 60)', "'”'"]) }} as actual,
    cast(compared.repeated_percent - compared.most_percent as {{ figure_type() }}) as difference,
    compared.source_locator
from compared
inner join origins on compared.origin = origins.code
left join units on compared.report_year = units.report_year and compared.unit_id = units.unit_id
where compared.repeated_percent > compared.most_percent
