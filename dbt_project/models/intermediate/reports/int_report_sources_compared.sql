-- The same figures from two places: a unit's return against the report on its portal, and a government's own report
-- against the sum over its units. What a sum lacks is no difference, and neither is an empty cell.
with cells as (
    select *
    from {{ ref('dim_report_cells') }}
    where form = 'annual_statistics'
),

scopes as (select * from {{ ref('int_report_scopes') }}),

figures as (
    select
        *,
        -- "Does not apply" and 0 say the same of how many there were.
        coalesce(value, case when cell_state = 'not_applicable' then 0 end) as amount
    from {{ ref('int_report_cells') }}
    where not is_partial
),

published as (
    select
        *,
        coalesce(value, case when cell_state = 'not_applicable' then 0 end) as amount
    from {{ ref('fct_published_figures') }}
),

own_reports as (
    select
        *,
        coalesce(value, case when cell_state = 'not_applicable' then 0 end) as amount
    from {{ ref('int_report_figures_known') }}
),

sums as (
    select
        'RPT-06' as rule_code,
        figures.report_year,
        figures.scope,
        {{ text('null') }} as unit_id,
        scopes.scope_name,
        figures.template_version,
        figures.table_code,
        figures.row_code,
        figures.column_code,
        figures.amount as expected_amount,
        own_reports.amount as actual_amount,
        {{ dbt.concat(["'各单位之和 '", plain_number('figures.amount')]) }} as expected,
        own_reports.source_locator
    from figures
    inner join scopes
        on figures.report_year = scopes.report_year and figures.scope = scopes.scope and scopes.is_rollup
    inner join own_reports
        on
            figures.report_year = own_reports.report_year
            and scopes.own_unit_id = own_reports.unit_id
            and figures.template_version = own_reports.template_version
            and {{ same_cell('figures', 'own_reports') }}
),

pages as (
    select
        'RPT-07' as rule_code,
        figures.report_year,
        figures.scope,
        figures.scope as unit_id,
        scopes.scope_name,
        figures.template_version,
        figures.table_code,
        figures.row_code,
        figures.column_code,
        figures.amount as expected_amount,
        published.amount as actual_amount,
        {{ dbt.concat(["'报送为 '", plain_number('figures.amount'), "'（'", "coalesce(figures.source_locator, '')", "'）'"]) }} as expected,
        published.source_locator
    from figures
    inner join scopes
        on figures.report_year = scopes.report_year and figures.scope = scopes.scope and not scopes.is_rollup
    inner join published
        on
            figures.report_year = published.report_year
            and figures.scope = published.unit_id
            and figures.template_version = published.template_version
            and {{ same_cell('figures', 'published') }}
),

compared as (
    select * from sums
    union all
    select * from pages
)

select
    compared.rule_code,
    compared.report_year,
    compared.unit_id,
    {{ dbt.concat([text('compared.report_year'), "'|'", 'compared.scope', "'|'", 'compared.table_code', "'|'", 'compared.row_code', "'|'", 'compared.column_code']) }} as row_key,
    {{ dbt.concat(['compared.scope_name', "' '", 'cells.cell_name']) }} as subject,
    compared.expected,
    {{ plain_number('compared.actual_amount') }} as actual,
    cast(compared.actual_amount - compared.expected_amount as {{ figure_type() }}) as difference,
    compared.source_locator
from compared
inner join cells
    on
        compared.template_version = cells.template_version
        and {{ same_cell('compared', 'cells') }}
where compared.actual_amount <> compared.expected_amount
