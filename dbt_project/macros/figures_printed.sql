{#- A figure as a person reads it: without the zeros behind the point that its type carries. -#}
{% macro plain_number(expression) -%}
    case
        when {{ expression }} = floor({{ expression }}) then {{ text("cast(floor(" ~ expression ~ ") as bigint)") }}
        else rtrim({{ text(expression) }}, '0')
    end
{%- endmacro %}

{#- One table of the annual report as printed: a row a line, its figures and their states side by side. -#}
{% macro printed_rows(table_code, column_codes) -%}
    select
        figures.scope,
        figures.row_order,
        figures.report_year,
        figures.template_version,
        figures.row_code,
        min(cells.row_heading) as row_heading,
        {% for code in column_codes -%}
            max(case when figures.column_code = '{{ code }}' then figures.value end) as {{ code }},
        {% endfor -%}
        {% for code in column_codes -%}
            max(case when figures.column_code = '{{ code }}' then figures.cell_state end) as {{ code }}_state,
        {% endfor -%}
        max(figures.owing_count) as owing_count,
        min(figures.counted_count) as counted_count,
        max(case when figures.is_partial then 1 else 0 end) = 1 as is_partial,
        min(lacking.uncounted_units) as uncounted_units
    from {{ ref('rpt_report_cells') }} as figures
    left join (
        -- Cells of a line may lack different units: each group of them once.
        select
            report_year,
            scope,
            row_code,
            {{ dbt.listagg('uncounted_units', "'；'", 'order by first_order') }} as uncounted_units
        from (
            select
                report_year,
                scope,
                row_code,
                uncounted_units,
                min(column_order) as first_order
            from {{ ref('rpt_report_cells') }}
            where table_code = '{{ table_code }}' and uncounted_units is not null
            group by report_year, scope, row_code, uncounted_units
        ) as gaps
        group by report_year, scope, row_code
    ) as lacking
        on
            figures.report_year = lacking.report_year
            and figures.scope = lacking.scope
            and figures.row_code = lacking.row_code
    inner join {{ ref('dim_report_cells') }} as cells
        on
            figures.template_version = cells.template_version
            and {{ same_cell('figures', 'cells') }}
            and cells.form = 'annual_statistics'
    where figures.table_code = '{{ table_code }}'
    group by figures.scope, figures.row_order, figures.report_year, figures.template_version, figures.row_code
{%- endmacro %}

{#- A cell as it stands on paper: what is empty says so, what does not apply is a stroke. -#}
{% macro printed_figure(value, cell_state) -%}
    case
        when {{ value }} is not null then {{ plain_number(value) }}
        when {{ cell_state }} = 'not_applicable' then '/'
        when {{ cell_state }} = 'unreadable' then '读不懂'
        else '空白'
    end
{%- endmacro %}

{#- Two rows are about the same figure of a form: its table, row and column. -#}
{% macro same_cell(left, right) -%}
    {{ left }}.table_code = {{ right }}.table_code
    and {{ left }}.row_code = {{ right }}.row_code
    and {{ left }}.column_code = {{ right }}.column_code
{%- endmacro %}
