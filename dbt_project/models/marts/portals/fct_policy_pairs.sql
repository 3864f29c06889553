-- Every policy with its interpretations. Late is a policy whose first interpretation came after the working days
-- allowed; a second one, be it a film, may come when it likes. Where a date is not printed or the calendar does
-- not reach, nobody knows whether it was late.
with limits as ({{ thresholds(['interpretation_workdays', 'interpretation_from_year']) }}),

pages as (
    select
        crawl_day,
        site_id,
        url,
        title,
        media,
        case when published_basis in ('tag', 'text') then cast(published_at as date) end as published_on
    from {{ ref('stg_portals__pages') }}
),

listed as (
    select
        crawl_day,
        site_id,
        item_url,
        max(printed_on) as printed_on
    from {{ ref('int_entries_dated') }}
    group by crawl_day, site_id, item_url
),

dated as (
    select
        pairs.crawl_day,
        pairs.site_id,
        pairs.policy_url,
        policies.title as policy_title,
        coalesce(policies.published_on, listed_policies.printed_on) as policy_published_on,
        pairs.interpretation_url,
        interpretations.title as interpretation_title,
        coalesce(interpretations.published_on, listed_interpretations.printed_on) as interpretation_published_on,
        pairs.basis,
        pairs.is_linked_from_policy,
        pairs.is_linked_to_policy,
        interpretations.media,
        pairs.copied_share
    from {{ ref('stg_portals__policy_pairs') }} as pairs
    {%- for one, url in [('policies', 'policy_url'), ('interpretations', 'interpretation_url')] %}
    left join pages as {{ one }}
        on
            pairs.crawl_day = {{ one }}.crawl_day
            and pairs.site_id = {{ one }}.site_id
            and pairs.{{ url }} = {{ one }}.url
    left join listed as listed_{{ one }}
        on
            pairs.crawl_day = listed_{{ one }}.crawl_day
            and pairs.site_id = listed_{{ one }}.site_id
            and pairs.{{ url }} = listed_{{ one }}.item_url
    {%- endfor %}
),

lagged as (
    select
        dated.*,
        last_days.workday_no - first_days.workday_no as lag_workdays
    from dated
    left join {{ ref('dim_calendar') }} as first_days on dated.policy_published_on = first_days.day
    left join {{ ref('dim_calendar') }} as last_days on dated.interpretation_published_on = last_days.day
),

ranked as (
    select
        lagged.*,
        min(lag_workdays) over (partition by crawl_day, site_id, policy_url) as first_lag
    from lagged
)

select
    ranked.crawl_day,
    ranked.site_id,
    sites.unit_id,
    ranked.policy_url,
    ranked.policy_title,
    ranked.policy_published_on,
    ranked.interpretation_url,
    ranked.interpretation_title,
    ranked.interpretation_published_on,
    ranked.basis,
    -- What was published before interpretations were asked for has none, and needs none.
    ranked.interpretation_url is null
    and coalesce(extract(year from ranked.policy_published_on) >= limits.interpretation_from_year, true) as is_unpaired,
    cast(ranked.lag_workdays as integer) as lag_workdays,
    ranked.lag_workdays = ranked.first_lag and ranked.first_lag > limits.interpretation_workdays as is_late,
    ranked.is_linked_from_policy,
    ranked.is_linked_to_policy,
    ranked.is_linked_from_policy and ranked.is_linked_to_policy as is_two_way,
    ranked.media,
    ranked.copied_share
from ranked
inner join {{ ref('stg_portals__sites') }} as sites
    on ranked.crawl_day = sites.crawl_day and ranked.site_id = sites.site_id
cross join limits
