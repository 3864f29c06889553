-- The newest crawl of each site.
select
    site_id,
    unit_id,
    crawl_day,
    home_url,
    robots_status,
    capped_by
from (
    select
        *,
        row_number() over (partition by site_id order by crawl_day desc) as recency
    from {{ ref('stg_portals__sites') }}
) as ranked
where recency = 1
