select
    case when landed.task_no is not null then {{ task_id('landed.report_year', 'landed.task_no') }} end as task_id,
    landed.submission_id,
    landed.report_year,
    landed.line_no,
    landed.item_kind,
    landed.due_date,
    landed.progress_status,
    landed.status_text,
    landed.completed_on,
    landed.progress_text,
    landed.evidence_url,
    landed.source_locator
from {{ source('landed_returns', 'progress') }} as landed
inner join {{ ref('stg_returns__submissions') }} as submissions
    on landed.submission_id = submissions.submission_id and landed.delivery_id = submissions.delivery_id
