{#- The day on which the run looks at the world: the only clock in the project. -#}
{% macro as_of() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}
