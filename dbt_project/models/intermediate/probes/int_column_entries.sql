-- The entries of the columns in the newest crawl of each site, with what their pages say. An entry whose page is
-- gone, or says of itself that it was removed, shows nothing.
with sites as (select * from {{ ref('int_sites_newest') }}),

items as (
    select
        site_id,
        crawl_day,
        column_code,
        item_url,
        max(title) as title,
        max(listed_on) as listed_on
    from {{ ref('stg_portals__items') }}
    group by site_id, crawl_day, column_code, item_url
),

pages as (
    select
        site_id,
        crawl_day,
        url,
        max(title) as title,
        max(cast(published_at as date)) as published_on,
        max(body_text) as body_text,
        max(media) as media,
        max(case when is_deleted then 1 else 0 end) as is_deleted
    from {{ ref('stg_portals__pages') }}
    group by site_id, crawl_day, url
),

lost as (
    select distinct
        site_id,
        crawl_day,
        url
    from {{ ref('stg_portals__fetches') }}
    where purpose = 'page' and {{ is_lost('status') }}
)

select
    sites.unit_id,
    sites.site_id,
    sites.crawl_day,
    items.column_code,
    items.item_url as entry_url,
    {{ plain_text(dbt.concat(["coalesce(items.title, '')", "'|'", "coalesce(pages.title, '')"])) }} as entry_text,
    coalesce(items.title, pages.title) as title,
    coalesce(items.listed_on, pages.published_on) as printed_on,
    pages.body_text,
    pages.media
from items
inner join sites on items.site_id = sites.site_id and items.crawl_day = sites.crawl_day
left join pages
    on items.site_id = pages.site_id and items.crawl_day = pages.crawl_day and items.item_url = pages.url
left join lost on items.site_id = lost.site_id and items.crawl_day = lost.crawl_day and items.item_url = lost.url
where coalesce(pages.is_deleted, 0) = 0 and lost.url is null
