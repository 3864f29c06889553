-- Interpretations of which no more than a share (per cent) stands word for word in the policy.
with shares as (
    select
        asked.probe_id,
        asked.unit_id,
        asked.expected_number,
        matched.entry_url,
        max(matched.title) as title,
        max(pairs.copied_share) as copied_share
    from {{ ref('int_probes_asked') }} as asked
    inner join {{ ref('int_probes_matched') }} as matched
        on asked.probe_id = matched.probe_id and asked.unit_id = matched.unit_id
    inner join {{ ref('stg_portals__policy_pairs') }} as pairs
        on
            matched.site_id = pairs.site_id
            and matched.crawl_day = pairs.crawl_day
            and matched.entry_url = pairs.interpretation_url
    where asked.kind = 'copied' and pairs.copied_share is not null
    group by asked.probe_id, asked.unit_id, asked.expected_number, matched.entry_url
),

judged as (
    select
        *,
        case when copied_share * 100 > expected_number then 1 else 0 end as is_copied
    from shares
),

counted as (
    select
        probe_id,
        unit_id,
        cast(sum(1 - is_copied) as integer) as found,
        cast(count(*) as integer) as wanted,
        min(case when is_copied = 1 then title end) as first_copied,
        min(case when is_copied = 1 then entry_url end) as evidence_url
    from judged
    group by probe_id, unit_id
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    case
        when found > 0 and found < wanted then 'partly'
        else {{ probe_result('found', 'wanted') }}
    end as result,
    case
        when found < wanted
            then {{ dbt.concat(["'照抄文件过多：'", "coalesce(first_copied, '')", "'（解读 '", text('wanted'), "' 件中不照抄的 '", text('found'), "' 件）'"]) }}
        else {{ dbt.concat(["'解读 '", text('wanted'), "' 件，都不是照抄'"]) }}
    end as detail,
    evidence_url
from counted
