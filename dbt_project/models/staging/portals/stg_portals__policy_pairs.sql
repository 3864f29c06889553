{% set columns = [
    'crawl_day', 'site_id', 'policy_url', 'interpretation_url', 'basis', 'is_linked_from_policy',
    'is_linked_to_policy', 'copied_share'
] %}

{{ current_of_sites('policy_pairs', columns) }}
