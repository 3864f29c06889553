-- Every delivery counts: a version is never taken back.
select
    report_year,
    scope,
    version,
    table_code,
    row_code,
    column_code,
    cell_order,
    value,
    cell_state,
    owing_count,
    counted_count,
    uncounted_units,
    raw_text
from {{ source('landed_report_versions', 'cells') }}
