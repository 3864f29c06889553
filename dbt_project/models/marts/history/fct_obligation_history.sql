-- What was known of each item on each day: from the day of the run that first saw it so, until the day of the one
-- that saw it otherwise. Of several runs on one day the last one counts.
select
    obligation_id,
    report_year,
    task_id,
    unit_id,
    obligation_type,
    due_date,
    status,
    submission_id,
    received_at,
    cast(dbt_valid_from as date) as known_from,
    cast(dbt_valid_to as date) as known_until
from {{ ref('obligation_status') }}
where dbt_valid_to is null or dbt_valid_to > dbt_valid_from
