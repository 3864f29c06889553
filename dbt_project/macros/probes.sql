{#- What a probe has shown: everything that must be there is, or something is not. Nothing to compare with: nobody
    can tell. What is all there, but not as it must be (late, linked one way only), is for each kind to say. -#}
{% macro probe_result(found, wanted) -%}
    case
        when coalesce({{ wanted }}, 0) = 0 then 'cannot_tell'
        when {{ found }} >= {{ wanted }} then 'shown'
        else 'not_shown'
    end
{%- endmacro %}

{#- What a person reads of it: the first thing that is missing, and how many are. -#}
{% macro missing_words(found, wanted, first_missing, unit_word) -%}
    case
        when {{ found }} >= {{ wanted }} then {{ dbt.concat(["'共 '", text(wanted), "' " ~ unit_word ~ "，齐全'"]) }}
        else {{ dbt.concat(["'缺 '", "coalesce(" ~ first_missing ~ ", '')", "'（应有 '", text(wanted), "' " ~ unit_word ~ "，见到 '", text(found), "' " ~ unit_word ~ "）'"]) }}
    end
{%- endmacro %}

{#- The result of a kind that looks for several things: `seen` has a row a probe, unit and thing, and whether it is
    there. The end of a model, after its last `seen as (…),`. -#}
{% macro tallied(seen, thing, unit_word) -%}
counted as (
    select
        probe_id,
        unit_id,
        cast(sum(is_seen) as integer) as found,
        cast(count(*) as integer) as wanted,
        min(case when is_seen = 0 then {{ thing }} end) as first_missing
    from {{ seen }}
    group by probe_id, unit_id
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    {{ probe_result('found', 'wanted') }} as result,
    {{ missing_words('found', 'wanted', text('first_missing'), unit_word) }} as detail,
    {{ text('null') }} as evidence_url
from counted
{%- endmacro %}

{#- Whether a page is not there for good; of what was only down on the day nobody can tell. The permanent failures
    of sources/portals/model.py, without what robots.txt keeps us from. -#}
{% macro is_lost(status) -%}
    {{ status }} in ('gone', 'refused', 'redirect_loop', 'moved_away', 'private_address', 'bad_address', 'too_large')
{%- endmacro %}
