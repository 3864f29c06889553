-- Every delivery counts: a version is never taken back.
select
    report_year,
    scope,
    version,
    note_order,
    note
from {{ source('landed_report_versions', 'notes') }}
