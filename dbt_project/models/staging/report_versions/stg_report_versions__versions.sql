-- Every delivery counts: a version is never taken back. The day on which a run made it (seen_on) is of the landing alone:
-- the same inputs and day give the same tables, whatever ran before.
select
    report_year,
    scope,
    version,
    scope_name,
    scope_kind_label,
    is_rollup,
    template_version,
    as_of,
    data_version,
    is_synthetic
from {{ source('landed_report_versions', 'versions') }}
