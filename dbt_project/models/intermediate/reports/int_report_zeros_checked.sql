-- Returns whose three tables are all zero, of units whose portals published in the year what has to do with them (DQ-16).
with limits as ({{ thresholds(['least_published_items']) }}),

scopes as (select * from {{ ref('int_report_scopes') }} where not is_rollup),

-- A cell that is empty or cannot be read may be anything.
silent as (
    select
        report_year,
        scope,
        min(source_locator) as source_locator
    from {{ ref('int_report_cells') }}
    where table_code <> 'fees'
    group by report_year, scope
    having
        sum({{ one_if("cell_state = 'zero'") }}) > 0
        and sum({{ one_if("cell_state in ('zero', 'not_applicable')") }}) = count(*)
),

published as (
    select
        publications.unit_id,
        publications.published_year,
        sum(publications.item_count) as item_count,
        {{ dbt.listagg(dbt.concat(['publications.column_name', "' '", text('publications.item_count'), "' 件'"]), "'、'", 'order by publications.column_code') }} as listed
    from {{ ref('fct_portal_publications') }} as publications
    inner join {{ ref('report_activity_columns') }} as activity_columns
        on publications.column_type = activity_columns.column_type
    group by publications.unit_id, publications.published_year
)

select
    'RPT-10' as rule_code,
    silent.report_year,
    silent.scope as unit_id,
    {{ dbt.concat([text('silent.report_year'), "'|'", 'silent.scope']) }} as row_key,
    {{ dbt.concat(['scopes.scope_name', "' 三张统计表'"]) }} as subject,
    {{ dbt.concat(["'与门户一致：当年公布 '", 'published.listed']) }} as expected,
    '全部为 0' as actual,
    cast(-published.item_count as {{ figure_type() }}) as difference,
    silent.source_locator
from silent
cross join limits
inner join scopes on silent.report_year = scopes.report_year and silent.scope = scopes.scope
inner join published on silent.scope = published.unit_id and silent.report_year = published.published_year
where published.item_count >= limits.least_published_items
