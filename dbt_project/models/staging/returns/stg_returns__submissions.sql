-- One row a form in a file. A file that was read again (a newer reader, a changed registry) counts as its
-- last reading says: a form that this reading does not find is not there. The time at which its bytes were
-- first seen, or registered, never moves, not even with the file.
with readings as (
    select
        landed.*,
        deliveries.delivery_number,
        sightings.first_seen_at
    from {{ source('landed_returns', 'submissions') }} as landed
    inner join {{ source('landed_returns', 'deliveries') }} as deliveries
        on landed.delivery_id = deliveries.delivery_id
    left join {{ ref('stg_returns__sightings') }} as sightings on landed.receipt_id = sightings.receipt_id
),

timed as (
    select
        *,
        min(first_seen_at) over (partition by report_year, unit_id, sha256) as earliest_seen_at,
        min(registered_at) over (partition by report_year, unit_id, sha256) as earliest_registered_at,
        max(delivery_number) over (partition by receipt_id) as last_read
    from readings
)

select
    submission_id,
    delivery_id,
    receipt_id,
    report_year,
    unit_id,
    form,
    template_version,
    file_name,
    sha256,
    outcome,
    is_synthetic,
    earliest_registered_at as registered_at,
    earliest_seen_at as first_seen_at
from timed
where delivery_number = last_read
