-- What each unit has said of a year: its return, else the report that its portal shows. A city's own report stands
-- under the unit that the roll-up names for it.
with said as (
    select
        figures.report_year,
        submissions.unit_id,
        submissions.template_version,
        figures.table_code,
        figures.row_code,
        figures.column_code,
        cast(figures.value as {{ figure_type() }}) as value,
        figures.cell_state,
        'return' as origin,
        figures.source_locator,
        1 as priority
    from {{ ref('stg_returns__figures') }} as figures
    inner join {{ ref('int_submissions_known') }} as submissions
        on figures.submission_id = submissions.submission_id and submissions.is_active
    where submissions.form = 'annual_statistics'
    union all
    select
        report_year,
        unit_id,
        template_version,
        table_code,
        row_code,
        column_code,
        value,
        cell_state,
        'published' as origin,
        source_locator,
        2 as priority
    from {{ ref('fct_published_figures') }}
),

ranked as (
    select
        *,
        min(priority) over (partition by report_year, unit_id) as best
    from said
)

select
    report_year,
    unit_id,
    template_version,
    table_code,
    row_code,
    column_code,
    value,
    cell_state,
    origin,
    source_locator
from ranked
where priority = best
