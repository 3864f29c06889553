-- The probes of the crawls that count, and those made between two crawls.
{% set columns = ['crawl_day', 'site_id', 'probe_no', 'probed_at', 'status', 'elapsed_ms'] %}

select * from ({{ current_of_sites('probes', columns) }}) as of_crawls
union all
select {{ columns | join(', ') }}
from {{ source('landed_portal_probes', 'probes') }}
where crawl_day <= {{ as_of() }}
