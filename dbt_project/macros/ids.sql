{#- Keys that a person can read: 2021-07, 2021-07-shi-caizhengju-summary. -#}
{% macro text(expression) -%}
    cast({{ expression }} as {{ dbt.type_string() }})
{%- endmacro %}

{% macro task_id(report_year, task_no) -%}
    {{ dbt.concat([text(report_year), "'-'", "lpad(" ~ text(task_no) ~ ", 2, '0')"]) }}
{%- endmacro %}
