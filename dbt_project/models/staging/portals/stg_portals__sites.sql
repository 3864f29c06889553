{% set columns = [
    'crawl_day', 'site_id', 'unit_id', 'site_name', 'home_url', 'site_id_code', 'robots_status',
    'robots_detail', 'fetch_count', 'page_count', 'transferred_bytes', 'capped_by', 'capped_at'
] %}

{{ current_of_sites('sites', columns) }}
