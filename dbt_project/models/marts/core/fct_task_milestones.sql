select
    task_id,
    report_year,
    milestone_no,
    milestone,
    due_date,
    due_basis,
    due_words,
    source_locator
from {{ ref('stg_notices__milestones') }}
