{#- The thresholds of the portal inspection in one row, a column each: the CTE to join them from. -#}
{% macro thresholds(codes) -%}
    select
        {%- for code in codes %}
        max(case when threshold_code = '{{ code }}' then value end) as {{ code }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('inspection_thresholds') }}
{%- endmacro %}

{#- Whether a fetch brought the page; sources/portals/model.py has the list of statuses. -#}
{% macro is_there(status) -%}
    {{ status }} in ('ok', 'not_modified')
{%- endmacro %}

{#- Whether a link is dead. A page that robots.txt keeps us from, a host that asks us to come later and a
    redirect to another host say nothing about the link. -#}
{% macro is_dead(status) -%}
    {{ status }} in (
        'gone', 'refused', 'server_error', 'timeout', 'unreachable', 'redirect_loop', 'private_address',
        'broken_response', 'too_large', 'tls_error'
    )
{%- endmacro %}

{#- Whether it is unknown if a page is there: nobody looked, or nobody may. -#}
{% macro is_unseen(status) -%}
    {{ status }} in ('not_fetched', 'disallowed', 'robots_unavailable', 'rate_limited')
{%- endmacro %}

{#- 1 where a condition holds, else 0; a null counts as 0. For sums. -#}
{% macro one_if(condition) -%}
    case when {{ condition }} then 1 else 0 end
{%- endmacro %}
