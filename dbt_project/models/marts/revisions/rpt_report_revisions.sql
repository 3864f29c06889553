-- What each version changed against the one before, cell by cell as printed, and through whose return.
with versions as (select * from {{ ref('fct_report_versions') }}),

cells as (
    select
        cells.*,
        versions.template_version,
        {{ dbt.concat([
            printed_figure('cells.value', 'cells.cell_state'),
            "case when versions.is_rollup and cells.value is not null and cells.counted_count < cells.owing_count then '※' else '' end"
        ]) }} as printed
    from {{ ref('fct_report_version_cells') }} as cells
    inner join versions
        on cells.report_year = versions.report_year and cells.scope = versions.scope and cells.version = versions.version
),

members as (select * from {{ ref('stg_report_versions__members') }}),

-- Every return ever received, whatever day the run looks from: a version may be newer than that.
submissions as (select * from {{ ref('int_submissions_received') }}),

units as (select * from {{ ref('int_units_by_year') }}),

figures as (select * from {{ ref('stg_returns__figures') }}),

-- A correction may come on another form: then cells go and others come.
paired as (
    select
        coalesce(newer.report_year, older.report_year) as report_year,
        coalesce(newer.scope, older.scope) as scope,
        coalesce(newer.version, older.version + 1) as version,
        coalesce(newer.template_version, older.template_version) as template_version,
        coalesce(newer.table_code, older.table_code) as table_code,
        coalesce(newer.row_code, older.row_code) as row_code,
        coalesce(newer.column_code, older.column_code) as column_code,
        coalesce(newer.cell_order, older.cell_order) as cell_order,
        coalesce(older.printed, '表样无此格') as before_text,
        coalesce(newer.printed, '表样无此格') as after_text,
        newer.value - older.value as difference
    from cells as newer
    full outer join cells as older
        on
            newer.report_year = older.report_year
            and newer.scope = older.scope
            and newer.version = older.version + 1
            and {{ same_cell('newer', 'older') }}
),

changed as (
    select paired.*
    from paired
    inner join versions
        on
            paired.report_year = versions.report_year
            and paired.scope = versions.scope
            and paired.version = versions.version
    where versions.version > 1 and paired.before_text <> paired.after_text
),

-- The returns that a version has and the one before had not, once each: one may stand for several units.
resubmitted as (
    select distinct
        newer.report_year,
        newer.scope,
        newer.version,
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

told as (
    select
        resubmitted.*,
        units.sort_order,
        case
            when coalesce(before.is_gone, false) or before.withdrawn_at is not null
                then {{ dbt.concat([
                    'units.short_name', "' 撤回 '", 'before.file_name',
                    "case when before.withdrawal_reason is null then '' else " ~ dbt.concat(["'（'", 'before.withdrawal_reason', "'）'"]) ~ " end"
                ]) }}
            else {{ dbt.concat([
                'units.short_name', "' '", text('cast(submissions.received_at as date)'), "' 报送 '", 'submissions.file_name',
                "case when submissions.note is null then '' else " ~ dbt.concat(["'（'", 'submissions.note', "'）'"]) ~ " end"
            ]) }}
        end as reason
    from resubmitted
    inner join submissions on resubmitted.submission_id = submissions.submission_id
    inner join units on submissions.report_year = units.report_year and submissions.unit_id = units.unit_id
    left join submissions as before on resubmitted.submission_before = before.submission_id
),

-- Of those, the ones that say something else of that very cell.
reasons as (
    select
        changed.report_year,
        changed.scope,
        changed.version,
        changed.table_code,
        changed.row_code,
        changed.column_code,
        {{ dbt.listagg('told.reason', "'；'", 'order by told.sort_order') }} as reason
    from changed
    inner join told
        on
            changed.report_year = told.report_year
            and changed.scope = told.scope
            and changed.version = told.version
    left join figures as said
        on told.submission_id = said.submission_id and {{ same_cell('changed', 'said') }}
    left join figures as said_before
        on told.submission_before = said_before.submission_id and {{ same_cell('changed', 'said_before') }}
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
        partition by changed.report_year, changed.scope, changed.version
        order by changed.cell_order, changed.table_code, changed.row_code, changed.column_code
    ) as integer) as row_order,
    changed.table_code,
    changed.row_code,
    changed.column_code,
    dim_cells.cell_name,
    changed.before_text,
    changed.after_text,
    cast(changed.difference as {{ figure_type() }}) as difference,
    coalesce(reasons.reason, '报送未变；汇总口径、合并报送、扣减的登记或读取规则有变化') as reason
from changed
inner join {{ ref('dim_report_cells') }} as dim_cells
    on
        changed.template_version = dim_cells.template_version
        and {{ same_cell('changed', 'dim_cells') }}
        and dim_cells.form = 'annual_statistics'
left join reasons
    on
        changed.report_year = reasons.report_year
        and changed.scope = reasons.scope
        and changed.version = reasons.version
        and {{ same_cell('changed', 'reasons') }}
