-- At least so many entries whose titles match.
with counted as (
    select
        asked.probe_id,
        asked.unit_id,
        asked.what,
        asked.expected_number as wanted,
        cast(count(matched.entry_url) as integer) as found,
        min(matched.entry_url) as evidence_url
    from {{ ref('int_probes_asked') }} as asked
    left join {{ ref('int_probes_matched') }} as matched
        on asked.probe_id = matched.probe_id and asked.unit_id = matched.unit_id
    where asked.kind = 'listed' and asked.state = 'ready'
    group by asked.probe_id, asked.unit_id, asked.what, asked.expected_number
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    {{ probe_result('found', 'wanted') }} as result,
    case
        when found >= wanted then {{ dbt.concat(["'见到 '", text('found'), "' 条'"]) }}
        else {{ dbt.concat(["'没有见到：'", 'what']) }}
    end as detail,
    evidence_url
from counted
