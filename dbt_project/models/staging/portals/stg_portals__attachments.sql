{% set columns = [
    'crawl_day', 'site_id', 'page_url', 'url', 'title'
] %}

{{ current_of_sites('attachments', columns) }}
