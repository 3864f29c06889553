-- The entries of the columns in the newest crawl of each site, with what their pages say. An entry whose page is
-- gone, or says of itself that it was removed, shows nothing.
with sites as (select * from {{ ref('int_sites_newest') }}),

entries as (select * from {{ ref('int_entries_dated') }}),

pages as (
    select
        site_id,
        crawl_day,
        url,
        max(title) as title,
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
    entries.column_code,
    entries.item_url as entry_url,
    {{ plain_text(dbt.concat(["coalesce(entries.title, '')", "'|'", "coalesce(pages.title, '')"])) }} as entry_text,
    coalesce(entries.title, pages.title) as title,
    entries.printed_on,
    pages.body_text,
    pages.media
from entries
inner join sites on entries.site_id = sites.site_id and entries.crawl_day = sites.crawl_day
left join pages
    on entries.site_id = pages.site_id and entries.crawl_day = pages.crawl_day and entries.item_url = pages.url
left join lost on entries.site_id = lost.site_id and entries.crawl_day = lost.crawl_day and entries.item_url = lost.url
where coalesce(pages.is_deleted, 0) = 0 and lost.url is null
