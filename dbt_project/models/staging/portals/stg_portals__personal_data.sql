{% set columns = [
    'crawl_day', 'site_id', 'url', 'kind', 'masked', 'context'
] %}

{{ current_of_sites('personal_data', columns) }}
