{% set columns = [
    'crawl_day', 'site_id', 'url', 'page_type', 'tag_name', 'problem', 'tag_value'
] %}

{{ current_of_sites('page_tags', columns) }}
