-- What each version changed against the one before, cell by cell, and through whose return.
with versions as (select * from {{ ref('fct_report_versions') }}),

cells as (select * from {{ ref('fct_report_version_cells') }}),

members as (select * from {{ ref('stg_report_versions__members') }}),

submissions as (select * from {{ ref('fct_submissions') }}),

units as (select * from {{ ref('int_units_by_year') }}),

figures as (select * from {{ ref('stg_returns__figures') }}),

paired as (
    select
        newer.report_year,
        newer.scope,
        newer.version,
        newer.table_code,
        newer.row_code,
        newer.column_code,
        newer.cell_order,
        older.value as before_value,
        newer.value as after_value,
        older.cell_state as before_state,
        newer.cell_state as after_state
    from cells as newer
    inner join versions
        on newer.report_year = versions.report_year and newer.scope = versions.scope and newer.version = versions.version
    left join cells as older
        on
            newer.report_year = older.report_year
            and newer.scope = older.scope
            and newer.version = older.version + 1
            and {{ same_cell('newer', 'older') }}
    where newer.version > 1
),

changed as (
    select *
    from paired
    where
        coalesce(before_state, '') <> after_state
        or coalesce(before_value, 0) <> coalesce(after_value, 0)
),

resubmitted as (
    select
        newer.report_year,
        newer.scope,
        newer.version,
        newer.unit_id,
        newer.submission_id,
        older.submission_id as submission_before
    from members as newer
    left join members as older
        on
            newer.report_year = older.report_year
            and newer.scope = older.scope
            and newer.version = older.version + 1
            and newer.unit_id = older.unit_id
    where coalesce(newer.submission_id, '') <> coalesce(older.submission_id, '')
),

-- The returns that say something else of that very cell.
reasons as (
    select
        changed.report_year,
        changed.scope,
        changed.version,
        changed.table_code,
        changed.row_code,
        changed.column_code,
        {{ dbt.listagg(
            dbt.concat([
                'units.short_name', "' '", text('cast(submissions.received_at as date)'), "' 报送 '", 'submissions.file_name',
                "case when submissions.note is null then '' else " ~ dbt.concat(["'（'", 'submissions.note', "'）'"]) ~ " end"
            ]), "'；'", 'order by units.sort_order'
        ) }} as reason
    from changed
    inner join resubmitted
        on
            changed.report_year = resubmitted.report_year
            and changed.scope = resubmitted.scope
            and changed.version = resubmitted.version
    inner join submissions on resubmitted.submission_id = submissions.submission_id
    inner join units on resubmitted.report_year = units.report_year and resubmitted.unit_id = units.unit_id
    left join figures as said
        on
            resubmitted.submission_id = said.submission_id
            and {{ same_cell('changed', 'said') }}
    left join figures as said_before
        on
            resubmitted.submission_before = said_before.submission_id
            and {{ same_cell('changed', 'said_before') }}
    where
        coalesce(said.cell_state, '') <> coalesce(said_before.cell_state, '')
        or coalesce(said.value, 0) <> coalesce(said_before.value, 0)
    group by
        changed.report_year, changed.scope, changed.version, changed.table_code, changed.row_code, changed.column_code
)

select
    changed.report_year,
    changed.scope,
    changed.version,
    cast(row_number() over (
        partition by changed.report_year, changed.scope, changed.version order by changed.cell_order
    ) as integer) as row_order,
    changed.table_code,
    changed.row_code,
    changed.column_code,
    dim_cells.cell_name,
    {{ printed_figure('changed.before_value', 'changed.before_state') }} as before_text,
    {{ printed_figure('changed.after_value', 'changed.after_state') }} as after_text,
    cast(changed.after_value - changed.before_value as {{ figure_type() }}) as difference,
    coalesce(reasons.reason, '汇总口径、合并报送或扣减的登记有变化') as reason
from changed
inner join versions
    on changed.report_year = versions.report_year and changed.scope = versions.scope and changed.version = versions.version
inner join {{ ref('dim_report_cells') }} as dim_cells
    on
        versions.template_version = dim_cells.template_version
        and {{ same_cell('changed', 'dim_cells') }}
        and dim_cells.form = 'annual_statistics'
left join reasons
    on
        changed.report_year = reasons.report_year
        and changed.scope = reasons.scope
        and changed.version = reasons.version
        and {{ same_cell('changed', 'reasons') }}
