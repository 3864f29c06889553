{% set columns = [
    'crawl_day', 'site_id', 'column_code', 'column_name', 'column_type', 'url', 'arrived_at', 'update_days',
    'is_required', 'is_section', 'status'
] %}

{{ current_of_sites('site_columns', columns) }}
