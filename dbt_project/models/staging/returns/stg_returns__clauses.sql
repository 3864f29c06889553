select
    landed.submission_id,
    landed.report_year,
    landed.clause,
    landed.clause_length,
    landed.source_locator
from {{ source('landed_returns', 'clauses') }} as landed
inner join {{ ref('stg_returns__submissions') }} as submissions
    on landed.submission_id = submissions.submission_id and landed.delivery_id = submissions.delivery_id
