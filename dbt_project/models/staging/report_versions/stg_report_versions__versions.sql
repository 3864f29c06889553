-- Every delivery counts: a version is never taken back.
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
    is_synthetic,
    seen_on
from {{ source('landed_report_versions', 'versions') }}
