-- How each annual report stands: final, or a draft with so many reasons; and a name for its figures.
with scopes as (select * from {{ ref('int_report_scopes') }}),

kinds as (select * from {{ ref('labels') }} where domain = 'scope_kind'),

blocking as (
    select
        report_year,
        scope,
        sum(case when is_blocking then 1 else 0 end) as reason_count,
        max(case when kind = 'override' then 1 else 0 end) as override_count
    from {{ ref('rpt_report_remarks') }}
    group by report_year, scope
),

figures as (
    select
        report_year,
        scope,
        {{ dbt.listagg(
            dbt.concat(['table_code', "'.'", 'row_code', "'.'", 'column_code', "'='", "coalesce(" ~ text('value') ~ ", cell_state)", "case when is_partial then '※' else '' end"]),
            "';'", 'order by cell_order'
        ) }} as content
    from {{ ref('rpt_report_cells') }}
    group by report_year, scope
)

select
    scopes.report_year,
    scopes.scope,
    scopes.scope_order,
    scopes.scope_name,
    scopes.scope_kind,
    kinds.label as scope_kind_label,
    scopes.is_rollup,
    scopes.template_version,
    coalesce(blocking.reason_count, 0) = 0 or blocking.override_count = 1 as is_final,
    coalesce(blocking.override_count, 0) = 1 as is_overridden,
    cast(coalesce(blocking.reason_count, 0) as integer) as reason_count,
    scopes.member_count,
    scopes.reporting_count,
    scopes.is_synthetic,
    substring({{ dbt.hash(dbt.concat(['scopes.template_version', "'|'", 'figures.content'])) }}, 1, 12) as data_version,
    scopes.data_as_of,
    {{ as_of() }} as as_of
from scopes
inner join kinds on scopes.scope_kind = kinds.code
inner join figures on scopes.report_year = figures.report_year and scopes.scope = figures.scope
left join blocking on scopes.report_year = blocking.report_year and scopes.scope = blocking.scope
