select
    report_year,
    scope,
    version,
    table_code,
    row_code,
    column_code,
    cell_order,
    cast(value as {{ figure_type() }}) as value,
    cell_state,
    owing_count,
    counted_count,
    uncounted_units,
    raw_text
from {{ ref('stg_report_versions__cells') }}
