-- The newest crawl of each site.
select
    site_id,
    unit_id,
    crawl_day,
    home_url,
    robots_status,
    capped_by
from {{ ref('int_portals_crawled') }}
where is_newest
