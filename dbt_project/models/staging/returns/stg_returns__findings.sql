select
    landed.submission_id,
    landed.report_year,
    landed.finding_no,
    landed.rule_code,
    landed.found,
    landed.expected,
    landed.remedy,
    landed.difference,
    landed.source_locator
from {{ source('landed_returns', 'findings') }} as landed
inner join {{ ref('stg_returns__submissions') }} as submissions
    on landed.submission_id = submissions.submission_id and landed.delivery_id = submissions.delivery_id
