-- Of several crawls of a site on one day the last counts.
with readings as (
    select
        landed.*,
        deliveries.delivery_number,
        max(deliveries.delivery_number) over (partition by landed.crawl_day, landed.site_id) as last_read
    from {{ source('landed_published_reports', 'reports') }} as landed
    inner join {{ source('landed_published_reports', 'deliveries') }} as deliveries
        on landed.delivery_id = deliveries.delivery_id
    where landed.crawl_day <= {{ as_of() }}
)

select
    report_id,
    crawl_day,
    delivery_id,
    site_id,
    unit_id,
    report_year,
    url,
    title,
    published_on,
    address_dated,
    format,
    sha256,
    outcome,
    is_synthetic,
    template_version,
    section_count,
    missing_sections,
    table_count,
    missing_tables
from readings
where delivery_number = last_read
