-- A file that was read again (a newer reader, a changed registry) counts as its last reading says;
-- the time at which its bytes were first seen, or registered, never moves, not even with the file.
with readings as (
    select
        landed.*,
        deliveries.delivery_number,
        min(landed.first_seen_at) over (partition by landed.report_year, landed.unit_id, landed.sha256) as earliest_seen_at,
        min(landed.registered_at) over (partition by landed.report_year, landed.unit_id, landed.sha256) as earliest_registered_at,
        row_number() over (partition by landed.submission_id order by deliveries.delivery_number desc) as recency
    from {{ source('landed_returns', 'submissions') }} as landed
    inner join {{ source('landed_returns', 'deliveries') }} as deliveries
        on landed.delivery_id = deliveries.delivery_id
)

select
    submission_id,
    delivery_id,
    report_year,
    unit_id,
    form,
    file_name,
    sha256,
    outcome,
    is_synthetic,
    earliest_registered_at as registered_at,
    earliest_seen_at as first_seen_at
from readings
where recency = 1
