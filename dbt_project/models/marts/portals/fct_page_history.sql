-- When each page was first seen, beside the date that it bears. A page is back-dated where it was not there when
-- the site was last seen whole, its column being there, and is dated well before that day. Without such an
-- earlier look nobody can tell: what is seen for the first time may have stood there for years.
with limits as ({{ thresholds(['backdated_days']) }}),

crawls as (select * from {{ ref('int_portals_crawled') }}),

first_crawls as (
    select
        site_id,
        min(crawl_day) as site_first_crawled_on
    from crawls
    where is_read
    group by site_id
),

-- Also a page that did not open was there to be asked for.
seen as (
    select
        site_id,
        url,
        min(crawl_day) as first_seen_on,
        max(crawl_day) as last_seen_on
    from {{ ref('stg_portals__fetches') }}
    where purpose = 'page' and depth > 0 and site_id is not null
    group by site_id, url
),

first_read as (
    select
        site_id,
        url,
        min(crawl_day) as first_read_on
    from {{ ref('stg_portals__pages') }}
    where not is_list
    group by site_id, url
),

pages as (
    select
        seen.site_id,
        seen.url,
        seen.first_seen_on,
        seen.last_seen_on,
        first_read.first_read_on,
        pages.title,
        case when pages.published_basis in ('tag', 'text') then cast(pages.published_at as date) end as published_on
    from seen
    inner join first_read on seen.site_id = first_read.site_id and seen.url = first_read.url
    inner join {{ ref('stg_portals__pages') }} as pages
        on
            seen.site_id = pages.site_id
            and seen.url = pages.url
            and first_read.first_read_on = pages.crawl_day
),

entries as (
    select
        site_id,
        item_url,
        crawl_day,
        min(column_code) as column_code,
        min(printed_on) as printed_on
    from {{ ref('int_entries_dated') }}
    group by site_id, item_url, crawl_day
),

-- A site that moves its pages to new addresses dates none of them back.
titles as (
    select
        site_id,
        title,
        min(crawl_day) as title_first_seen_on
    from {{ ref('stg_portals__pages') }}
    where not is_list
    group by site_id, title
),

columns_whole as (
    select
        columns.site_id,
        columns.column_code,
        columns.crawl_day
    from {{ ref('fct_portal_columns') }} as columns
    inner join crawls on columns.site_id = crawls.site_id and columns.crawl_day = crawls.crawl_day
    where columns.is_present and crawls.is_complete
),

dated as (
    select
        pages.site_id,
        pages.url,
        pages.title,
        entries.column_code,
        pages.first_seen_on,
        pages.last_seen_on,
        coalesce(pages.published_on, entries.printed_on) as printed_on,
        max(columns_whole.crawl_day) as last_absent_on
    from pages
    left join entries
        on
            pages.site_id = entries.site_id
            and pages.url = entries.item_url
            and pages.first_read_on = entries.crawl_day
    left join columns_whole
        on
            entries.site_id = columns_whole.site_id
            and entries.column_code = columns_whole.column_code
            and columns_whole.crawl_day < pages.first_seen_on
    group by
        pages.site_id,
        pages.url,
        pages.title,
        entries.column_code,
        pages.first_seen_on,
        pages.last_seen_on,
        coalesce(pages.published_on, entries.printed_on)
)

select
    dated.site_id,
    crawls.unit_id,
    dated.url,
    dated.title,
    dated.column_code,
    first_crawls.site_first_crawled_on,
    dated.first_seen_on,
    dated.last_seen_on,
    dated.last_absent_on,
    dated.printed_on,
    cast({{ dbt.datediff('dated.printed_on', 'dated.first_seen_on', 'day') }} as integer) as days_between,
    coalesce(
        {{ dbt.datediff('dated.printed_on', 'dated.last_absent_on', 'day') }} > limits.backdated_days
        and (titles.title_first_seen_on is null or titles.title_first_seen_on >= dated.first_seen_on),
        false
    ) as is_backdated
from dated
inner join crawls on dated.site_id = crawls.site_id and dated.first_seen_on = crawls.crawl_day
left join first_crawls on dated.site_id = first_crawls.site_id
left join titles on dated.site_id = titles.site_id and dated.title = titles.title
cross join limits
