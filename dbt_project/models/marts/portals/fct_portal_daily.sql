-- Each site on each day in figures, and whether one of them is a 单项否决 of the State Council's check table.
-- A site that let nobody in, or whose home page was not there, has no figures about its content.
{%- set figures = [
    'stale_columns_short', 'stale_columns_half_year', 'stale_columns', 'blank_columns', 'missing_sections',
    'dead_links_home', 'dead_links_elsewhere', 'pages_with_tag_problems', 'missing_marks', 'personal_data_pages',
    'deleted_pages', 'backdated_pages', 'policies', 'unpaired_policies', 'late_interpretations'
] %}

with limits as (
    {{ thresholds([
        'unreachable_share', 'probe_window_days', 'slow_seconds', 'home_stale_days', 'short_update_days',
        'half_year_update_days', 'stale_columns_limit_2w_6m', 'long_stale_columns_limit', 'blank_columns_limit'
    ]) }}
),

crawls as (select * from {{ ref('int_portals_crawled') }}),

portal_columns as (select * from {{ ref('fct_portal_columns') }}),

probed as (
    select
        probes.crawl_day,
        probes.site_id,
        count(*) as probe_count,
        sum(
            {{ one_if("not (" ~ is_there('probes.status') ~ ") or probes.elapsed_ms >= limits.slow_seconds * 1000") }}
        ) as failed_probes
    from {{ ref('stg_portals__probes') }} as probes
    cross join limits
    group by probes.crawl_day, probes.site_id
),

-- The rule is about a week of probes, not about the few of one day.
reached as (
    select
        crawls.crawl_day,
        crawls.site_id,
        sum(probed.failed_probes) as window_failed,
        sum(probed.probe_count) as window_count
    from crawls
    cross join limits
    inner join probed
        on
            crawls.site_id = probed.site_id
            and probed.crawl_day <= crawls.crawl_day
            and {{ dbt.datediff('probed.crawl_day', 'crawls.crawl_day', 'day') }} < limits.probe_window_days
    group by crawls.crawl_day, crawls.site_id
),

-- The newest dated page that the home page leads to.
from_home as (
    select
        fetches.crawl_day,
        fetches.site_id,
        max(cast(pages.published_at as date)) as newest_on
    from {{ ref('stg_portals__fetches') }} as fetches
    inner join {{ ref('stg_portals__pages') }} as pages
        on
            fetches.crawl_day = pages.crawl_day
            and fetches.site_id = pages.site_id
            and fetches.url = pages.url
    where
        fetches.is_on_home
        and fetches.purpose = 'page'
        and pages.page_type not in ('home', 'column')
        and pages.published_basis in ('tag', 'text')
        and cast(pages.published_at as date) <= pages.crawl_day
    group by fetches.crawl_day, fetches.site_id
),

of_columns as (
    select
        portal_columns.crawl_day,
        portal_columns.site_id,
        max(portal_columns.newest_on) as newest_on,
        sum(
            {{ one_if("portal_columns.is_stale and portal_columns.update_days <= limits.short_update_days") }}
        ) as stale_columns_short,
        sum(
            {{ one_if("portal_columns.is_stale and portal_columns.update_days > limits.short_update_days and portal_columns.update_days <= limits.half_year_update_days") }}
        ) as stale_columns_half_year,
        sum({{ one_if("portal_columns.is_stale") }}) as stale_columns,
        sum({{ one_if("portal_columns.is_blank") }}) as blank_columns,
        sum(
            {{ one_if("(portal_columns.is_section or portal_columns.is_required) and not portal_columns.is_present and not (" ~ is_unseen('portal_columns.status') ~ ")") }}
        ) as missing_sections
    from portal_columns
    cross join limits
    group by portal_columns.crawl_day, portal_columns.site_id
),

of_links as (
    select
        crawl_day,
        site_id,
        sum({{ one_if("is_on_home") }}) as dead_links_home,
        sum({{ one_if("not is_on_home") }}) as dead_links_elsewhere
    from {{ ref('int_links_dead') }}
    group by crawl_day, site_id
),

of_tags as (
    select crawl_day, site_id, count(distinct url) as pages_with_tag_problems
    from {{ ref('stg_portals__page_tags') }}
    group by crawl_day, site_id
),

of_marks as (
    select crawl_day, site_id, count(*) as missing_marks
    from {{ ref('int_marks_missing') }}
    group by crawl_day, site_id
),

