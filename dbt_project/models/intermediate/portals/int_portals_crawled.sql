-- Each site on each day: whether it let us in, whether its home page was there, whether all of it was seen.
with homes as (
    select
        crawl_day,
        site_id,
        max(status) as home_status
    from {{ ref('stg_portals__fetches') }}
    where purpose = 'page' and depth = 0
    group by crawl_day, site_id
),

crawled as (
    select
        sites.*,
        homes.home_status,
        sites.robots_status <> 'ok'
        or coalesce(homes.home_status in ('disallowed', 'robots_unavailable'), false) as is_closed,
        sites.robots_status = 'ok' and coalesce({{ is_there('homes.home_status') }}, false) as is_read,
        max(sites.crawl_day) over (partition by sites.site_id) as newest_day
    from {{ ref('stg_portals__sites') }} as sites
    left join homes on sites.crawl_day = homes.crawl_day and sites.site_id = homes.site_id
)

select
    crawl_day,
    site_id,
    unit_id,
    site_name,
    home_url,
    site_id_code,
    robots_status,
    robots_detail,
    fetch_count,
    page_count,
    transferred_bytes,
    capped_by,
    capped_at,
    home_status,
    is_closed,
    is_read,
    is_read and capped_by is null as is_complete,
    crawl_day = newest_day as is_newest
from crawled
