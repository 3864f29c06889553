-- When a file was first seen, where it first lay. Each delivery adds the files that were new; the earliest
-- sighting counts, whatever was landed since.
select
    receipt_id,
    min(first_seen_at) as first_seen_at
from {{ source('landed_sightings', 'sightings') }}
group by receipt_id
