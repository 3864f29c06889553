-- Each entry says one of some words (its validity), in its title or on its page.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'marked' and state = 'ready'),

entries as (
    select
        asked.probe_id,
        asked.unit_id,
        matched.entry_url,
        matched.title,
        max(case when facts.fact is null then 0 else 1 end) as is_marked
    from asked
    inner join {{ ref('int_probes_matched') }} as matched
        on asked.probe_id = matched.probe_id and asked.unit_id = matched.unit_id
    left join {{ ref('stg_portal_registry__probe_facts') }} as facts
        on
            asked.probe_id = facts.probe_id
            and (
                {{ dbt.position('facts.fact', 'matched.entry_text') }} > 0
                or {{ dbt.position('facts.fact', "coalesce(matched.body_text, '')") }} > 0
            )
    group by asked.probe_id, asked.unit_id, matched.entry_url, matched.title
),

counted as (
    select
        probe_id,
        unit_id,
        cast(sum(is_marked) as integer) as found,
        cast(count(*) as integer) as wanted,
        min(case when is_marked = 0 then title end) as first_missing,
        min(case when is_marked = 0 then entry_url end) as evidence_url
    from entries
    group by probe_id, unit_id
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    {{ probe_result('found', 'wanted') }} as result,
    case
        when found < wanted
            then {{ dbt.concat(["'没有标注：'", "coalesce(first_missing, '')", "'（'", text('wanted'), "' 件中有标注的 '", text('found'), "' 件）'"]) }}
        else {{ dbt.concat(["'共 '", text('wanted'), "' 件，都有标注'"]) }}
    end as detail,
    evidence_url
from counted
