-- The dead links of sites that could be read. Not among them: the home page itself, and a column that must be
-- there and is missing, with the pages behind it; that is a finding of its own.
with missing as (
    select crawl_day, site_id, column_code, url
    from {{ ref('stg_portals__site_columns') }}
    where (is_required or is_section) and not ({{ is_there('status') }})
)

select
    fetches.crawl_day,
    fetches.site_id,
    fetches.url,
    fetches.status,
    fetches.detail,
    fetches.referrer,
    fetches.is_on_home
from {{ ref('stg_portals__fetches') }} as fetches
inner join {{ ref('int_portals_crawled') }} as crawls
    on fetches.crawl_day = crawls.crawl_day and fetches.site_id = crawls.site_id
left join missing
    on
        fetches.crawl_day = missing.crawl_day
        and fetches.site_id = missing.site_id
        and (fetches.url = missing.url or fetches.column_code = missing.column_code)
where
    crawls.is_read
    and fetches.purpose in ('page', 'home_link')
    and fetches.depth > 0
    and {{ is_dead('fetches.status') }}
    and missing.url is null
