-- What belongs to a site follows the crawl of the site that counts; what belongs to none, its address.
{% set columns = [
    'crawl_day', 'site_id', 'url', 'purpose', 'column_code', 'depth', 'referrer', 'is_on_home',
    'status', 'is_permanent', 'http_status', 'final_url', 'fetched_at', 'elapsed_ms',
    'transferred_bytes', 'attempts', 'sha256', 'etag', 'last_modified', 'content_type', 'detail'
] %}

select * from ({{ current_of_sites('fetches', columns) }}) as of_sites
union all
select * from ({{ current_of_addresses('fetches', columns, 'landed.site_id is null') }}) as of_addresses
