-- Each of the things that must be there (subordinate units, periods) is named by an entry that matches.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'named' and state = 'ready'),

facts as (select * from {{ ref('stg_portal_registry__probe_facts') }}),

seen as (
    select
        asked.probe_id,
        asked.unit_id,
        facts.fact,
        max(case when matched.entry_url is null then 0 else 1 end) as is_seen
    from asked
    inner join facts
        on asked.probe_id = facts.probe_id and (facts.unit_id is null or asked.unit_id = facts.unit_id)
    left join {{ ref('int_probes_matched') }} as matched
        on
            asked.probe_id = matched.probe_id
            and asked.unit_id = matched.unit_id
            and {{ dbt.position(plain_name('facts.fact'), plain_name('matched.entry_text')) }} > 0
    group by asked.probe_id, asked.unit_id, facts.fact
),

{{ tallied('seen', 'fact', '项') }}
