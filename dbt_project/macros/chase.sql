{#- The form that answers for an item: its own table for the annual statistics, one table for all tasks. -#}
{% macro form_owed(obligation_type) -%}
    case when {{ obligation_type }} = 'statistics' then 'annual_statistics' else 'task_progress' end
{%- endmacro %}
