{#- The cells of one table of a statistical form, of the returns that count: one row a unit, row and column.
    What a cell does not say has no value: nothing is filled with zeros. -#}
{% macro active_figures(table_code, column_name='column_code') -%}
    select
        figures.report_year,
        submissions.unit_id,
        figures.submission_id,
        figures.row_code,
        figures.column_code as {{ column_name }},
        cast(figures.value as {{ figure_type() }}) as value,
        figures.cell_state,
        figures.raw_text,
        submissions.template_version,
        figures.source_locator
    from {{ ref('stg_returns__figures') }} as figures
    inner join {{ ref('int_submissions_known') }} as submissions
        on figures.submission_id = submissions.submission_id and submissions.is_active
    where figures.table_code = '{{ table_code }}'
{%- endmacro %}

{#- Six places: amounts in 万元 are reported with so many. -#}
{% macro figure_type() -%}
    numeric(20, 6)
{%- endmacro %}
