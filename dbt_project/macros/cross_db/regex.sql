{#- Whether a text matches a regular expression somewhere. Patterns are data: keep to what RE2 and Java both know. -#}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'zwgk')(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    regexp_like({{ expression }}, {{ pattern }})
{%- endmacro %}

{% macro duckdb__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, {{ pattern }})
{%- endmacro %}

{% macro spark__matches(expression, pattern) -%}
    ({{ expression }} rlike {{ pattern }})
{%- endmacro %}

{#- The whole number in the first brackets of a pattern; null where the text does not match. -#}
{% macro number_in(expression, pattern) -%}
    {{ return(adapter.dispatch('number_in', 'zwgk')(expression, pattern)) }}
{%- endmacro %}

{% macro default__number_in(expression, pattern) -%}
    {{ dbt.safe_cast("nullif(regexp_extract(" ~ expression ~ ", " ~ pattern ~ ", 1), '')", dbt.type_int()) }}
{%- endmacro %}

{#- A text with its digits in half width and without blanks, so that patterns need not think of them. -#}
{% macro plain_text(expression) -%}
    {%- set ns = namespace(sql=expression) -%}
    {%- for full, half in [('０', '0'), ('１', '1'), ('２', '2'), ('３', '3'), ('４', '4'), ('５', '5'), ('６', '6'), ('７', '7'), ('８', '8'), ('９', '9'), (' ', ''), ('　', '')] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '" ~ full ~ "', '" ~ half ~ "')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{#- A name as it is looked for in titles: brackets of either width are the same. -#}
{% macro plain_name(expression) -%}
    replace(replace({{ plain_text(expression) }}, '（', '('), '）', ')')
{%- endmacro %}
