-- Every figure of every annual report, with how many units it is made of and which are not in it.
-- Nothing is filled with zeros: a figure that a unit left empty is not in the sum, and the sum says so.
with scopes as (select * from {{ ref('int_report_scopes') }}),

cells as (
    select *
    from {{ ref('dim_report_cells') }}
    where form = 'annual_statistics'
),

figures as (
    select
        *,
        cell_state in ('number', 'zero', 'not_applicable') as is_said
    from {{ ref('stg_returns__figures') }}
),

deductions as (
    select
        report_year,
        scope,
        table_code,
        row_code,
        column_code,
        sum(deduct) as deducted,
        {{ dbt.listagg('reason', "'；'", 'order by reason') }} as deduction_reason
    from {{ ref('stg_registry__joint_cases') }}
    group by report_year, scope, table_code, row_code, column_code
),

gathered as (
    select
        scopes.report_year,
        scopes.scope,
        scopes.is_rollup,
        cells.template_version,
        cells.table_code,
        cells.row_code,
        cells.column_code,
        count(*) as owing_count,
        sum(case when figures.is_said then 1 else 0 end) as counted_count,
        -- A unit that another one reports for is in that one's figure already.
        sum(case when members.reported_by is null then figures.value end) as total,
        {{ dbt.listagg("case when not coalesce(figures.is_said, false) then members.short_name end", "'、'", 'order by members.sort_order') }} as uncounted_units,
        min(figures.cell_state) as own_state,
        min(figures.raw_text) as own_text,
        min(figures.source_locator) as own_locator
    from scopes
    inner join {{ ref('int_report_members') }} as members
        on scopes.report_year = members.report_year and scopes.scope = members.scope
    inner join cells on scopes.template_version = cells.template_version
    left join figures
        on
            members.submission_id = figures.submission_id
            and {{ same_cell('cells', 'figures') }}
    group by
        scopes.report_year, scopes.scope, scopes.is_rollup, cells.template_version,
        cells.table_code, cells.row_code, cells.column_code
),

summed as (
    select
        gathered.*,
        cast(gathered.total - coalesce(deductions.deducted, 0) as {{ figure_type() }}) as value,
        cast(deductions.deducted as {{ figure_type() }}) as deducted,
        deductions.deduction_reason
    from gathered
    left join deductions
        on
            gathered.report_year = deductions.report_year
            and gathered.scope = deductions.scope
            and {{ same_cell('gathered', 'deductions') }}
)

select
    report_year,
    scope,
    template_version,
    table_code,
    row_code,
    column_code,
    value,
    case
        when value = 0 then 'zero'
        when value is not null then 'number'
        when counted_count = owing_count then 'not_applicable'
        when is_rollup then 'empty'
        else coalesce(own_state, 'empty')
    end as cell_state,
    case when not is_rollup then own_text end as raw_text,
    is_rollup and value is not null and counted_count < owing_count as is_partial,
    cast(owing_count as integer) as owing_count,
    cast(counted_count as integer) as counted_count,
    uncounted_units,
    deducted,
    deduction_reason,
    case when not is_rollup then own_locator end as source_locator
from summed
