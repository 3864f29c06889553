-- Every address that the inspection asked for, every day.
select
    {{ dbt.hash(dbt.concat([text('fetches.crawl_day'), "'|'", "coalesce(fetches.site_id, '')", "'|'", 'fetches.purpose', "'|'", 'fetches.url'])) }} as fetch_id,
    fetches.crawl_day,
    fetches.site_id,
    sites.unit_id,
    fetches.url,
    fetches.purpose,
    fetches.column_code,
    cast(fetches.depth as integer) as depth,
    fetches.referrer,
    fetches.is_on_home,
    fetches.status,
    fetches.is_permanent,
    cast(fetches.http_status as integer) as http_status,
    fetches.final_url,
    fetches.fetched_at,
    cast(fetches.elapsed_ms as integer) as elapsed_ms,
    fetches.transferred_bytes,
    cast(fetches.attempts as integer) as attempts,
    fetches.sha256,
    fetches.etag,
    fetches.last_modified,
    fetches.content_type,
    fetches.detail
from {{ ref('stg_portals__fetches') }} as fetches
left join {{ ref('stg_portals__sites') }} as sites
    on fetches.crawl_day = sites.crawl_day and fetches.site_id = sites.site_id
