select
    landed.submission_id,
    landed.report_year,
    landed.table_code,
    landed.row_code,
    landed.column_code,
    landed.cell_state,
    landed.value,
    landed.raw_text,
    landed.source_locator
from {{ source('landed_returns', 'figures') }} as landed
inner join {{ ref('stg_returns__submissions') }} as submissions
    on landed.submission_id = submissions.submission_id and landed.delivery_id = submissions.delivery_id
