{% set columns = [
    'crawl_day', 'site_id', 'column_code', 'page_url', 'item_url', 'title', 'listed_on', 'position'
] %}

{{ current_of_sites('items', columns) }}
