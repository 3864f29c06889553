select
    task_id,
    report_year,
    task_no,
    theme,
    section,
    title,
    requirement,
    cadence,
    document_no,
    source_locator
from {{ ref('stg_notices__tasks') }}