of_persons as (
    select crawl_day, site_id, count(distinct url) as personal_data_pages
    from {{ ref('stg_portals__personal_data') }}
    group by crawl_day, site_id
),

of_pages as (
    select
        pages.crawl_day,
        pages.site_id,
        sum({{ one_if("pages.is_deleted") }}) as deleted_pages,
        sum({{ one_if("history.is_backdated") }}) as backdated_pages
    from {{ ref('stg_portals__pages') }} as pages
    left join {{ ref('fct_page_history') }} as history
        on pages.site_id = history.site_id and pages.url = history.url
    group by pages.crawl_day, pages.site_id
),

of_policies as (
    select
        crawl_day,
        site_id,
        count(distinct policy_url) as policies,
        sum({{ one_if("is_unpaired") }}) as unpaired_policies,
        sum({{ one_if("is_late") }}) as late_interpretations
    from {{ ref('fct_policy_pairs') }}
    group by crawl_day, site_id
),

measured as (
    select
        crawls.*,
        coalesce(probed.probe_count, 0) as probe_count,
        coalesce(probed.failed_probes, 0) as failed_probes,
        cast(cast(reached.window_failed as numeric(20, 6)) / reached.window_count as numeric(7, 4)) as failed_share,
        -- A home page that only leads to columns, or whose entries are not dated, is as new as what is in them.
        case when crawls.is_read then coalesce(from_home.newest_on, of_columns.newest_on) end as home_newest_on,
        {%- for figure in figures %}
        case when crawls.is_read then coalesce({{ figure }}, 0) end as {{ figure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from crawls
    {%- for figures_of in ['probed', 'reached', 'from_home', 'of_columns', 'of_links', 'of_tags', 'of_marks', 'of_persons', 'of_pages', 'of_policies'] %}
    left join {{ figures_of }}
        on crawls.crawl_day = {{ figures_of }}.crawl_day and crawls.site_id = {{ figures_of }}.site_id
    {%- endfor %}
),

judged as (
    select
        measured.*,
        {{ dbt.datediff('measured.home_newest_on', 'measured.crawl_day', 'day') }} as days_since_home_update,
        coalesce(measured.failed_share >= limits.unreachable_share, false) as is_unreachable,
        measured.is_read
        and coalesce(
            {{ dbt.datediff('measured.home_newest_on', 'measured.crawl_day', 'day') }} > limits.home_stale_days, true
        ) as is_home_stale,
        coalesce(
            measured.stale_columns_short + measured.stale_columns_half_year >= limits.stale_columns_limit_2w_6m,
            false
        ) as has_many_stale,
        coalesce(measured.stale_columns >= limits.long_stale_columns_limit, false) as has_long_stale,
        coalesce(measured.blank_columns >= limits.blank_columns_limit, false) as has_many_blank,
        coalesce(measured.backdated_pages > 0, false) as has_backdated
    from measured
    cross join limits
)

select
    crawl_day,
    site_id,
    unit_id,
    site_name,
    home_url,
    robots_status,
    robots_detail,
    home_status,
    is_read,
    is_complete,
    cast(fetch_count as integer) as fetch_count,
    cast(page_count as integer) as page_count,
    transferred_bytes,
    capped_by,
    capped_at,
    cast(probe_count as integer) as probe_count,
    cast(failed_probes as integer) as failed_probes,
    failed_share,
    is_unreachable,
    home_newest_on,
    cast(days_since_home_update as integer) as days_since_home_update,
    is_home_stale,
    {%- for figure in figures %}
    cast({{ figure }} as integer) as {{ figure }},
    {%- endfor %}
    is_unreachable or is_home_stale or has_many_stale or has_long_stale or has_many_blank or has_backdated as is_vetoed,
    nullif(
        {{ dbt.concat([
            "case when is_unreachable then '站点无法访问；' else '' end",
            "case when is_home_stale then '首页不更新；' else '' end",
            "case when has_many_stale then '动态、通知、政策类栏目不更新；' else '' end",
            "case when has_long_stale then '栏目长期不更新；' else '' end",
            "case when has_many_blank then '空白栏目；' else '' end",
            "case when has_backdated then '疑似倒填发布日期，待核实；' else '' end"
        ]) }},
        ''
    ) as veto_reasons
from judged
