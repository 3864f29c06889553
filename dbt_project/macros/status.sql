{#- The status of an obligation on the day of the run.
    Arguments are SQL expressions: is it exempt, when it was met (date or null), when it is due, that day. -#}
{% macro obligation_status(is_exempt, received_on, due_date, as_of) -%}
    case
        when {{ is_exempt }} then 'exempt'
        when {{ received_on }} <= {{ due_date }} then 'on_time'
        when {{ received_on }} is not null then 'late'
        when {{ as_of }} > {{ due_date }} then 'missing'
        when {{ dbt.datediff(as_of, due_date, 'day') }} <= {{ var('due_soon_days') }} then 'due_soon'
        else 'not_due'
    end
{%- endmacro %}
