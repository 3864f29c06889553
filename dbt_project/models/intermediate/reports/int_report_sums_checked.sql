-- The sums that the official form prints, in the roll-ups: each unit's own are checked when its return is read. A sum
-- over units breaks where a deduction was entered in one cell and not in those that follow from it.
with terms as (
    select *
    from {{ ref('stg_forms__identity_terms') }}
    where form = 'annual_statistics' and relation = '='
),

scopes as (select * from {{ ref('int_report_scopes') }} where is_rollup),

cells as (
    select *
    from {{ ref('dim_report_cells') }}
    where form = 'annual_statistics'
),

figures as (
    select
        figures.*,
        scopes.scope_name,
        case when figures.cell_state in ('number', 'zero', 'not_applicable') and not figures.is_partial then 1 else 0 end as is_whole
    from {{ ref('int_report_cells') }} as figures
    inner join scopes on figures.report_year = scopes.report_year and figures.scope = scopes.scope
),

-- A sum down a column runs over rows in each column; one along a row, over columns in each row.
sides as (
    select
        figures.report_year,
        figures.scope,
        figures.scope_name,
        figures.template_version,
        terms.identity_no,
        terms.title,
        terms.table_code,
        terms.direction,
        case when terms.direction = 'column' then figures.column_code else figures.row_code end as line,
        sum(case when terms.side = 'left' then coalesce(figures.value, 0) else 0 end) as left_sum,
        sum(case when terms.side = 'right' then coalesce(figures.value, 0) else 0 end) as right_sum,
        min(figures.is_whole) as is_whole
    from figures
    inner join terms
        on
            figures.template_version = terms.template_version
            and figures.table_code = terms.table_code
            and case when terms.direction = 'column' then figures.row_code else figures.column_code end = terms.term
    group by
        figures.report_year, figures.scope, figures.scope_name, figures.template_version,
        terms.identity_no, terms.title, terms.table_code, terms.direction,
        case when terms.direction = 'column' then figures.column_code else figures.row_code end
),

lines as (
    select
        template_version,
        table_code,
        'column' as direction,
        column_code as line,
        min(column_label) as line_label
    from cells
    group by template_version, table_code, column_code
    union all
    select
        template_version,
        table_code,
        'row' as direction,
        row_code as line,
        min(coalesce(row_label, row_heading)) as line_label
    from cells
    group by template_version, table_code, row_code
)

select
    'RPT-08' as rule_code,
    sides.report_year,
    {{ text('null') }} as unit_id,
    {{ dbt.concat([text('sides.report_year'), "'|'", 'sides.scope', "'|'", text('sides.identity_no'), "'|'", 'sides.line']) }} as row_key,
    {{ dbt.concat(['sides.scope_name', "' '", 'tables.label', "'“'", 'lines.line_label', "'”：'", 'sides.title']) }} as subject,
    {{ dbt.concat(["'右边 '", plain_number('sides.right_sum')]) }} as expected,
    {{ dbt.concat(["'左边 '", plain_number('sides.left_sum')]) }} as actual,
    cast(sides.left_sum - sides.right_sum as {{ figure_type() }}) as difference,
    'joint_cases.csv' as source_locator
from sides
inner join lines
    on
        sides.template_version = lines.template_version
        and sides.table_code = lines.table_code
        and sides.direction = lines.direction
        and sides.line = lines.line
left join {{ ref('labels') }} as tables on tables.domain = 'report_table' and sides.table_code = tables.code
where sides.is_whole = 1 and sides.left_sum <> sides.right_sum
