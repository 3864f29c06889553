-- Every delivery counts: a version is never taken back.
select
    report_year,
    scope,
    version,
    unit_id,
    submission_id
from {{ source('landed_report_versions', 'members') }}
