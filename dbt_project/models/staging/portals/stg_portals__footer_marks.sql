{% set columns = [
    'crawl_day', 'site_id', 'mark', 'mark_value'
] %}

{{ current_of_sites('footer_marks', columns) }}
