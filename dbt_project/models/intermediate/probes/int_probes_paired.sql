-- Each policy has its interpretation; all of them, but not each linked both ways, is a part of what is asked. Where
-- nobody has registered the column of the interpretations, or it was down, none of them was looked for.
with searched as (
    select distinct
        site_id,
        crawl_day
    from {{ ref('stg_portals__site_columns') }}
    where column_code = 'interpretation' and ({{ is_there('status') }} or {{ is_lost('status') }})
),

policies as (
    select
        matched.probe_id,
        matched.unit_id,
        matched.entry_url,
        max(matched.title) as title,
        max(case when pairs.interpretation_url is null then 0 else 1 end) as is_interpreted,
        max(case when pairs.is_linked_from_policy and pairs.is_linked_to_policy then 1 else 0 end) as is_two_way
    from {{ ref('int_probes_matched') }} as matched
    inner join {{ ref('int_probes_asked') }} as asked
        on matched.probe_id = asked.probe_id and matched.unit_id = asked.unit_id and asked.kind = 'paired'
    inner join {{ ref('stg_portals__policy_pairs') }} as pairs
        on
            matched.site_id = pairs.site_id
            and matched.crawl_day = pairs.crawl_day
            and matched.entry_url = pairs.policy_url
    inner join searched on matched.site_id = searched.site_id and matched.crawl_day = searched.crawl_day
    group by matched.probe_id, matched.unit_id, matched.entry_url
),

counted as (
    select
        probe_id,
        unit_id,
        cast(sum(is_interpreted) as integer) as found,
        cast(count(*) as integer) as wanted,
        cast(sum(is_two_way) as integer) as two_way,
        min(case when is_interpreted = 0 then title end) as first_missing,
        min(case when is_two_way = 0 then title end) as first_one_way,
        coalesce(
            min(case when is_interpreted = 0 then entry_url end),
            min(case when is_two_way = 0 then entry_url end),
            min(entry_url)
        ) as evidence_url
    from policies
    group by probe_id, unit_id
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    case
        when found = wanted and two_way < wanted then 'partly'
        else {{ probe_result('found', 'wanted') }}
    end as result,
    case
        when found < wanted
            then {{ dbt.concat(["'没有解读：'", "coalesce(first_missing, '')", "'（'", text('wanted'), "' 件中有解读的 '", text('found'), "' 件）'"]) }}
        when two_way < wanted
            then {{ dbt.concat(["'没有双向关联：'", "coalesce(first_one_way, '')", "'（'", text('wanted'), "' 件中双向关联的 '", text('two_way'), "' 件）'"]) }}
        else {{ dbt.concat(["'共 '", text('wanted'), "' 件，都有解读并双向关联'"]) }}
    end as detail,
    evidence_url
from counted
