-- Interpretations in another form than text. Where nothing was interpreted there is nothing to illustrate.
with counted as (
    select
        asked.probe_id,
        asked.unit_id,
        asked.expected_number as wanted,
        cast(count(*) as integer) as interpretations,
        cast(count(matched.media) as integer) as found,
        min(case when matched.media is not null then matched.entry_url end) as evidence_url
    from {{ ref('int_probes_asked') }} as asked
    inner join {{ ref('int_probes_matched') }} as matched
        on asked.probe_id = matched.probe_id and asked.unit_id = matched.unit_id
    where asked.kind = 'illustrated'
    group by asked.probe_id, asked.unit_id, asked.expected_number
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    {{ probe_result('found', 'wanted') }} as result,
    {{ dbt.concat(["'解读 '", text('interpretations'), "' 件，其中有文字以外形式的 '", text('found'), "' 件'"]) }} as detail,
    evidence_url
from counted
