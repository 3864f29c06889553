{% set columns = [
    'crawl_day', 'site_id', 'probe_no', 'probed_at', 'status', 'elapsed_ms'
] %}

{{ current_of_sites('probes', columns) }}
