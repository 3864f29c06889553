{% set columns = [
    'crawl_day', 'url', 'evidence_status', 'final_url'
] %}

{{ current_of_addresses('evidence', columns) }}
