-- This year's figures against last year's: what was carried forward must come over (T3-4, in every column), and what
-- was in force, plus what was issued, less what was repealed, is in force now (表二, a practice and no rule of the form).
-- Figures that are many times, or a fraction of, last year's are to be looked at again (DQ-17).
with limits as ({{ thresholds(['most_growth', 'least_remainder', 'least_compared_value']) }}),

cells as (
    select *
    from {{ ref('dim_report_cells') }}
    where form = 'annual_statistics'
),

reported as (
    select
        report_year,
        unit_id,
        table_code,
        row_code,
        column_code,
        origin,
        source_locator,
        coalesce(value, case when cell_state = 'not_applicable' then 0 end) as value
    from {{ ref('int_report_figures_known') }}
    where cell_state in ('number', 'zero', 'not_applicable')
),

origins as (select * from {{ ref('labels') }} where domain = 'figure_origin'),

scopes as (select * from {{ ref('int_report_scopes') }}),

-- Who reports for whom may change from one year to the next: then what a reporter says of the two is not the same.
mappings as (
    select
        report_year,
        reported_by,
        unit_id
    from {{ ref('stg_registry__reports_for') }}
    union all
    select
        report_year + 1 as report_year,
        reported_by,
        unit_id
    from {{ ref('stg_registry__reports_for') }}
),

changed_mappings as (
    select distinct
        report_year,
        reported_by as unit_id
    from (
        select
            report_year,
            reported_by,
            unit_id
        from mappings
        group by report_year, reported_by, unit_id
        having count(*) = 1
    ) as once
),

-- What this year's reports say; a sum that lacks units is compared with nothing. "Does not apply" is none.
this_year as (
    select
        figures.report_year,
        figures.scope,
        figures.template_version,
        figures.table_code,
        figures.row_code,
        figures.column_code,
        figures.source_locator,
        coalesce(figures.value, case when figures.cell_state = 'not_applicable' then 0 end) as value,
        scopes.scope_name,
        case when scopes.is_rollup then scopes.own_unit_id else figures.scope end as reporting_unit_id,
        case when scopes.is_rollup then {{ text('null') }} else figures.scope end as unit_id
    from {{ ref('int_report_cells') }} as figures
    inner join scopes on figures.report_year = scopes.report_year and figures.scope = scopes.scope
    left join changed_mappings
        on figures.report_year = changed_mappings.report_year and figures.scope = changed_mappings.unit_id
    where
        figures.cell_state in ('number', 'zero', 'not_applicable')
        and not figures.is_partial
        and changed_mappings.unit_id is null
),

carried as (
    select
        'RPT-01' as rule_code,
        this_year.report_year,
        this_year.scope,
        this_year.scope_name,
        this_year.unit_id,
        this_year.template_version,
        this_year.table_code,
        this_year.row_code,
        this_year.column_code,
        last_year.value as expected_value,
        this_year.value as actual_value,
        last_year.origin,
        last_year.source_locator as expected_locator,
        this_year.source_locator,
        '上年“四、结转下年度继续办理”为 ' as expected_words
    from this_year
    inner join reported as last_year
        on
            this_year.report_year = last_year.report_year + 1
            and this_year.reporting_unit_id = last_year.unit_id
            and this_year.column_code = last_year.column_code
            and last_year.table_code = 'foi_requests'
            and last_year.row_code = 'next'
    where this_year.table_code = 'foi_requests' and this_year.row_code = 'carry'
),

in_force as (
    select
        'RPT-02' as rule_code,
        this_year.report_year,
        this_year.scope,
        this_year.scope_name,
        this_year.unit_id,
        this_year.template_version,
        this_year.table_code,
        this_year.row_code,
        this_year.column_code,
        last_year.value + issued.value - repealed.value as expected_value,
        this_year.value as actual_value,
        last_year.origin,
        last_year.source_locator as expected_locator,
        this_year.source_locator,
        '上年现行有效加本年制发减本年废止为 ' as expected_words
    from this_year
    inner join this_year as issued
        on
            this_year.report_year = issued.report_year
            and this_year.scope = issued.scope
            and this_year.table_code = issued.table_code
            and this_year.row_code = issued.row_code
            and issued.column_code = 'issued'
    inner join this_year as repealed
        on
            this_year.report_year = repealed.report_year
            and this_year.scope = repealed.scope
            and this_year.table_code = repealed.table_code
            and this_year.row_code = repealed.row_code
            and repealed.column_code = 'repealed'
    inner join reported as last_year
        on
            this_year.report_year = last_year.report_year + 1
            and this_year.reporting_unit_id = last_year.unit_id
            and {{ same_cell('this_year', 'last_year') }}
    where this_year.table_code = 'disclosures' and this_year.column_code = 'in_force'
),

-- Of table 三 the totals: their parts jump with every single request.
jumped as (
    select
        'RPT-09' as rule_code,
        this_year.report_year,
        this_year.scope,
        this_year.scope_name,
        this_year.unit_id,
        this_year.template_version,
        this_year.table_code,
        this_year.row_code,
        this_year.column_code,
        last_year.value as expected_value,
        this_year.value as actual_value,
        last_year.origin,
        last_year.source_locator as expected_locator,
        this_year.source_locator,
        '与上年相差不大：上年为 ' as expected_words
    from this_year
    cross join limits
    inner join reported as last_year
        on
            this_year.report_year = last_year.report_year + 1
            and this_year.reporting_unit_id = last_year.unit_id
            and {{ same_cell('this_year', 'last_year') }}
    where
        (this_year.table_code = 'disclosures' or this_year.column_code = 'total')
        and (this_year.value >= limits.least_compared_value or last_year.value >= limits.least_compared_value)
        and (
            this_year.value > last_year.value * limits.most_growth
            or this_year.value < last_year.value * limits.least_remainder
        )
),

compared as (
    select * from carried
    union all
    select * from in_force
    union all
    select * from jumped
)

select
    compared.rule_code,
    compared.report_year,
    compared.unit_id,
    {{ dbt.concat([text('compared.report_year'), "'|'", 'compared.scope', "'|'", 'compared.row_code', "'|'", 'compared.column_code']) }} as row_key,
    {{ dbt.concat(['compared.scope_name', "' '", 'cells.cell_name']) }} as subject,
    {{ dbt.concat(['compared.expected_words', plain_number('compared.expected_value'), "'（'", 'origins.label', "'：'", 'compared.expected_locator', "'）'"]) }} as expected,
    {{ plain_number('compared.actual_value') }} as actual,
    cast(compared.actual_value - compared.expected_value as {{ figure_type() }}) as difference,
    coalesce(compared.source_locator, compared.expected_locator) as source_locator
from compared
inner join cells
    on
        compared.template_version = cells.template_version
        and {{ same_cell('compared', 'cells') }}
inner join origins on compared.origin = origins.code
where compared.actual_value <> compared.expected_value
